// HEFT's way of placing a job, for the policy of that name and for searches that start from it.
#pragma once

#include "policies/planning/partial_schedule.hpp"
#include "policies/planning/ranks.hpp"

namespace kairos {

/// Places every task, by descending upward rank, where it finishes first, gaps included.
inline void place_by_heft(const PlanningProblem& problem, PartialSchedule& schedule,
                          Weight weight = Weight::mean) {
  for (const TaskId task : order_by_rank(problem.graph(), upward_ranks(problem, weight))) {
    schedule.place(schedule.best_fit(task));
  }
}

}  // namespace kairos
