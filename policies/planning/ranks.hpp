// Ranks of the tasks of a job graph by mean costs, and orders that follow from them.
//
//   upward        rank_u(i) = mean w(i) + max over outputs j (mean c(i,j) + rank_u(j))     (eq. 5)
//   downward      rank_d(i) = max over inputs j (rank_d(j) + mean w(j) + mean c(j,i))      (eq. 7)
//   static level  like rank_u, without communication
//
// Topcuoglu, Hariri, Wu: Performance-effective and low-complexity task scheduling for heterogeneous
// computing, IEEE TPDS 13(3), 2002. On its example graph rank_u is 108 77 80 80 69 63.3 42.7 35.7
// 44.3 14.7.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/planning/planning_problem.hpp"

namespace kairos {

using Ranks = IdVector<TaskId, double>;  ///< Ranks are in picoseconds.

/// The execution time that a rank uses for a task whose time differs between elements.
enum class Weight { mean, best, worst };

Ranks upward_ranks(const PlanningProblem& problem, Weight weight = Weight::mean);
Ranks downward_ranks(const PlanningProblem& problem);

Ranks static_levels(const PlanningProblem& problem);

/// Returns ranks as whole numbers from 0 to 1e9, so that ranks equal up to rounding compare equal.
IdVector<TaskId, std::int64_t> comparable(const Ranks& ranks);

/// Returns an order in which every task follows its inputs; of the tasks that may come next, the
/// highest rank is first, then the lowest id.
std::vector<TaskId> order_by_rank(const JobGraph& graph, const Ranks& ranks);

/// Returns the order in which the inputs of tasks become complete, first in, first out: entry tasks
/// by id, then the tasks that each task completes, by id.
std::vector<TaskId> order_of_completion(const JobGraph& graph);

}  // namespace kairos
