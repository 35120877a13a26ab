// Passes the events of a run on to probes so that their metrics leave out the warm-up.
//
// Of a job that arrives during the warm-up, and of its tasks, no event counts. All other events
// count from the end of the warm-up on.
//
// Example: the warm-up ends at 5 ms. A job arrives at 4 ms and its task runs until 7 ms: nothing of
// it counts, but the element is busy for 2 ms that count.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "sim/metrics/metric.hpp"

namespace kairos {

class WarmUpFilter final : public Probe {
 public:
  /// Adds a probe, which must outlive the filter, before the filter is attached.
  void add_metrics(MetricProbe& probe) { listeners_.push_back({&probe, &probe, probe.wants()}); }
  /// Adds a probe that only needs the events that count.
  void add(Probe& probe) { listeners_.push_back({&probe, nullptr, probe.wants()}); }

  void observe(Time now, Event event) override;
  [[nodiscard]] EventSet wants() const override;

  /// The summary of a run for probes whose metrics leave out the warm-up. Throws InputError if the
  /// run has ended before its warm-up.
  [[nodiscard]] RunSummary summary_of(const RunSummary& run) const;

 private:
  struct Listener {
    Probe* probe = nullptr;
    MetricProbe* metrics = nullptr;  ///< Null for a probe that only needs what counts.
    EventSet wants;
  };

  void begin_period(Time now, const EnergyMeter& energy);
  [[nodiscard]] bool counts(const Event& event);

  std::vector<Listener> listeners_;
  std::optional<Time> begin_;  ///< Absent until the warm-up has ended.
  std::optional<EnergyMeter> energy_before_;
  std::uint64_t decisions_before_ = 0;
  std::set<JobId> left_out_;  ///< Jobs in the system that do not count.
};

}  // namespace kairos
