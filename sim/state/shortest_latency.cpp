#include "sim/state/shortest_latency.hpp"

#include <algorithm>

#include "sim/cost/cost_table.hpp"
#include "workloads/graph_algorithms.hpp"

namespace kairos {
namespace {

Duration longest_path(const JobGraph& graph, const CostTable& costs, std::size_t first_row) {
  const auto paths = longest_to_exit<Duration>(graph, [&](TaskId task) {
    const std::size_t row = first_row + index(task);
    const double scale = graph.has_draws() ? graph.draws().scale[task] : 1;
    Duration fastest = Duration::max();
    for (const ElementId e : costs.candidates(row)) {
      const Duration work = costs.alone(row, e) - costs.launch(e);
      const auto picoseconds = static_cast<double>(work.picoseconds());
      const Duration own = scale == 1 ? work : whole_picoseconds(picoseconds * scale);
      fastest = std::min(fastest, costs.launch(e) + own);
    }
    return fastest;
  });
  return *std::ranges::max_element(paths);
}

}  // namespace

IdVector<ApplicationId, Duration> shortest_latencies(const Scenario& scenario) {
  const Workload& workload = scenario.workload;
  const CostTable costs(scenario.platform, workload, *scenario.cost);
  IdVector<ApplicationId, Duration> shortest;
  for (const ApplicationId a : ids<ApplicationId>(workload.applications.size())) {
    shortest.push_back(longest_path(*workload.applications[a].graph, costs, costs.first_row(a)));
  }
  // All forms of an application are compared with the fastest of them.
  for (const ApplicationId a : ids<ApplicationId>(shortest.size())) {
    const ApplicationId owner = workload.owner(a);
    shortest[owner] = std::min(shortest[owner], shortest[a]);
  }
  for (const ApplicationId a : ids<ApplicationId>(shortest.size())) {
    shortest[a] = shortest[workload.owner(a)];
  }
  return shortest;
}

}  // namespace kairos
