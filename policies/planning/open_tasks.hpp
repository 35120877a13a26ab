// The tasks of a plan under construction whose inputs are all placed, so that they may be placed
// next.
#pragma once

#include <span>
#include <vector>

#include "policies/planning/partial_schedule.hpp"

namespace kairos {

class OpenTasks {
 public:
  OpenTasks(const PlanningProblem& problem, PartialSchedule& schedule);

  /// All open tasks, in no particular order.
  [[nodiscard]] std::span<const TaskId> all() const { return open_; }
  [[nodiscard]] bool empty() const { return open_.empty(); }
  /// The tasks opened by the last place(), or at the beginning; they stand at the end of all().
  [[nodiscard]] std::span<const TaskId> fresh() const { return std::span(open_).last(fresh_); }
  /// Returns when the inputs arrive on an element that can run the task; the value is stored, not
  /// computed.
  [[nodiscard]] Time data_ready(TaskId task, ElementId element) const {
    return data_ready_[index(task) * problem_.element_count() + index(element)];
  }
  [[nodiscard]] PlannedTask append(TaskId task, ElementId element) const {
    return schedule_.append(task, element, data_ready(task, element));
  }
  void place(const PlannedTask& planned);

 private:
  void open(TaskId task);

  const PlanningProblem& problem_;
  PartialSchedule& schedule_;
  std::vector<TaskId> open_;
  std::size_t fresh_ = 0;
  IdVector<TaskId, std::size_t> missing_inputs_;
  IdVector<TaskId, std::size_t> position_;  ///< Index of a task in open_.
  std::vector<Time> data_ready_;            ///< Indexed by task and element.
};

}  // namespace kairos
