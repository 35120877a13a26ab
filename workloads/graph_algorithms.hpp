// Algorithms on job graphs: longest paths, topological order and cycles.
//
//   to exit      L(i) = own(i) + max over outputs j (transfer(i, j) + L(j))
//   from entry   D(i) = max over inputs h (D(h) + own(h) + transfer(h, i))
//
// own(i) is the length of task i itself. A maximum over no tasks is zero.
// Example: in a -> b -> c the tasks have the lengths 1, 2 and 3, and the transfers 10. Then L is
// 26, 15 and 3, and D is 0, 11 and 23.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "workloads/job_graph.hpp"

namespace kairos {

/// The length of the longest path from every task to an exit, the task itself included.
/// `own(task)` returns the length of a task, `transfer(edge)` that of an edge.
template <class Length, class Own, class Transfer>
IdVector<TaskId, Length> longest_to_exit(const JobGraph& graph, Own own, Transfer transfer) {
  IdVector<TaskId, Length> longest(graph.size());
  const auto order = graph.topological_order();
  for (auto task = order.rbegin(); task != order.rend(); ++task) {
    Length behind{};
    for (const Edge& output : graph.outputs(*task)) {
      behind = std::max(behind, transfer(output) + longest[output.task]);
    }
    longest[*task] = own(*task) + behind;
  }
  return longest;
}

/// The length of the longest path from every task to an exit if transfers have length zero.
template <class Length, class Own>
IdVector<TaskId, Length> longest_to_exit(const JobGraph& graph, Own own) {
  return longest_to_exit<Length>(graph, own, [](const Edge&) { return Length{}; });
}

/// The length of the longest path from an entry to every task, the task itself not included.
template <class Length, class Own, class Transfer>
IdVector<TaskId, Length> longest_from_entry(const JobGraph& graph, Own own, Transfer transfer) {
  IdVector<TaskId, Length> longest(graph.size());
  for (const TaskId task : graph.topological_order()) {
    for (const Edge& input : graph.inputs(task)) {
      longest[task] =
          std::max(longest[task], longest[input.task] + own(input.task) + transfer(input));
    }
  }
  return longest;
}

/// A topological order. Of several tasks that could come next, the one with the smallest id comes
/// first.
std::vector<TaskId> smallest_first_order(const JobGraph& graph);

/// The nodes of a cycle in the order of its edges; empty if there is none. The edges must be
/// sorted.
std::vector<std::size_t> find_cycle(std::size_t nodes,
                                    const std::vector<std::pair<std::size_t, std::size_t>>& edges);

}  // namespace kairos
