// A depth-first branch and bound of our own, for graphs of up to about a dozen tasks.
//
// A node extends a partial plan by one task whose inputs are all placed, on one element, never
// before the start of the task placed last: every schedule in which nothing can move to the left
// arises exactly once. Cut off when one of these cannot end before the incumbent:
//   path   finish(t) + tail(t, q) of what is placed; the present start + min over q of
//          (w(u, q) + tail(u, q)) of every task u that is left
//   load   the mean, over all slots, of when a slot is free, plus the least time of what is left
#pragma once

#include "policies/search/plan_evaluator.hpp"

namespace kairos {

struct BranchAndBoundResult {
  Plan plan;  ///< The best plan found; it may be the plan that the search started from.
  Picoseconds makespan = 0;
  bool proved = false;  ///< True if no plan can end earlier.
};

/// Stops at a plan that ends at `good_enough`, after the given number of nodes, or when the
/// wall-clock time is up.
BranchAndBoundResult branch_and_bound(const SearchProblem& problem, const PathBounds& bounds,
                                      const Plan& incumbent, Picoseconds good_enough,
                                      std::uint64_t nodes, double seconds);

}  // namespace kairos
