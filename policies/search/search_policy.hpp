// The base of policies that search for a plan of each arriving job, around the promises to other
// jobs, and then follow it.
#pragma once

#include "policies/planning/planning_policy.hpp"
#include "policies/search/annealer.hpp"
#include "policies/search/lower_bound.hpp"
#include "sim/base/random.hpp"

namespace kairos {

class SearchPolicy : public PlanningPolicy {
 protected:
  /// Returns a lower bound on the makespan, at which a search may stop. The computation of the best
  /// bound takes as long as thousands of evaluations, so a short search gets a quick one.
  [[nodiscard]] static Picoseconds good_enough(const SearchProblem& problem,
                                               const PathBounds& bounds,
                                               const SearchEffort& effort) {
    constexpr std::uint64_t long_search = 10'000;
    const bool is_long =
        effort.time_limit > Duration{} || effort.evaluations_for(problem) >= long_search;
    return is_long ? lower_bound(problem, bounds).best() : lower_bound_of_paths(problem, bounds);
  }

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
