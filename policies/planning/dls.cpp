// DLS, dynamic level scheduling: of all open tasks and elements, the pair with the highest dynamic
// level comes next.
//
//   DL(i, p) = SL(i) - max(data there, element free) + (E(i) - w(i, p))
// E(i) is the median of w(i, p) over the elements, and SL(i) is the largest sum of such medians on
// a path from i to the exit. The start plus w is the finish, so the pair minimises finish - SL - E.
//
// Sih, Lee: A compile-time scheduling heuristic for interconnection-constrained heterogeneous
// processor architectures, IEEE TPDS 4(2), 1993. On the example graph of Topcuoglu et al. (2002)
// the makespan is 91. Departure: data travels over an uncontended interconnect, while the paper
// reserves its links.
#include <algorithm>

#include "policies/planning/greedy_plan.hpp"
#include "policies/planning/open_pairs.hpp"
#include "policies/planning/planning_policy.hpp"
#include "sim/base/registry.hpp"
#include "workloads/graph_algorithms.hpp"

namespace kairos {
namespace {

Duration median_duration(const PlanningProblem& problem, TaskId task) {
  std::vector<Duration> durations;
  for (const ElementId e : problem.elements_for(task)) {
    durations.push_back(problem.duration(task, e));
  }
  std::ranges::sort(durations);
  const Duration below = durations[(durations.size() - 1) / 2];
  const Duration above = durations[durations.size() / 2];
  return below + Duration::picoseconds((above - below).picoseconds() / 2);
}

class Dls final : public PlanningPolicy {
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    const JobGraph& graph = problem.graph();
    IdVector<TaskId, Duration> median;
    median.reserve(graph.size());
    for (const TaskId task : ids<TaskId>(graph.size())) {
      median.push_back(median_duration(problem, task));
    }
    const auto level = longest_to_exit<Duration>(graph, [&](TaskId task) { return median[task]; });
    if (schedule.is_empty()) {
      plan_alone(problem, schedule, level, median);
      return;
    }
    plan_greedily(problem, schedule, Earliest::finish, [&](const OpenPlacement& p) {
      return p.best.finish - level[p.best.task] - median[p.best.task];
    });
  }

  /// Makes the same plan faster, for elements on which nothing else is promised.
  static void plan_alone(const PlanningProblem& problem, PartialSchedule& schedule,
                         const IdVector<TaskId, Duration>& level,
                         const IdVector<TaskId, Duration>& median) {
    OpenTasks open(problem, schedule);
    OpenPairs pairs(problem, open, schedule, OpenPairs::Prefer::early);
    while (!open.empty()) {
      for (const TaskId task : open.fresh()) {
        const Duration gain = level[task] + median[task];
        for (const ElementId e : problem.elements_for(task)) {
          pairs.add(task, e, (problem.duration(task, e) - gain).picoseconds());
        }
      }
      const OpenPairs::Pair next = pairs.smallest();
      open.place(open.append(next.task, next.element));
    }
  }
};

const Register<Policy, Dls> registered{
    "dls", "pair of task and element with the highest dynamic level first (DLS, Sih and Lee 1993)"};

}  // namespace
}  // namespace kairos
