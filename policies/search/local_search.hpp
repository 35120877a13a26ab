// Iterated local search of a plan of one job, for its makespan.
//
// Lourenco, Martin, Stuetzle: Iterated local search, in Handbook of Metaheuristics, 2003. From
// HEFT's plan these steps repeat:
//   descend   try random neighbours (plan_moves.hpp) and take the first that ends no later, so that
//             plateaus are crossed, until `patience` per task in a row have not ended earlier
//   accept    keep the resulting plan if it ends no later than the best so far; otherwise return to
//             the best
//   kick      make `kicks` random moves, good or bad
// An evaluation stops as soon as the present makespan is out of reach.
#pragma once

#include "policies/search/annealer.hpp"

namespace kairos {

struct LocalSearchOptions : SearchEffort {
  std::uint64_t patience = 10, kicks = 4;

  void describe(Fields& f) {
    SearchEffort::describe(f);
    f("patience", patience,
      "number of neighbours per task without improvement after which a descent ends")
        .between(1, 1'000'000'000);
    f("kicks", kicks, "number of random moves between two descents").between(1, 10'000);
  }
};

/// Stops early at a plan that ends at `good_enough`.
Annealed search_locally(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
                        const LocalSearchOptions& options, Random random,
                        Picoseconds good_enough = 0);

}  // namespace kairos
