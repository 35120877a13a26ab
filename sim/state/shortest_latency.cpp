#include "sim/state/shortest_latency.hpp"

#include <algorithm>

#include "sim/cost/cost_table.hpp"

namespace kairos {
namespace {

Duration longest_path(const JobGraph& graph, const CostTable& costs, std::size_t first_row) {
  IdVector<TaskId, Duration> finish(graph.size());
  Duration longest;
  for (const TaskId task : graph.topological_order()) {
    Duration start;
    for (const Edge& input : graph.inputs(task)) start = std::max(start, finish[input.task]);
    const std::size_t row = first_row + index(task);
    Duration fastest = Duration::max();
    for (const ElementId e : costs.candidates(row)) {
      fastest = std::min(fastest, costs.alone(row, e));
    }
    finish[task] = start + fastest;
    longest = std::max(longest, finish[task]);
  }
  return longest;
}

}  // namespace

IdVector<ApplicationId, Duration> shortest_latencies(const Scenario& scenario) {
  const Workload& workload = scenario.workload;
  const CostTable costs(scenario.platform, workload, *scenario.cost);
  IdVector<ApplicationId, Duration> shortest;
  for (const ApplicationId a : ids<ApplicationId>(workload.applications.size())) {
    shortest.push_back(longest_path(*workload.applications[a].graph, costs, costs.first_row(a)));
  }
  return shortest;
}

}  // namespace kairos
