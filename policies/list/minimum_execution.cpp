// Minimum execution time (MET): the oldest ready task goes to its fastest element, however long the
// queue there. Between equally fast ones, to the one with the fewest tasks, as in DS3.
//
// Braun et al.: A comparison of eleven static heuristics for mapping a class of independent tasks onto
// heterogeneous distributed computing systems, JPDC 61, 2001.
#include <utility>

#include "policies/scoring_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using TimeThenLoad = std::pair<Duration, std::size_t>;

class MinimumExecution final : public ScoringPolicy<TimeThenLoad> {
  TimeThenLoad score(TaskRef task, ElementId element, const SystemView& view) override {
    return {view.duration(task, element), view.load(element)};
  }
};

const Register<Policy, MinimumExecution> registered{
    "minimum_execution", "oldest ready task, fastest element, queues ignored (MET)"};

}  // namespace
}  // namespace kairos
