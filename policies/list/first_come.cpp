// First come, first served: the oldest ready task for which an element is idle goes to the first
// such element; nothing is sent to a busy one.
#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class FirstCome final : public Policy {
 public:
  std::optional<Decision> decide(const SystemView& view) override {
    for (const TaskRef task : view.ready()) {
      for (const ElementId element : view.elements_for(task)) {
        if (view.is_idle(element)) return Decision{task, element};
      }
    }
    return std::nullopt;
  }
};

const Register<Policy, FirstCome> registered{
    "first_come", "oldest ready task, first idle element, else wait (FCFS)"};

}  // namespace
}  // namespace kairos
