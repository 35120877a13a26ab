// What the policy itself cost: decisions taken, the wall time of one, and, with decision time, how
// long decisions waited for the scheduler to work on them.
//
//   decision_wait = begin of a pass - when the policy took its decisions, mean over passes
//
// Example: passes of 2 us asked for at 0 and 1 us begin at 0 and 2 us: 0.5 us.
// The wall time is estimated from one question in 64 and differs from run to run; it says how fast
// a policy is here and now, and takes no part in the simulation.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class Decisions final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"decisions", "decisions", "tasks that the policy sent"},
        {"decision_wall_s", "s", "wall time in the policy / decisions", true, false},
        {"decision_wait_s", "s",
         "mean time that the decisions of a pass waited for a busy scheduler or a busy host"},
        {"decision_wait_max_s", "s",
         "maximum time for which the decisions of a pass waited for the scheduler"},
    };
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<PassStarted>(); }
  void observe(Time, Event event) override {
    const auto* pass = event.as<PassStarted>();
    if (pass == nullptr) return;
    ++passes_;
    waited_ += pass->waited.seconds();
    longest_ = std::max(longest_, pass->waited);
  }
  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const auto count = static_cast<double>(run.decisions);
    metrics.push_back({"decisions", "", count});
    if (count > 0) metrics.push_back({"decision_wall_s", "", run.policy_seconds / count});
    if (passes_ == 0) return;
    metrics.push_back({"decision_wait_s", "", waited_ / static_cast<double>(passes_)});
    metrics.push_back({"decision_wait_max_s", "", longest_.seconds()});
  }

 private:
  std::uint64_t passes_ = 0;
  double waited_ = 0;
  Duration longest_;
};

const Register<MetricProbe, Decisions> registered{"decisions", "what the policy itself costs"};

}  // namespace
}  // namespace kairos
