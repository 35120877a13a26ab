// Least loaded: the oldest ready task goes to the element with the fewest tasks.
#include "policies/scoring_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class LeastLoaded final : public ScoringPolicy<std::size_t> {
  std::size_t score(TaskRef, ElementId element, const SystemView& view) override {
    return view.load(element);
  }
};

const Register<Policy, LeastLoaded> registered{"least_loaded",
                                               "oldest ready task, element with the fewest tasks"};

}  // namespace
}  // namespace kairos
