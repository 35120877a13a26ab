// Linear clustering: the longest path through the graph becomes a cluster, is taken out, and so on
// until no task is left; a cluster runs on one element, so that its transfers cost nothing.
//
// Clusters, in this order, go to the element where they would be done first by the work it already
// has; the tasks, by descending upward rank, then take the first gap there.
//
// Kim, Browne: A general approach to mapping of parallel computations upon multiprocessor
// architectures, ICPP 1988.
// Departures: path lengths are by mean costs. The paper's processors are equal and as many as there
// are clusters; here they are few and differ, so clusters are laid together as said above. A task
// that the element of its cluster cannot run goes where it finishes first.
#include <algorithm>
#include <tuple>

#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using Path = std::vector<TaskId>;

class LinearClusters {
 public:
  explicit LinearClusters(const PlanningProblem& problem)
      : problem_(problem),
        taken_(problem.task_count()),
        length_(problem.task_count()),
        next_(problem.task_count()) {}

  /// The longest path that is left; empty at the end.
  Path take_longest() {
    std::optional<TaskId> at = measure();
    Path path;
    while (at) {
      path.push_back(*at);
      taken_[*at] = true;
      at = next_[*at];
    }
    return path;
  }

 private:
  /// Lengths to the exit over what is left; returns where the longest path begins.
  std::optional<TaskId> measure() {
    const JobGraph& graph = problem_.graph();
    const auto order = graph.topological_order();
    std::optional<TaskId> longest;
    for (auto task = order.rbegin(); task != order.rend(); ++task) {
      if (taken_[*task]) continue;
      double rest = 0;
      next_[*task].reset();
      for (const Edge& output : graph.outputs(*task)) {
        if (taken_[output.task]) continue;
        const double length = problem_.mean_transfer(output.bytes) + length_[output.task];
        if (next_[*task] && length <= rest) continue;
        rest = length;
        next_[*task] = output.task;
      }
      length_[*task] = problem_.mean_duration(*task) + rest;
      if (!longest || length_[*task] >= length_[*longest]) longest = *task;
    }
    return longest;
  }

  const PlanningProblem& problem_;
  IdVector<TaskId, bool> taken_;
  Ranks length_;
  IdVector<TaskId, std::optional<TaskId>> next_;
};

class LinearClustering final : public PlanningPolicy {
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    IdVector<TaskId, ElementId> element_of(problem.task_count());
    IdVector<ElementId, Time> busy_until;
    busy_until.reserve(problem.element_count());
    for (const ElementId e : ids<ElementId>(problem.element_count())) {
      busy_until.push_back(schedule.busy_until(e));
    }
    LinearClusters clusters(problem);
    for (Path path = clusters.take_longest(); !path.empty(); path = clusters.take_longest()) {
      const ElementId element = element_for(problem, path, busy_until);
      for (const TaskId task : path) {
        element_of[task] = element;
        if (problem.can_run(task, element)) busy_until[element] += problem.duration(task, element);
      }
    }
    for (const TaskId task : order_by_rank(problem.graph(), upward_ranks(problem))) {
      const ElementId element = element_of[task];
      schedule.place(problem.can_run(task, element) ? schedule.fit(task, element)
                                                    : schedule.best_fit(task));
    }
  }

  /// Of the elements that can run most of the path, the one that would be done first.
  static ElementId element_for(const PlanningProblem& problem, const Path& path,
                               const IdVector<ElementId, Time>& busy_until) {
    ElementId best{};
    std::tuple lowest{path.size() + 1, Time{}};
    for (const ElementId element : ids<ElementId>(problem.element_count())) {
      std::size_t missing = 0;
      Time done = busy_until[element];
      for (const TaskId task : path) {
        if (problem.can_run(task, element)) {
          done += problem.duration(task, element);
        } else {
          ++missing;
        }
      }
      const std::tuple cost{missing, done};
      if (cost < lowest) {
        lowest = cost;
        best = element;
      }
    }
    return best;
  }
};

const Register<Policy, LinearClustering> registered{
    "linear_clustering", "longest paths as clusters, a cluster on one element"};

}  // namespace
}  // namespace kairos
