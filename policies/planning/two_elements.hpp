// What FCP and FLB have in common: a task is worth considering on two elements only, the one its
// last message comes from and the one that is idle first.
#pragma once

#include <algorithm>
#include <optional>

#include "policies/planning/open_tasks.hpp"

namespace kairos {

/// The last message of an open task, from the input whose output would arrive last elsewhere.
struct LastMessage {
  Time arrival;                       ///< On an element other than the sender's.
  std::optional<ElementId> enabling;  ///< The sender, if there is one that can run the task.
};

/// Communication counts with its mean, since the receiver is not known yet.
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

/// Of the elements that can run a task the one that is idle first; ties go to the lowest element.
inline ElementId first_idle(const PlanningProblem& problem, const PartialSchedule& schedule,
                            TaskId task) {
  return *std::ranges::min_element(problem.elements_for(task), {},
                                   [&](ElementId e) { return schedule.busy_until(e); });
}

}  // namespace kairos
