// Lookahead HEFT: tasks by descending upward rank; each is tried on every element and placed on the
// one where the consumers of its output would finish first.
//
// On trial, the consumers are placed one after the other by descending upward rank, each where it
// finishes first, gaps included; inputs that are not placed yet are ignored. The element is judged
// by the latest of their finishes. A task without consumers is judged by its own finish.
//
// Bittencourt, Sakellariou, Madeira: DAG scheduling using a lookahead variant of the heterogeneous
// earliest finish time algorithm, PDP 2010; this is the first of its variants. On the example of
// Arabnejad and Barbosa (2014) the makespan is 127.
#include <algorithm>

#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class LookaheadHeft final : public PlanningPolicy {
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    const std::vector<TaskId> order = order_by_rank(problem.graph(), upward_ranks(problem));
    IdVector<TaskId, std::size_t> place_in_order(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) place_in_order[order[i]] = i;
    std::vector<TaskId> outputs;
    for (const TaskId task : order) {
      outputs.clear();
      for (const Edge& output : problem.graph().outputs(task)) outputs.push_back(output.task);
      std::ranges::sort(outputs, {}, [&](TaskId output) { return place_in_order[output]; });
      schedule.place(best_for_outputs(problem.elements_for(task), task, outputs, schedule));
    }
  }

  static PlannedTask best_for_outputs(std::span<const ElementId> elements, TaskId task,
                                      const std::vector<TaskId>& outputs,
                                      PartialSchedule& schedule) {
    PlannedTask best{};
    Time earliest = Time::never();
    for (const ElementId element : elements) {
      const PlannedTask planned = schedule.fit(task, element);
      schedule.place(planned);
      const Time last = outputs.empty() ? planned.finish : last_finish(outputs, schedule);
      schedule.undo();
      if (last < earliest) {
        earliest = last;
        best = planned;
      }
    }
    return best;
  }

  static Time last_finish(const std::vector<TaskId>& outputs, PartialSchedule& schedule) {
    Time last;
    for (const TaskId output : outputs) {
      schedule.place(schedule.best_fit(output));
      last = std::max(last, schedule.of(output).finish);
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) schedule.undo();
    return last;
  }
};

const Register<Policy, LookaheadHeft> registered{
    "lookahead_heft",
    "HEFT that judges an element by the finish of the task's children (lookahead, Bittencourt et "
    "al. 2010)"};

}  // namespace
}  // namespace kairos
