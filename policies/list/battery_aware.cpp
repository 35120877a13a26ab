// Battery-aware: the oldest ready task goes to the element with the lowest product of energy and
// delay, weighted by the state of charge:
//
//   score = energy^w * delay^(1 - w),   delay = finish - when it became ready
//   w = 0 at a state of charge of `from` or more; w rises linearly to 1 at an empty battery
//
// With a full battery the rule is earliest finish; the emptier the battery, the more energy counts.
// Example: with `from` 0.5 and 25 % charge, w is 0.5, so an element that needs a quarter of the
// energy may take up to four times as long. The rule is our own. Without a battery it is earliest
// finish.
#include <algorithm>
#include <cmath>

#include "policies/scoring_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class BatteryAware final : public ScoringPolicy<double> {
 public:
  struct Options {
    double from = 1;

    void describe(Fields& f) {
      f("from", from,
        "state of charge below which energy counts, with a weight that rises to 1 at an empty "
        "battery")
          .between(0.01, 1.0);
    }
  };
  explicit BatteryAware(const Options& options) : from_(options.from) {}

 private:
  double score(TaskRef task, ElementId element, const SystemView& view) override {
    const double weight = std::clamp(1 - view.state_of_charge() / from_, 0.0, 1.0);
    const Duration delay = view.estimate(task, element).finish - view.ready_since(task);
    if (weight == 0) return delay.seconds();
    return std::pow(view.energy(task, element).value(), weight) *
           std::pow(delay.seconds(), 1 - weight);
  }

  double from_;
};

const Register<Policy, BatteryAware> registered{
    "battery_aware",
    "oldest ready task, element with the lowest energy^w * delay^(1-w); w rises as the battery "
    "empties"};

}  // namespace
}  // namespace kairos
