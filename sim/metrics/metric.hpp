// Defines metrics: numbers with a name, a unit and a meaning, which probes compute.
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

/// The description of a metric. Its value is computed once per run.
struct MetricInfo {
  std::string name;     ///< Name, which ends in the unit: latency_mean_s, energy_j.
  std::string unit;     ///< "s", "J", "W", "1" for ratios, "jobs" ...
  std::string meaning;  ///< Meaning, including the formula.
  bool lower_is_better = true;
  bool repeatable = true;  ///< False for wall-clock times, which differ from run to run.

  /// False for temperatures, which have no natural zero and are therefore compared by difference
  /// only.
  [[nodiscard]] bool has_ratio() const { return unit != "C" && unit != "K"; }
};

/// A value of a metric. The subject is empty for the whole run; otherwise it names an application,
/// a stream, an element ...
struct Metric {
  std::string name;
  std::string subject;
  double value = 0;
};

/// Information about a finished run, besides its events.
struct RunSummary {
  const Scenario& scenario;
  Time end;  ///< Instant at which the last job finished.
  const EnergyMeter& energy;
  const ChipTemperatures* temperatures = nullptr;  ///< Null if the platform has no thermal part.
  std::uint64_t decisions = 0;
  double policy_seconds = 0;  ///< Wall time spent in the policy, estimated from a sample.
};

class MetricProbe : public Probe {
 public:
  static constexpr std::string_view kind = "metrics";

  [[nodiscard]] virtual std::vector<MetricInfo> infos() const = 0;
  /// Called once before the run.
  virtual void begin(const Scenario& /*scenario*/) {}
  /// Appends the values. A metric without data in this run is left out.
  virtual void report(const RunSummary& run, std::vector<Metric>& metrics) const = 0;
};

/// Every metric of every registered probe, in the order of reports.
std::vector<MetricInfo> all_metric_infos();

}  // namespace kairos
