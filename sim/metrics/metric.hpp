// Defines metrics: numbers with a name, a unit and a meaning, which probes compute.
//
// In a run with a warm-up, metrics count from its end on (sim/state/warm_up.hpp). A metric is about
//
//   jobs       those that arrive from then on, and their tasks, all of which run after it, or
//   the chip   what happens from then on, whichever job causes it.
//
// The comment at the beginning of each probe states which of them its metrics are about.
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
  /// The end of the warm-up, or the start of the run if it has none. MetricProbes sets this and the
  /// following members.
  Time begin = {};
  const EnergyMeter* energy_before = nullptr;  ///< The energies at `begin`; null without a warm-up.
  std::uint64_t decisions_before = 0;          ///< Number of decisions during the warm-up.

  /// The length of the time that metrics count.
  [[nodiscard]] Duration length() const { return end - begin; }
  /// Energies drawn from `begin` until `end`, as in EnergyMeter.
  [[nodiscard]] Joules of_element(ElementId element) const {
    return since_begin([&](const EnergyMeter& meter) { return meter.of_element(element); });
  }
  [[nodiscard]] Joules of_link(LinkId link) const {
    return since_begin([&](const EnergyMeter& meter) { return meter.of_link(link); });
  }
  [[nodiscard]] Joules leaked(ElementId element) const {
    return since_begin([&](const EnergyMeter& meter) { return meter.leaked(element); });
  }
  [[nodiscard]] Joules drawn() const {
    const Joules all = energy.drawn(end);
    return energy_before == nullptr ? all : all - energy_before->drawn(begin);
  }

 private:
  template <class Read>
  [[nodiscard]] Joules since_begin(Read read) const {
    return energy_before == nullptr ? read(energy) : read(energy) - read(*energy_before);
  }
};

class MetricProbe : public Probe {
 public:
  static constexpr std::string_view kind = "metrics";

  [[nodiscard]] virtual std::vector<MetricInfo> infos() const = 0;
  /// Called once before the run.
  virtual void begin(const Scenario& /*scenario*/) {}
  /// Called at the end of the warm-up, if the run has one. From then on observe() gets what counts:
  /// all later events, except those of jobs that arrived before and of the tasks of these jobs.
  virtual void begin_period(Time /*now*/) {}
  /// Called in place of observe() for the events that do not count, before and after the end of the
  /// warm-up. A probe needs them if its metrics are about the chip.
  virtual void observe_left_out(Time /*now*/, Event /*event*/) {}
  /// Appends the values. A metric without data in this run is left out.
  virtual void report(const RunSummary& run, std::vector<Metric>& metrics) const = 0;
};

/// Every metric of every registered probe, in the order of reports.
std::vector<MetricInfo> all_metric_infos();

}  // namespace kairos
