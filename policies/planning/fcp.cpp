// FCP, fast critical path: the open task with the longest path to the exit goes to its enabling
// element (the sender of its last message) or to the element that is idle first, whichever finishes
// it first.
//
// Radulescu, van Gemund: On the complexity of list scheduling algorithms for distributed-memory
// systems, ICS 1999; for unequal elements: Fast and effective task scheduling in heterogeneous
// systems, HCW 2000. Departures: the path length is the upward rank, by mean costs. Elements are
// compared by finish instead of start, because they differ. The element that is idle first is
// chosen among those that can run the task. All open tasks are kept sorted, while the paper may
// bound the list by the number of elements.
#include <tuple>

#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "policies/planning/two_elements.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Fcp final : public PlanningPolicy {
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    for (const TaskId task : order_by_rank(problem.graph(), upward_ranks(problem))) {
      PlannedTask best = schedule.append(task, first_idle(problem, schedule, task));
      if (const auto enabling = last_message(problem, schedule, task).enabling) {
        const PlannedTask there = schedule.append(task, *enabling);
        if (std::tuple(there.finish, there.element) < std::tuple(best.finish, best.element)) {
          best = there;
        }
      }
      schedule.place(best);
    }
  }
};

const Register<Policy, Fcp> registered{
    "fcp",
    "longest path to the exit first, on the last input's sender or the first idle element (FCP, "
    "Radulescu and van Gemund 1999)"};

}  // namespace
}  // namespace kairos
