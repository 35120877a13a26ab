// Min-min: each ready task chooses the element where it finishes first, and the task whose finish
// is the earliest goes first.
//
// Ibarra, Kim: Heuristic algorithms for scheduling independent tasks on nonidentical processors,
// JACM 24, 1977. Here the rule applies to the tasks that are ready at an event, or with `plan` to
// the tasks whose inputs are planned. On the example graph of Topcuoglu et al. (2002) the planned
// makespan is 76.
#include "policies/placement.hpp"
#include "policies/planning/greedy_plan.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class MinMin final : public GreedyPolicy {
  using GreedyPolicy::GreedyPolicy;

  std::optional<Decision> decide_now(const SystemView& view) override {
    Decision best;
    Time earliest = Time::never();
    for (const TaskRef task : view.ready()) {
      const Placement placement = earliest_finish(task, view);
      if (placement.finish < earliest) {
        earliest = placement.finish;
        best = {task, placement.element};
      }
    }
    return best;
  }

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    plan_greedily(problem, schedule, Earliest::finish,
                  [](const OpenPlacement& p) { return p.best.finish; });
  }
};

const Register<Policy, MinMin> registered{
    "min_min", "ready task with the earliest finish first (Ibarra and Kim 1977)"};

}  // namespace
}  // namespace kairos
