// MCP, modified critical path: tasks are placed by ascending latest possible start (ALAP), each on
// the element where it finishes first, gaps included.
//
//   ALAP(i) = length of the critical path - rank_u(i)
// If two tasks are equal, the sorted ALAPs of their outputs are compared, the smaller list first.
//
// Wu, Gajski: Hypertool: a programming aid for message-passing systems, IEEE TPDS 1(3), 1990. Ties
// are broken by the outputs as in Kwok, Ahmad: Static scheduling algorithms for allocating directed
// task graphs to multiprocessors, ACM Computing Surveys 31(4), 1999. Departures, for elements that
// differ: ALAP uses mean costs, and the earliest finish decides instead of the earliest start.
#include <algorithm>
#include <functional>

#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Mcp final : public PlanningPolicy {
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    for (const TaskId task : order_by_rank(problem.graph(), by_latest_start(problem))) {
      schedule.place(schedule.best_fit(task));
    }
  }

  /// Returns ranks that are highest for the task that comes first. Descending upward ranks are
  /// ascending ALAPs.
  static Ranks by_latest_start(const PlanningProblem& problem) {
    const JobGraph& graph = problem.graph();
    const auto rank = comparable(upward_ranks(problem));
    IdVector<TaskId, std::vector<std::int64_t>> outputs(graph.size());
    std::vector<TaskId> order;
    order.reserve(graph.size());
    for (const TaskId task : ids<TaskId>(graph.size())) {
      order.push_back(task);
      outputs[task].reserve(graph.outputs(task).size());
      for (const Edge& output : graph.outputs(task)) outputs[task].push_back(rank[output.task]);
      std::ranges::sort(outputs[task], std::greater());
    }
    std::ranges::stable_sort(order, [&](TaskId a, TaskId b) {
      if (rank[a] != rank[b]) return rank[a] > rank[b];
      return std::ranges::lexicographical_compare(outputs[a], outputs[b], std::greater());
    });
    Ranks first(graph.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      first[order[i]] = static_cast<double>(order.size() - i);
    }
    return first;
  }
};

const Register<Policy, Mcp> registered{"mcp",
                                       "task with the smallest latest start first, earliest finish "
                                       "with insertion (MCP, Wu and Gajski 1990)"};

}  // namespace
}  // namespace kairos
