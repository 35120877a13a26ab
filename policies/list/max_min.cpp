// Max-min: each ready task chooses the element where it finishes first, and the task whose finish
// is the latest goes first, so that long tasks do not trail behind.
//
// Ibarra, Kim: Heuristic algorithms for scheduling independent tasks on nonidentical processors,
// JACM 24, 1977. Here the rule applies to the tasks that are ready at an event, or with `plan` to
// the tasks whose inputs are planned. On the example graph of Topcuoglu et al. (2002) the planned
// makespan is 97.
#include "policies/placement.hpp"
#include "policies/planning/greedy_plan.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class MaxMin final : public GreedyPolicy {
  using GreedyPolicy::GreedyPolicy;

  std::optional<Decision> decide_now(const SystemView& view) override {
    std::optional<Decision> best;
    Time latest;
    for (const TaskRef task : view.ready()) {
      const Placement placement = earliest_finish(task, view);
      if (!best || placement.finish > latest) {
        latest = placement.finish;
        best = Decision{task, placement.element};
      }
    }
    return best;
  }

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    plan_greedily(problem, schedule, Earliest::finish,
                  [](const OpenPlacement& p) { return -p.best.finish.picoseconds(); });
  }
};

const Register<Policy, MaxMin> registered{
    "max_min", "ready task with the latest earliest finish first (Ibarra and Kim 1977)"};

}  // namespace
}  // namespace kairos
