// Simulated annealing of a plan of one job, for its makespan.
//
// Kirkpatrick, Gelatt, Vecchi: Optimization by simulated annealing, Science 220, 1983. From HEFT's
// plan it goes in rounds of geometric cooling, each from the best plan so far:
//   first   a third of the budget on the order alone; every task takes the element where it
//           finishes first
//   then    order and elements, by the moves of plan_moves.hpp
// A worse plan is kept when makespan <= current - T ln u; u is drawn first, so that an evaluation
// can stop as soon as the limit is out of reach.
#pragma once

#include <optional>

#include "policies/planning/planning_problem.hpp"
#include "policies/search/plan_moves.hpp"
#include "policies/search/search_budget.hpp"

namespace kairos {

struct AnnealingOptions : SearchEffort {
  std::uint64_t restarts = 2;
  double hottest = 0.03, coldest = 0.0003;
  Duration stop_after;  ///< Of wall-clock time, whatever the budget; zero for none. Not an option.

  void describe(Fields& f) {
    SearchEffort::describe(f);
    f("restarts", restarts,
      "rounds of cooling of order and placement; fewer if the budget is spent before")
        .between(1, 1'000'000);
    f("hottest", hottest, "first temperature, as a share of the makespan of HEFT")
        .between(1e-9, 1e3);
    f("coldest", coldest, "last temperature, as a share of the makespan of HEFT")
        .between(1e-9, 1e3);
  }
};

/// HEFT's schedule (Topcuoglu et al. 2002) as a plan: ends no later than with HEFT's insertion.
Plan heft_plan(const PlanningProblem& problem, const PartialSchedule& schedule);

struct Annealed {
  Plan plan;
  Picoseconds makespan = 0;  ///< As PlanEvaluator::evaluate() gives it.
};

/// Stops early at a plan that ends at `good_enough`, a lower bound for instance.
Annealed anneal(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
                const AnnealingOptions& options, Random random, Picoseconds good_enough = 0);

}  // namespace kairos
