// Earliest finish time (EFT), also called minimum completion time (MCT): the oldest ready task goes
// to the element on which it will finish first, queues and transfers included.
//
// Maheswaran, Ali, Siegel, Hensgen, Freund: Dynamic mapping of a class of independent tasks onto
// heterogeneous computing systems, JPDC 59, 1999. Every other policy should beat this baseline.
// `plan` places tasks in the order in which their inputs are planned. On the example graph of
// Topcuoglu et al. (2002) the planned makespan is 80.
#include "policies/placement.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class EarliestFinish final : public GreedyPolicy {
  using GreedyPolicy::GreedyPolicy;

  std::optional<Decision> decide_now(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    return Decision{task, earliest_finish(task, view).element};
  }

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    for (const TaskId task : order_of_completion(problem.graph())) {
      PlannedTask best{task, {}, Time::never(), Time::never(), 0};
      for (const ElementId element : problem.elements_for(task)) {
        const PlannedTask planned = schedule.append(task, element);
        if (planned.finish < best.finish) best = planned;
      }
      schedule.place(best);
    }
  }
};

const Register<Policy, EarliestFinish> registered{
    "earliest_finish",
    "oldest ready task, element where it finishes first (EFT, MCT, Maheswaran et al. 1999)"};

}  // namespace
}  // namespace kairos
