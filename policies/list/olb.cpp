// Opportunistic load balancing (OLB): the oldest ready task goes to the element that is free first,
// whatever its execution time there and wherever its data is.
//
// Braun et al.: A comparison of eleven static heuristics for mapping a class of independent tasks
// onto heterogeneous distributed computing systems, JPDC 61, 2001. `plan` places tasks in the order
// in which their inputs are planned. On the example graph of Topcuoglu et al. (2002) the planned
// makespan is 102.
#include "policies/planning/greedy_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class OpportunisticLoadBalancing final : public GreedyPolicy {
  using GreedyPolicy::GreedyPolicy;

  std::optional<Decision> decide_now(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    return Decision{task, *std::ranges::min_element(view.elements_for(task), {},
                                                    [&](ElementId e) { return view.free_at(e); })};
  }

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    for (const TaskId task : order_of_completion(problem.graph())) {
      const ElementId free = *std::ranges::min_element(
          problem.elements_for(task), {}, [&](ElementId e) { return schedule.busy_until(e); });
      schedule.place(schedule.append(task, free));
    }
  }
};

const Register<Policy, OpportunisticLoadBalancing> registered{
    "olb", "oldest ready task, element that becomes free first (OLB, Braun et al. 2001)"};

}  // namespace
}  // namespace kairos
