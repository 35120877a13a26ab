// HEFT's placement of a job, for the policy `heft` and for searches that start from its plan.
#pragma once

#include "policies/planning/partial_schedule.hpp"
#include "policies/planning/ranks.hpp"

namespace kairos {

/// Places every task, by descending upward rank, on the element where it finishes first, gaps
/// included.
inline void place_by_heft(const PlanningProblem& problem, PartialSchedule& schedule,
                          Weight weight = Weight::mean) {
  for (const TaskId task : order_by_rank(problem.graph(), upward_ranks(problem, weight))) {
    schedule.place(schedule.best_fit(task));
  }
}

}  // namespace kairos
