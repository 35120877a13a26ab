// Min-min: for each ready task find the element where it finishes first; the task that finishes
// first of all goes first.
//
// Ibarra, Kim: Heuristic algorithms for scheduling independent tasks on nonidentical processors,
// JACM 24, 1977; here over the tasks that are ready when something changes, or with `plan` over
// those whose inputs are planned. Planned, the canonical graph takes 76.
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

const Register<Policy, MinMin> registered{"min_min",
                                          "the ready task that can finish first goes first"};

}  // namespace
}  // namespace kairos
