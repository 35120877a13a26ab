// Adds a job of another application to a scenario.
#pragma once

#include <memory>
#include <utility>

#include "tests/support/builders.hpp"

namespace kairos::testing {

/// Adds an application and a stream of one job of it, which arrives at this instant.
inline void add_job(Scenario& scenario, const std::shared_ptr<const JobGraph>& graph,
                    Duration arrival) {
  Workload& workload = scenario.workload;
  Stream stream = workload.streams.front();
  for (Stream& other : workload.streams) other.weights.push_back(0);
  stream.weights.assign(workload.applications.size(), 0);
  stream.weights.push_back(1);
  stream.arrivals->options.set("times", Value::list({Value::scalar(format(arrival))}));
  workload.applications.push_back({graph->name(), graph, std::nullopt});
  workload.streams.push_back(std::move(stream));
}

}  // namespace kairos::testing
