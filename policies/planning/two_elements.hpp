// The two elements that FCP and FLB consider for a task: the sender of its last message, and the
// element that is idle first.
#pragma once

#include <algorithm>
#include <optional>

#include "policies/planning/open_tasks.hpp"

namespace kairos {

/// The last message of an open task: the one that would arrive last on another element.
struct LastMessage {
  Time arrival;                       ///< Its arrival on an element other than the sender's.
  std::optional<ElementId> enabling;  ///< The sender, if it can run the task.
};

/// Communication counts with its mean, because the receiver is not known yet.
inline LastMessage last_message(const PlanningProblem& problem, const PartialSchedule& schedule,
                                TaskId task) {
  LastMessage last;
  for (const Edge& input : problem.graph().inputs(task)) {
    const PlannedTask& producer = schedule.of(input.task);
    const Time arrival = producer.finish + whole_picoseconds(problem.mean_transfer(input.bytes));
    if (last.enabling && arrival <= last.arrival) continue;
    last = {arrival, producer.element};
  }
  if (last.enabling && !problem.can_run(task, *last.enabling)) last.enabling.reset();
  return last;
}

/// Returns the element that is idle first, of those that can run a task; ties go to the lowest
/// element.
inline ElementId first_idle(const PlanningProblem& problem, const PartialSchedule& schedule,
                            TaskId task) {
  return *std::ranges::min_element(problem.elements_for(task), {},
                                   [&](ElementId e) { return schedule.busy_until(e); });
}

}  // namespace kairos
