#include "policies/planning/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <ranges>

#include "workloads/graph_algorithms.hpp"

namespace kairos {

namespace {

double weight_of(const PlanningProblem& problem, TaskId task, Weight weight) {
  if (weight == Weight::mean) return problem.mean_duration(task);
  const auto duration = [&](ElementId e) { return problem.duration(task, e); };
  const auto elements = problem.elements_for(task);
  const auto chosen = weight == Weight::best ? std::ranges::min_element(elements, {}, duration)
                                             : std::ranges::max_element(elements, {}, duration);
  return static_cast<double>(duration(*chosen).picoseconds());
}

}  // namespace

Ranks upward_ranks(const PlanningProblem& problem, Weight weight) {
  return longest_to_exit<double>(
      problem.graph(), [&](TaskId task) { return weight_of(problem, task, weight); },
      [&](const Edge& edge) { return problem.mean_transfer(edge.bytes); });
}

Ranks static_levels(const PlanningProblem& problem) {
  return longest_to_exit<double>(problem.graph(),
                                 [&](TaskId task) { return problem.mean_duration(task); });
}

Ranks downward_ranks(const PlanningProblem& problem) {
  return longest_from_entry<double>(
      problem.graph(), [&](TaskId task) { return problem.mean_duration(task); },
      [&](const Edge& edge) { return problem.mean_transfer(edge.bytes); });
}

IdVector<TaskId, std::int64_t> comparable(const Ranks& ranks) {
  const double largest = *std::ranges::max_element(ranks);
  IdVector<TaskId, std::int64_t> whole;
  for (const double rank : ranks) {
    whole.push_back(largest > 0 ? std::llround(rank / largest * 1e9) : 0);
  }
  return whole;
}

std::vector<TaskId> order_by_rank(const JobGraph& graph, const Ranks& ranks) {
  const auto priority = comparable(ranks);
  const auto later = [&](TaskId a, TaskId b) {
    return priority[a] != priority[b] ? priority[a] < priority[b] : a > b;
  };
  std::priority_queue<TaskId, std::vector<TaskId>, decltype(later)> open(later);
  IdVector<TaskId, std::size_t> missing;
  for (const TaskId task : ids<TaskId>(graph.size())) {
    missing.push_back(graph.inputs(task).size());
    if (missing.back() == 0) open.push(task);
  }
  std::vector<TaskId> order;
  while (!open.empty()) {
    const TaskId task = open.top();
    open.pop();
    order.push_back(task);
    for (const Edge& output : graph.outputs(task)) {
      if (--missing[output.task] == 0) open.push(output.task);
    }
  }
  return order;
}

std::vector<TaskId> order_of_completion(const JobGraph& graph) {
  std::vector<TaskId> order;
  order.reserve(graph.size());
  IdVector<TaskId, std::size_t> missing;
  missing.reserve(graph.size());
  for (const TaskId task : ids<TaskId>(graph.size())) {
    missing.push_back(graph.inputs(task).size());
    if (missing.back() == 0) order.push_back(task);
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const Edge& output : graph.outputs(order[next])) {
      if (--missing[output.task] == 0) order.push_back(output.task);
    }
  }
  return order;
}

}  // namespace kairos
