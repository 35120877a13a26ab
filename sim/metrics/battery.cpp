// Battery metrics: the charge that a run takes, and the number of jobs per charge.
//
//   charge at the end = charge at the start - energy / (efficiency * capacity), never below zero
//   jobs per charge   = jobs * efficiency * capacity / energy
//
// Example: 500 jobs take 90 J from a battery of 18 Wh (64.8 kJ) at 90 % efficiency. This is 0.15 %
// of its charge, and a charge is enough for 324,000 jobs.
// Warm-up: the number of jobs per charge divides the jobs that arrive after it by the energy drawn
// after it. The charge at the end is that of the whole run.
// How far to trust it: the result is as accurate as the energy. A real battery provides less when
// it is cold or old, or under a high load.
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
        {"jobs_per_charge", "jobs", "number of jobs for which a full battery would last", false},
    };
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<JobFinished>(); }
  void observe(Time, Event) override { ++jobs_; }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    if (!run.scenario.platform.battery) return;
    const Battery& battery = *run.scenario.platform.battery;
    const Joules usable = battery.capacity * battery.efficiency;
    const double share = run.energy.drawn(run.end) / usable;
    metrics.push_back({"charge_end", "", std::max(0.0, battery.charge - share)});
    const double share_of_jobs = run.drawn() / usable;
    if (share_of_jobs > 0) {
      metrics.push_back({"jobs_per_charge", "", static_cast<double>(jobs_) / share_of_jobs});
    }
  }

 private:
  std::uint64_t jobs_ = 0;
};

const Register<MetricProbe, BatteryMetrics> registered{"battery",
                                                       "state of charge and jobs per charge"};

}  // namespace
}  // namespace kairos
