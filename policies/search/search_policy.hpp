// The base of policies that search for a plan of each arriving job, around the promises to other
// jobs, and then follow it.
#pragma once

#include "policies/planning/planning_policy.hpp"
#include "policies/search/annealer.hpp"
#include "sim/base/random.hpp"

namespace kairos {

class SearchPolicy : public PlanningPolicy {
 private:
  /// Returns the plan found. `heft` is a plan to start from. Random numbers come from seed() and
  /// the job.
  [[nodiscard]] virtual Plan search(const PlanningProblem& job, const SearchProblem& problem,
                                    const PathBounds& bounds, const Plan& heft) = 0;

  void plan(const PlanningProblem& job, PartialSchedule& schedule) final {
    const SearchProblem problem(job, schedule);
    const PathBounds bounds(problem);
    const Plan found = search(job, problem, bounds, heft_plan(job, schedule));
    PlanEvaluator evaluator(problem, bounds);
    evaluator.evaluate(found);
    commit(found, evaluator, schedule);
  }
};

}  // namespace kairos
