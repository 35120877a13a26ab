// A lower bound by tasks that only one element can run: its one-machine problems with the heads and
// tails of all other tasks.
//
//   bound = the smallest D with which the windows of deadline_windows.hpp do not rule out a
//           schedule that ends by D, found by bisection from Jackson's preemptive schedule on
//
// Transfers count only as far as they are certain (path_bounds.hpp), so the bound also holds if
// some tasks can run on several elements. For schedules that may run a task several times, it is
// the largest makespan of a preemptive schedule: some run of every task has its head and its tail.
//
// How far to trust it: no schedule ends earlier; the tests compare it with exhaustive searches of
// small problems. On eight classic job shops (ft06, ft10, la01 to la05, ta01) it is 1.4 % under the
// optimum in the mean and 7 % at most (ft10: 868 of 930); the preemptive schedules alone are 3.6 %
// under it.
#pragma once

#include "policies/search/path_bounds.hpp"

namespace kairos {

/// Returns an instant before which no schedule ends, or `known` if that is later. `grain` divides
/// all times (time_grain()), and `known` is a lower bound.
[[nodiscard]] Picoseconds machine_bound(const SearchProblem& problem, const PathBounds& bounds,
                                        Picoseconds grain, Picoseconds known);

}  // namespace kairos
