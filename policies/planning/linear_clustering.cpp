// Linear clustering: the longest path through the graph becomes a cluster and is removed, until no
// task is left. A cluster runs on one element, so that its transfers cost nothing.
//
// In this order each cluster goes to the element that would finish it first after the work already
// assigned there. The tasks, by descending upward rank, then take the first gap on their element.
//
// Kim, Browne: A general approach to mapping of parallel computations upon multiprocessor
// architectures, ICPP 1988. Departures: path lengths use mean costs. The paper has as many equal
// processors as clusters; here elements are few and differ, so they share clusters as described
// above. A task that the element of its cluster cannot run goes to the element where it finishes
// first.
#include <algorithm>
#include <queue>
#include <set>
#include <tuple>

#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using Path = std::vector<TaskId>;

/// The longest paths to the exit over the remaining graph. Lengths only decrease: after a path has
/// been taken out, its predecessors are measured again, and their predecessors if they have
/// changed.
class LinearClusters {
 public:
  explicit LinearClusters(const PlanningProblem& problem)
      : problem_(problem),
        place_(problem.task_count()),
        taken_(problem.task_count()),
        length_(problem.task_count()),
        next_(problem.task_count()) {
    const auto order = problem.graph().topological_order();
    for (std::size_t i = 0; i < order.size(); ++i) place_[order[i]] = i;
    for (auto task = order.rbegin(); task != order.rend(); ++task) {
      measure(*task);
      longest_.push({length_[*task], place_[*task], *task});
    }
  }

  /// Removes and returns the longest remaining path; empty at the end.
  Path take_longest() {
    std::optional<TaskId> at = longest();
    Path path;
    while (at) {
      path.push_back(*at);
      taken_[*at] = true;
      at = next_[*at];
    }
    measure_what_led_into(path);
    return path;
  }

 private:
  struct Length {
    double length = 0;
    std::size_t place = 0;
    TaskId task{};
    /// A priority queue returns the largest first; ties go to the first in topological order.
    bool operator<(const Length& other) const {
      return length != other.length ? length < other.length : place > other.place;
    }
  };

  /// Returns the first task of the longest path.
  std::optional<TaskId> longest() {
    while (!longest_.empty()) {
      const Length top = longest_.top();
      if (!taken_[top.task] && top.length == length_[top.task]) return top.task;
      longest_.pop();
      if (!taken_[top.task]) longest_.push({length_[top.task], top.place, top.task});
    }
    return std::nullopt;
  }

  /// Measures a task's length; returns true if it has changed.
  bool measure(TaskId task) {
    double rest = 0;
    next_[task].reset();
    for (const Edge& output : problem_.graph().outputs(task)) {
      if (taken_[output.task]) continue;
      const double length = problem_.mean_transfer(output.bytes) + length_[output.task];
      if (next_[task] && length <= rest) continue;
      rest = length;
      next_[task] = output.task;
    }
    const double before = length_[task];
    length_[task] = problem_.mean_duration(task) + rest;
    return length_[task] != before;
  }

  void measure_what_led_into(const Path& path) {
    for (const TaskId task : path) add_inputs(task);
    while (!changed_.empty()) {
      const TaskId task = problem_.graph().topological_order()[*changed_.rbegin()];
      changed_.erase(std::prev(changed_.end()));
      if (measure(task)) add_inputs(task);
    }
  }
  void add_inputs(TaskId task) {
    for (const Edge& input : problem_.graph().inputs(task)) {
      if (!taken_[input.task]) changed_.insert(place_[input.task]);
    }
  }

  const PlanningProblem& problem_;
  IdVector<TaskId, std::size_t> place_;  ///< Positions in topological order.
  IdVector<TaskId, bool> taken_;
  Ranks length_;
  IdVector<TaskId, std::optional<TaskId>> next_;
  std::priority_queue<Length> longest_;  ///< Lengths may have decreased since.
  std::set<std::size_t> changed_;        ///< Positions of tasks to measure again.
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

  /// Returns the element that would finish first, of those that can run most of the path.
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
    "linear_clustering",
    "longest paths become clusters, each of which runs on one element (Kim and Browne 1988)"};

}  // namespace
}  // namespace kairos
