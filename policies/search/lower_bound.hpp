// Lower bounds on the makespan of a job. No schedule ends earlier, so the distance of a schedule to
// the bound limits its distance to the unknown optimum.
//
//   CP_comm = max over t of min over q of (head(t, q) + w(t, q) + tail(t, q))
//   HT_dual = max over a, b of a + b + sum over t in S(a, b) of min over q of pi(q) w(t, q)
//             S(a, b) = tasks with min head >= a and min tail >= b
//   machine = the earliest deadline that the tasks tied to one element do not rule out
//             (machine_bound.hpp)
//
// Heads and tails are those of path_bounds.hpp, with communication. Every task of S(a, b) runs
// within [a, makespan - b], so the elements must carry their load there. This is the interval
// argument of Fernandez and Bussell (IEEE Trans. Computers C-22(8), 1973) for unrelated elements.
// The load is bounded by the dual of the linear program that splits tasks freely: any prices pi >=
// 0 with sum over q of slots(q) pi(q) = 1 are valid, and exponentiated subgradient ascent finds
// good ones without a solver. Promises to other jobs are ignored.
//
// All times are sums of durations and transfers, so they are multiples of their greatest common
// divisor. The bound is rounded up to such a multiple, after a margin of 1e-9 for the rounding of
// doubles.
#pragma once

#include <algorithm>

#include "policies/search/path_bounds.hpp"

namespace kairos {

struct LowerBound {
  Picoseconds path = 0;  ///< The release plus CP_comm.
  Picoseconds load = 0;  ///< The release plus HT_dual.
  /// The bound by tasks that only one element can run, or the larger of the two others.
  Picoseconds machine = 0;

  [[nodiscard]] Picoseconds best() const { return std::max({path, load, machine}); }
};

/// Returns lower bounds on the instant at which the last task ends, as PlanEvaluator::evaluate()
/// gives it.
LowerBound lower_bound(const SearchProblem& problem, const PathBounds& bounds);

/// Returns the bound by paths alone, which is much faster to compute.
Picoseconds lower_bound_of_paths(const SearchProblem& problem, const PathBounds& bounds);

/// Returns the largest number that divides every duration, transfer and promise, or 1 if computing
/// it would take too long.
Picoseconds time_grain(const SearchProblem& problem);

}  // namespace kairos
