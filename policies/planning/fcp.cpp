// FCP, fast critical path: of the open tasks the one with the longest path to the exit goes to one
// of two elements, its enabling one, where its last message comes from, or the one that is idle
// first.
//
// Radulescu, van Gemund: On the complexity of list scheduling algorithms for distributed-memory
// systems, ICS 1999; for unequal elements: Fast and effective task scheduling in heterogeneous
// systems, HCW 2000.
// Departures: the path length is the upward rank, by mean costs; elements are compared by finish
// instead of start, since they differ; "idle first" is among those that can run the task; all open
// tasks are kept sorted, where the paper may bound the list by the number of elements.
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
    "fcp", "longest path first, on its enabling or the first idle element (FCP)"};

}  // namespace
}  // namespace kairos
