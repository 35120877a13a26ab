// A branch and bound over the order of tasks, for problems in which nothing else is open: every
// task can run on one element only, which has one slot and no promises to other jobs. Job shops are
// of this kind, and so are graphs whose tasks are all tied to accelerators.
//
// Every node narrows the windows of the tasks for the deadline "one grain of time earlier than the
// best plan" (deadline_windows.hpp).
//   leaf     if no two tasks overlap when all of them start at their heads, that is a better plan
//   branch   otherwise an element is chosen whose tasks overlap, among the tasks of that element
//            that have no place yet one becomes the first or the last, and every task that can be
//            is tried in turn (Carlier, Pinson, Management Science 35(2), 1989, decide the place
//            of one task after the other like this)
//   element  the one with the least room, D - min head - sum of w - min tail of these tasks; then
//            the end of the order with fewer candidates
// If no node is left, the best plan is optimal.
#pragma once

#include "policies/search/plan_evaluator.hpp"

namespace kairos {

/// The limits of a search. Steps are the same on every machine, and take about 1 us.
struct OrderSearchLimits {
  std::uint64_t steps = 0;
  double seconds = 0;  ///< Limit of wall-clock time, which replaces the steps; zero for none.
};

struct OrderSearchResult {
  Plan plan;  ///< The best plan found; it may be the plan that the search started from.
  Picoseconds makespan = 0;
  bool proved = false;  ///< True if no plan can end earlier.
  std::uint64_t nodes = 0;
};

/// True if the order of tasks is all that a plan of the problem decides.
[[nodiscard]] bool only_order_is_open(const SearchProblem& problem);

/// Searches a problem for which only_order_is_open() holds. Stops at a plan that ends at
/// `good_enough`. `grain` divides all times of the problem (time_grain()).
[[nodiscard]] OrderSearchResult search_orders(const SearchProblem& problem,
                                              const PathBounds& bounds, const Plan& incumbent,
                                              Picoseconds good_enough, Picoseconds grain,
                                              const OrderSearchLimits& limits);

}  // namespace kairos
