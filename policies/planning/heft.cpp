// HEFT, heterogeneous earliest finish time: tasks by descending upward rank, each to the element
// where it finishes first, gaps included.
//
// Topcuoglu, Hariri, Wu: Performance-effective and low-complexity task scheduling for heterogeneous
// computing, IEEE TPDS 13(3), 2002. Its example: makespan 80. In a stream every arriving job is
// planned around what is already promised.
#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Heft final : public PlanningPolicy {
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    for (const TaskId task : order_by_rank(problem.graph(), upward_ranks(problem))) {
      schedule.place(schedule.best_fit(task));
    }
  }
};

const Register<Policy, Heft> registered{"heft",
                                        "highest upward rank first, earliest finish (HEFT)"};

}  // namespace
}  // namespace kairos
