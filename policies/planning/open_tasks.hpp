// The tasks of a plan under construction whose inputs are all placed, so that they may come next.
#pragma once

#include <span>
#include <vector>

#include "policies/planning/partial_schedule.hpp"

namespace kairos {

class OpenTasks {
 public:
  OpenTasks(const PlanningProblem& problem, PartialSchedule& schedule);

  /// In no particular order.
  [[nodiscard]] std::span<const TaskId> all() const { return open_; }
  [[nodiscard]] bool empty() const { return open_.empty(); }
  /// The last so many of all() were opened by the last place(), or at the beginning.
  [[nodiscard]] std::span<const TaskId> fresh() const { return std::span(open_).last(fresh_); }
  /// When the inputs would be on an element that can run the task; looked up, not worked out.
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
  IdVector<TaskId, std::size_t> position_;  ///< In open_.
  std::vector<Time> data_ready_;            ///< By task and element.
};

}  // namespace kairos
