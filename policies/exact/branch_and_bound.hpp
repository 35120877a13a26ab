// A depth-first branch and bound of our own, for graphs of up to about a dozen tasks.
//
// A node extends a partial plan by one task whose inputs are all placed, on one element, never
// before the start of the task placed last. Every schedule in which no task can start earlier is
// therefore generated exactly once. A node is cut off if one of these bounds reaches the
// incumbent's makespan:
//   path   finish(t) + tail(t, q) of every placed task; the present start + min over q of
//          (w(u, q) + tail(u, q)) of every remaining task u
//   load   (sum over slots of when each is free + least work of the remaining tasks) / slots
#pragma once

#include "policies/search/plan_evaluator.hpp"

namespace kairos {

struct BranchAndBoundResult {
  Plan plan;  ///< The best plan found; it may be the plan that the search started from.
  Picoseconds makespan = 0;
  bool proved = false;  ///< True if no plan can end earlier.
};

/// Stops at a plan that ends at `good_enough`, after the given number of nodes, or as soon as the
/// wall-clock time is up.
BranchAndBoundResult branch_and_bound(const SearchProblem& problem, const PathBounds& bounds,
                                      const Plan& incumbent, Picoseconds good_enough,
                                      std::uint64_t nodes, double seconds);

}  // namespace kairos
