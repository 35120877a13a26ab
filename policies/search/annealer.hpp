// Simulated annealing of a plan of one job, for its makespan.
//
// Kirkpatrick, Gelatt, Vecchi: Optimization by simulated annealing, Science 220, 1983. The search
// starts from HEFT's plan and has rounds of geometric cooling, each from the best plan so far:
//   first   a third of the budget on the order alone; every task takes the element where it
//           finishes first
//   then    order and elements, by the moves of plan_moves.hpp, a fifth of them on the order of
//           critical tasks (critical_moves.hpp)
// If every task can run on one element only, as in a job shop, all moves are on the order of
// critical tasks, and the first part is left out.
// A worse plan is kept if makespan <= current - T ln u. The random number u is drawn first, so that
// an evaluation can stop as soon as the limit is out of reach.
#pragma once

#include <optional>

#include "policies/planning/planning_problem.hpp"
#include "policies/search/plan_moves.hpp"
#include "policies/search/search_budget.hpp"

namespace kairos {

struct AnnealingOptions : SearchEffort {
  std::uint64_t restarts = 2;
  double hottest = 0.03, coldest = 0.0003;
  /// A limit of wall-clock time, independent of the budget; zero for none. It is not an option.
  Duration stop_after;

  void describe(Fields& f) {
    SearchEffort::describe(f);
    f("restarts", restarts, "number of cooling rounds, fewer if the budget is spent before")
        .between(1, 1'000'000);
    f("hottest", hottest, "initial temperature, as a fraction of HEFT's makespan")
        .between(1e-9, 1e3);
    f("coldest", coldest, "final temperature, as a fraction of HEFT's makespan").between(1e-9, 1e3);
  }
};

/// Returns HEFT's schedule (Topcuoglu et al. 2002) as a plan, which ends no later than that
/// schedule.
Plan heft_plan(const PlanningProblem& problem, const PartialSchedule& schedule);

struct Annealed {
  Plan plan;
  Picoseconds makespan = 0;  ///< The instant that PlanEvaluator::evaluate() returns.
};

/// Stops early at a plan that ends at `good_enough`, for instance a lower bound.
Annealed anneal(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
                const AnnealingOptions& options, Random random, Picoseconds good_enough = 0);

}  // namespace kairos
