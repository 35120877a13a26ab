// What a run takes from the battery.
//
//   charge at the end = charge at the start - energy / (efficiency * capacity), never below zero
//   jobs per charge   = jobs * efficiency * capacity / energy
//
// Example: 500 jobs that take 90 J from a battery of 18 Wh (64.8 kJ) at 90 % efficiency: 0.15 % of
// it, and 324,000 jobs per charge. How far to trust it: as the energy; a real battery gives less
// when it is cold, old or drawn from hard.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class BatteryMetrics final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"charge_end", "1", "state of charge of the battery when the last job finished", false},
        {"jobs_per_charge", "jobs", "jobs that a full battery would last for", false},
    };
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<JobFinished>(); }
  void observe(Time, Event) override { ++jobs_; }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    if (!run.scenario.platform.battery) return;
    const Battery& battery = *run.scenario.platform.battery;
    const double share = run.energy.drawn(run.end) / (battery.capacity * battery.efficiency);
    metrics.push_back({"charge_end", "", std::max(0.0, battery.charge - share)});
    if (share > 0) {
      metrics.push_back({"jobs_per_charge", "", static_cast<double>(jobs_) / share});
    }
  }

 private:
  std::uint64_t jobs_ = 0;
};

const Register<MetricProbe, BatteryMetrics> registered{"battery",
                                                       "state of charge, jobs per charge"};

}  // namespace
}  // namespace kairos
