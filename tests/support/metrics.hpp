// Runs a scenario and reads one metric of it.
#pragma once

#include <optional>
#include <string>

#include "policies/run.hpp"
#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos::testing {

struct MetricOf {
  std::string policy = "earliest_finish";
  std::string subject = {};  ///< If empty, the metric of the whole run.
  DecisionTime decision_time = {};
};

/// Returns nothing if the metric has no value in this run.
inline std::optional<double> metric(const Scenario& s, const std::string& name,
                                    const MetricOf& of = {}) {
  Simulator simulator(s, make_event_backend(s.platform), of.decision_time);
  std::vector<std::unique_ptr<MetricProbe>> probes;
  for (const auto& [kind, entry] : Registry<MetricProbe>::entries()) {
    probes.push_back(entry.make(Value::map()));
    probes.back()->begin(s);
    simulator.attach(*probes.back());
  }
  const DecisionCount count = run(simulator, *Choice<Policy>(of.policy).make());
  const EnergyMeter& energy = simulator.energy();
  const RunSummary summary{s,
                           simulator.view().now(),
                           energy,
                           simulator.temperatures(),
                           count.decisions,
                           count.policy_seconds};
  std::vector<Metric> metrics;
  for (const auto& probe : probes) probe->report(summary, metrics);
  for (const Metric& m : metrics) {
    if (m.name == name && m.subject == of.subject) return m.value;
  }
  return std::nullopt;
}

}  // namespace kairos::testing
