// The base of policies that search for a plan of each arriving job, around what is already promised
// to others, and then follow it.
#pragma once

#include "policies/planning/planning_policy.hpp"
#include "policies/search/annealer.hpp"
#include "sim/base/random.hpp"

namespace kairos {

class SearchPolicy : public PlanningPolicy {
 private:
  /// `heft` is a plan to begin with. Randomness comes from seed() and the job.
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
