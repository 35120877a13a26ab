// Round robin: the oldest ready task goes to the next element in turn that can run it.
#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class RoundRobin final : public Policy {
 public:
  void begin(const SystemView&) override { next_ = 0; }

  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    const auto elements = view.elements_for(task);
    auto chosen = std::ranges::find_if(elements, [&](ElementId e) { return index(e) >= next_; });
    if (chosen == elements.end()) chosen = elements.begin();
    next_ = index(*chosen) + 1;
    return Decision{task, *chosen};
  }

 private:
  std::size_t next_ = 0;
};

const Register<Policy, RoundRobin> registered{"round_robin",
                                              "oldest ready task, the next element in turn"};

}  // namespace
}  // namespace kairos
