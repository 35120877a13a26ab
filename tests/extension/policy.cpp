// A policy in one file: the first ready task goes to the last element that can run it.
#include "policies/policy.hpp"

#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class LastElement final : public Policy {
 public:
  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = *view.ready().begin();
    return Decision{task, view.elements_for(task).back()};
  }
};

const Register<Policy, LastElement> registered{"last_element", "the last element for every task"};

}  // namespace
}  // namespace kairos
