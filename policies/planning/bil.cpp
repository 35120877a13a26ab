// BIL, best imaginary level: tasks are ordered and placed by the length of the rest of the graph if
// every later task could have the element it prefers.
//
//   BIL(i, p) = w(i, p) + max over outputs k of
//                 min(BIL(k, p), min over q != p of BIL(k, q) + c(p, q))
//   BIM(i, p) = earliest start of i on p + BIL(i, p)
// With n open tasks on P elements, the priority of a task is its n-th smallest BIM, or the largest
// if there are fewer. The task with the highest priority comes next, on the element with the
// smallest BIM(i, p) + w(i, p) max(n / P - 1, 0).
//
// Oh, Ha: A static scheduling heuristic for heterogeneous processors, Euro-Par 1996. Departures: c
// is the transfer time of the route from p to q, because routes may differ. Equal priorities go to
// the lowest task and equal elements to the lowest element, while the paper compares further BIMs.
#include <algorithm>
#include <limits>

#include "policies/planning/open_pairs.hpp"
#include "policies/planning/open_tasks.hpp"
#include "policies/planning/planning_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class ImaginaryLevels {
 public:
  explicit ImaginaryLevels(const PlanningProblem& problem)
      : problem_(problem), levels_(problem.task_count() * problem.element_count()) {
    const auto order = problem.graph().topological_order();
    for (auto task = order.rbegin(); task != order.rend(); ++task) {
      for (const ElementId element : problem.elements_for(*task)) {
        level(*task, element) = problem.duration(*task, element) + rest(*task, element);
      }
    }
  }
  [[nodiscard]] Duration of(TaskId task, ElementId element) const {
    return levels_[index(task) * problem_.element_count() + index(element)];
  }

 private:
  Duration& level(TaskId task, ElementId element) {
    return levels_[index(task) * problem_.element_count() + index(element)];
  }
  [[nodiscard]] Duration rest(TaskId task, ElementId p) const {
    Duration longest;
    for (const Edge& output : problem_.graph().outputs(task)) {
      Duration least = Duration::max();
      for (const ElementId q : problem_.elements_for(output.task)) {
        const Route& route = problem_.interconnect().route(p, q);
        least = std::min(least, of(output.task, q) + route.time_alone(output.bytes));
      }
      longest = std::max(longest, least);
    }
    return longest;
  }

  const PlanningProblem& problem_;
  std::vector<Duration> levels_;
};

class Bil final : public PlanningPolicy {
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    const ImaginaryLevels levels(problem);
    OpenTasks open(problem, schedule);
    // If there are at least as many open tasks as elements, priorities are the largest BIMs.
    const bool is_alone = schedule.is_empty();
    OpenPairs pairs(problem, open, schedule, OpenPairs::Prefer::late);
    while (!open.empty()) {
      if (is_alone) add_fresh(problem, levels, open, pairs);
      const bool has_many = open.all().size() >= problem.element_count();
      const TaskId task =
          is_alone && has_many ? pairs.smallest().task : most_urgent(problem, levels, open);
      open.place(best_element(problem, levels, open, task));
    }
  }

  static void add_fresh(const PlanningProblem& problem, const ImaginaryLevels& levels,
                        const OpenTasks& open, OpenPairs& pairs) {
    for (const TaskId task : open.fresh()) {
      for (const ElementId e : problem.elements_for(task)) {
        pairs.add(task, e, -levels.of(task, e).picoseconds());
      }
    }
  }

  TaskId most_urgent(const PlanningProblem& problem, const ImaginaryLevels& levels,
                     const OpenTasks& open) {
    TaskId chosen{};
    Time highest = Time(Duration::picoseconds(-1));
    for (const TaskId task : open.all()) {
      makespans_.clear();
      for (const ElementId element : problem.elements_for(task)) {
        makespans_.push_back(open.append(task, element).start + levels.of(task, element));
      }
      const auto nth = makespans_.begin() + static_cast<std::ptrdiff_t>(
                                                std::min(open.all().size(), makespans_.size()) - 1);
      std::ranges::nth_element(makespans_, nth);
      if (*nth > highest || (*nth == highest && task < chosen)) {
        highest = *nth;
        chosen = task;
      }
    }
    return chosen;
  }

  static PlannedTask best_element(const PlanningProblem& problem, const ImaginaryLevels& levels,
                                  const OpenTasks& open, TaskId task) {
    const double crowd = std::max(
        static_cast<double>(open.all().size()) / static_cast<double>(problem.element_count()) - 1,
        0.0);
    PlannedTask best{};
    double lowest = std::numeric_limits<double>::infinity();
    for (const ElementId element : problem.elements_for(task)) {
      const PlannedTask planned = open.append(task, element);
      const Time makespan = planned.start + levels.of(task, element);
      const double cost =
          static_cast<double>(makespan.picoseconds()) +
          static_cast<double>(problem.duration(task, element).picoseconds()) * crowd;
      if (cost < lowest) {
        lowest = cost;
        best = planned;
      }
    }
    return best;
  }

  std::vector<Time> makespans_;  ///< The BIMs of one task, by element.
};

const Register<Policy, Bil> registered{
    "bil",
    "highest priority by best imaginary makespan first, on its best element (BIL, Oh and Ha 1996)"};

}  // namespace
}  // namespace kairos
