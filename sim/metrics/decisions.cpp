// Costs of the policy itself: number of decisions, wall time per decision and, with decision time,
// how long decisions waited for the scheduler.
//
//   decision_wait = begin of a pass - when the policy took its decisions, mean over passes
//
// Example: passes of 2 us requested at 0 and 1 us begin at 0 and 2 us; the mean wait is 0.5 us.
// The wall time is estimated from one of 64 questions and differs from run to run. It measures the
// speed of the policy on this machine and has no effect on the simulation.
//
// Warm-up: decisions that the policy takes after it count, also those about earlier jobs. The wall
// time per decision is that of the whole run.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class Decisions final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"decisions", "decisions", "number of tasks that the policy sent"},
        {"decision_wall_s", "s", "wall-clock time in the policy / decisions", true, false},
        {"decision_wait_s", "s",
         "mean time that the decisions of a pass waited for a busy scheduler or a busy host"},
        {"decision_wait_max_s", "s",
         "maximum time that the decisions of a pass waited for a busy scheduler or a busy host"},
    };
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<PassStarted>(); }
  void begin_period(Time now) override { begin_ = now; }
  void observe(Time now, Event event) override {
    const auto* pass = event.as<PassStarted>();
    if (pass == nullptr || now - pass->waited < begin_) return;
    ++passes_;
    waited_ += pass->waited.seconds();
    longest_ = std::max(longest_, pass->waited);
  }
  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const auto count = static_cast<double>(run.decisions);
    metrics.push_back({"decisions", "", static_cast<double>(run.decisions - run.decisions_before)});
    if (count > 0) metrics.push_back({"decision_wall_s", "", run.policy_seconds / count});
    if (passes_ == 0) return;
    metrics.push_back({"decision_wait_s", "", waited_ / static_cast<double>(passes_)});
    metrics.push_back({"decision_wait_max_s", "", longest_.seconds()});
  }

 private:
  std::uint64_t passes_ = 0;
  double waited_ = 0;
  Duration longest_;
  Time begin_;  ///< End of the warm-up.
};

const Register<MetricProbe, Decisions> registered{"decisions",
                                                  "number of decisions and the time they take"};

}  // namespace
}  // namespace kairos
