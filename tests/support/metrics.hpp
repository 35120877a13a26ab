// Runs a scenario and reads one metric of it.
#pragma once

#include <optional>
#include <string>

#include "policies/run.hpp"
#include "sim/metrics/metric_probes.hpp"

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
  const MetricProbes probes(s);
  for (Probe* probe : probes.to_attach()) simulator.attach(*probe);
  const DecisionCount count = run(simulator, *Choice<Policy>(of.policy).make());
  const EnergyMeter& energy = simulator.energy();
  const RunSummary summary{s,
                           simulator.view().now(),
                           energy,
                           simulator.temperatures(),
                           count.decisions,
                           count.policy_seconds};
  std::vector<Metric> metrics;
  probes.report(summary, metrics);
  for (const Metric& m : metrics) {
    if (m.name == name && m.subject == of.subject) return m.value;
  }
  return std::nullopt;
}

}  // namespace kairos::testing
