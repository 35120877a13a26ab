// Energy-delay product: the oldest ready task goes to the element with the lowest
//
//   energy * delay^exponent,  delay = finish - when it became ready
// exponent 0 is plain energy, 1 the energy-delay product, 2 weighs time more. Between equals the
// earlier finish wins.
//
// Gonzalez, Horowitz: Energy dissipation in general purpose microprocessors, IEEE J. Solid-State
// Circuits 31(9), 1996, as a measure of circuits; here for one task at a time.
#include <cmath>
#include <utility>

#include "policies/scoring_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class EnergyDelay final : public ScoringPolicy<std::pair<double, Time>> {
 public:
  struct Options {
    double exponent = 1;

    void describe(Fields& f) {
      f("exponent", exponent, "weight of time; 0 is plain energy").not_negative();
    }
  };
  explicit EnergyDelay(const Options& options) : exponent_(options.exponent) {}

 private:
  std::pair<double, Time> score(TaskRef task, ElementId element, const SystemView& view) override {
    const Time finish = view.estimate(task, element).finish;
    const Duration delay = finish - view.ready_since(task);
    return {view.energy(task, element).value() * std::pow(delay.seconds(), exponent_), finish};
  }

  double exponent_;
};

const Register<Policy, EnergyDelay> registered{
    "energy_delay", "oldest ready task, lowest energy times delay (EDP)"};

}  // namespace
}  // namespace kairos
