// The gangs of a job graph: tasks of a job that start together and end together, such as the tasks
// of one step of a collective operation.
//
// Tasks with the same Task::gang form a gang. A gang of one task is an ordinary task.
// Example: of the tasks a, b and c, a and b have the gang 'step', so the table has one gang, whose
// members are a and b.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/id.hpp"
#include "workloads/task.hpp"

namespace kairos {

enum class GangId : std::uint32_t {};  ///< A gang of a job graph, numbered from 0.

class GangTable {
 public:
  GangTable() = default;
  explicit GangTable(const IdVector<TaskId, Task>& tasks);

  [[nodiscard]] bool empty() const { return members_.empty(); }
  [[nodiscard]] std::size_t size() const { return members_.size(); }
  /// The gang of a task; empty if it is an ordinary task.
  [[nodiscard]] std::optional<GangId> of(TaskId task) const {
    return of_.empty() ? std::nullopt : of_[task];
  }
  /// The members of a gang, by ascending id.
  [[nodiscard]] std::span<const TaskId> members(GangId gang) const { return members_[gang]; }

  /// Throws InputError if a member would have to wait for another member of its gang, directly or
  /// through other tasks and gangs. `edges` lists the task that each task waits for.
  void refuse_cycles(const IdVector<TaskId, Task>& tasks,
                     const std::vector<std::pair<TaskId, TaskId>>& edges,
                     const std::string& job) const;

 private:
  IdVector<TaskId, std::optional<GangId>> of_;  ///< Empty if there are no gangs.
  IdVector<GangId, std::vector<TaskId>> members_;
};

}  // namespace kairos
