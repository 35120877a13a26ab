// Energy-delay product: the oldest ready task goes to the element with the lowest product of energy
// and delay:
//
//   energy * delay^exponent                                           (policies/energy_delay.hpp)
//
// Gonzalez, Horowitz: Energy dissipation in general purpose microprocessors, IEEE J. Solid-State
// Circuits 31(9), 1996, propose the product as a measure of circuits.
#include "policies/energy_delay.hpp"

#include "policies/scoring_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class EnergyDelayPolicy final : public ScoringPolicy<EnergyDelay::Score> {
 public:
  using Options = EnergyDelay;
  explicit EnergyDelayPolicy(const Options& options) : options_(options) {}

 private:
  EnergyDelay::Score score(TaskRef task, ElementId element, const SystemView& view) override {
    return options_.score(view.energy(task, element), view.ready_since(task),
                          view.estimate(task, element).finish);
  }

  Options options_;
};

const Register<Policy, EnergyDelayPolicy> registered{
    "energy_delay",
    "oldest ready task, element with the lowest energy-delay product (EDP, Gonzalez and Horowitz "
    "1996)"};

}  // namespace
}  // namespace kairos
