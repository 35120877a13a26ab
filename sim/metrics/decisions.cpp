// What the policy itself cost: decisions taken and the wall time of one.
//
// The wall time is estimated from one question in 64 and differs from run to run; it says how fast
// a policy is here and now, and takes no part in the simulation.
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
    };
  }
  void observe(Time, Event) override {}
  [[nodiscard]] EventSet wants() const override { return EventSet::of<>(); }
  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const auto count = static_cast<double>(run.decisions);
    metrics.push_back({"decisions", "", count});
    metrics.push_back({"decision_wall_s", "", count > 0 ? run.policy_seconds / count : 0});
  }
};

const Register<MetricProbe, Decisions> registered{"decisions", "what the policy itself costs"};

}  // namespace
}  // namespace kairos
