// Sufferage: the ready task that would lose most without its best element goes first, to that
// element.
//
//   sufferage = second best finish - best finish, over different elements
// A task that only one element can run has an infinite sufferage, so it goes before all others.
//
// Maheswaran, Ali, Siegel, Hensgen, Freund: Dynamic mapping of a class of independent tasks onto
// heterogeneous computing systems, JPDC 59, 1999. Here the rule applies to the tasks that are ready
// at an event, or with `plan` to the tasks whose inputs are planned. On the example graph of
// Topcuoglu et al. (2002) the planned makespan is 76. Departure: finishes are computed again after
// every assignment, while the paper assigns each element once per round.
#include "policies/placement.hpp"
#include "policies/planning/greedy_plan.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

Duration sufferage(Time best, Time second) {
  return second == Time::never() ? Duration::max() : second - best;
}

class Sufferage final : public GreedyPolicy {
  using GreedyPolicy::GreedyPolicy;

  std::optional<Decision> decide_now(const SystemView& view) override {
    std::optional<Decision> chosen;
    Duration most;
    for (const TaskRef task : view.ready()) {
      const TaskView candidate = view.look_at(task);
      Time best = Time::never();
      Time second = Time::never();
      ElementId best_element{};
      for (const ElementId element : candidate.elements()) {
        const Time finish = candidate.estimate(element).finish;
        if (finish < best) {
          second = best;
          best = finish;
          best_element = element;
        } else {
          second = std::min(second, finish);
        }
      }
      if (!chosen || sufferage(best, second) > most) {
        most = sufferage(best, second);
        chosen = Decision{task, best_element};
      }
    }
    return chosen;
  }

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    plan_greedily(problem, schedule, Earliest::finish, [](const OpenPlacement& p) {
      return -sufferage(p.best.finish, p.second.finish).picoseconds();
    });
  }
};

const Register<Policy, Sufferage> registered{
    "sufferage",
    "ready task that loses most on its second-best element first (Maheswaran et al. 1999)"};

}  // namespace
}  // namespace kairos
