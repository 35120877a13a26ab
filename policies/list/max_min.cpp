// Max-min: for each ready task find the element where it finishes first; the task that finishes
// last of all goes first, so that long tasks do not trail behind.
//
// Ibarra, Kim: Heuristic algorithms for scheduling independent tasks on nonidentical processors,
// JACM 24, 1977; here over the tasks that are ready when something changes, or with `plan` over
// those whose inputs are planned. Planned, the canonical graph takes 97.
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

const Register<Policy, MaxMin> registered{"max_min",
                                          "the ready task whose best finish is latest goes first"};

}  // namespace
}  // namespace kairos
