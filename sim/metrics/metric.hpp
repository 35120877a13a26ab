// A metric: a number with a name, a unit and a meaning, computed by a probe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/events/probe.hpp"
#include "sim/power/energy_meter.hpp"
#include "sim/state/scenario.hpp"
#include "sim/thermal/chip_temperatures.hpp"

namespace kairos {

/// What a metric is; the value comes separately, once per run.
struct MetricInfo {
  std::string name;     ///< Ends in its unit: latency_mean_s, energy_j.
  std::string unit;     ///< "s", "J", "W", "1" for ratios, "jobs" ...
  std::string meaning;  ///< With the formula.
  bool lower_is_better = true;
  bool repeatable = true;  ///< False for wall-clock times, which differ from run to run.
};

/// One value. The subject is empty for the whole run, or the name of what it is about: an
/// application, a stream, an element ...
struct Metric {
  std::string name;
  std::string subject;
  double value = 0;
};

/// What is known when a run is over, besides its events.
struct RunSummary {
  const Scenario& scenario;
  Time end;  ///< When the last job finished.
  const EnergyMeter& energy;
  const ChipTemperatures* temperatures = nullptr;  ///< Null where the platform has none.
  std::uint64_t decisions = 0;
  double policy_seconds = 0;  ///< Wall time spent in the policy, estimated from a sample.
};

class MetricProbe : public Probe {
 public:
  static constexpr std::string_view kind = "metrics";

  [[nodiscard]] virtual std::vector<MetricInfo> infos() const = 0;
  /// Called once before the run.
  virtual void begin(const Scenario& /*scenario*/) {}
  /// Appends the values. A metric that averages nothing in this run has no value and is left out.
  virtual void report(const RunSummary& run, std::vector<Metric>& metrics) const = 0;
};

/// Every metric of every registered probe, in the order of reports.
std::vector<MetricInfo> all_metric_infos();

}  // namespace kairos
