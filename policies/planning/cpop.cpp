// CPOP, critical path on a processor: the tasks of the critical path go to the one element that
// runs the whole path fastest, all others to the element where they finish first, gaps included.
//
// Topcuoglu, Hariri, Wu: Performance-effective and low-complexity task scheduling for heterogeneous
// computing, IEEE TPDS 13(3), 2002. On the paper's example the makespan is 86 and the critical path
// 1, 2, 9, 10 runs on P2. Beyond the paper: if no element can run the whole path, a path task that
// the chosen element cannot run is placed like any other.
#include <algorithm>
#include <tuple>

#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// Returns the path from the entry task with the highest priority along outputs of the highest
/// priority; ties go to the lowest id.
std::vector<TaskId> critical_path(const JobGraph& graph, const Ranks& priorities) {
  const auto priority = comparable(priorities);
  std::optional<TaskId> at;
  for (const TaskId task : ids<TaskId>(graph.size())) {
    if (graph.inputs(task).empty() && (!at || priority[task] > priority[*at])) at = task;
  }
  std::vector<TaskId> path;
  while (at) {
    path.push_back(*at);
    const auto outputs = graph.outputs(*at);
    const auto next =
        std::ranges::max_element(outputs, {}, [&](const Edge& e) { return priority[e.task]; });
    at = next == outputs.end() ? std::nullopt : std::optional(next->task);
  }
  return path;
}

/// Returns the element that can run most of the path, then the one that runs it fastest. Ties go to
/// the element that is free first, so that the jobs of a stream do not all meet on one core.
ElementId path_element(const PlanningProblem& problem, const std::vector<TaskId>& path,
                       const PartialSchedule& schedule) {
  ElementId best{};
  std::tuple lowest{path.size() + 1, Duration{}, Time{}};
  for (const ElementId element : ids<ElementId>(problem.element_count())) {
    std::size_t missing = 0;
    Duration sum;
    for (const TaskId task : path) {
      if (problem.can_run(task, element)) {
        sum += problem.duration(task, element);
      } else {
        ++missing;
      }
    }
    const std::tuple cost{missing, sum, schedule.busy_until(element)};
    if (cost < lowest) {
      lowest = cost;
      best = element;
    }
  }
  return best;
}

class Cpop final : public PlanningPolicy {
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    Ranks priority = upward_ranks(problem);
    const Ranks downward = downward_ranks(problem);
    for (const TaskId task : ids<TaskId>(priority.size())) priority[task] += downward[task];

    const std::vector<TaskId> path = critical_path(problem.graph(), priority);
    const ElementId element = path_element(problem, path, schedule);
    IdVector<TaskId, bool> on_path(problem.task_count());
    for (const TaskId task : path) on_path[task] = problem.can_run(task, element);

    for (const TaskId task : order_by_rank(problem.graph(), priority)) {
      schedule.place(on_path[task] ? schedule.fit(task, element) : schedule.best_fit(task));
    }
  }
};

const Register<Policy, Cpop> registered{"cpop",
                                        "critical path on the element that runs it fastest, other "
                                        "tasks by earliest finish (CPOP, Topcuoglu et al. 2002)"};

}  // namespace
}  // namespace kairos
