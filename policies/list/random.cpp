// Random: the oldest ready task goes to any element that can run it, each with the same
// probability. Every comparison should show this lower reference.
#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class RandomElement final : public Policy {
 public:
  void begin(const SystemView& view) override { random_ = Random::stream(view.seed(), "policy"); }

  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    const auto elements = view.elements_for(task);
    return Decision{task, elements[random_.index(elements.size())]};
  }

 private:
  Random random_{0};
};

const Register<Policy, RandomElement> registered{"random", "oldest ready task, random element"};

}  // namespace
}  // namespace kairos
