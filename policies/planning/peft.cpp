// PEFT, predict earliest finish time: like HEFT, but the choice of an element includes the
// remaining time to the exit, from an optimistic cost table (OCT).
//
//   OCT(i, p) = max over outputs j of
//               min over elements q of (OCT(j, q) + w(j, q) + c(i, j) [p != q])
//   rank(i)   = mean over p of OCT(i, p)
// Of the tasks whose inputs are placed, the one with the highest rank goes to the element with the
// smallest EFT(i, p) + OCT(i, p), gaps included; c is the mean communication time.
//
// Arabnejad, Barbosa: List scheduling algorithm for heterogeneous systems by an optimistic cost
// table, IEEE TPDS 25(3), 2014. On the paper's example the makespan is 122. Beyond the paper:
// minimum and mean are taken over the elements that can run the task.
#include <algorithm>
#include <limits>

#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// The optimistic cost table in picoseconds, by task and element.
class OptimisticCosts {
 public:
  explicit OptimisticCosts(const PlanningProblem& problem)
      : problem_(problem), costs_(problem.task_count() * problem.element_count()) {
    const auto order = problem.graph().topological_order();
    for (auto task = order.rbegin(); task != order.rend(); ++task) {
      for (const Edge& output : problem.graph().outputs(*task)) count(*task, output);
    }
  }

  [[nodiscard]] double of(TaskId task, ElementId element) const {
    return costs_[index(task) * problem_.element_count() + index(element)];
  }
  [[nodiscard]] Ranks ranks() const {
    Ranks ranks(problem_.task_count());
    for (const TaskId task : ids<TaskId>(ranks.size())) {
      const auto elements = problem_.elements_for(task);
      for (const ElementId element : elements) ranks[task] += of(task, element);
      ranks[task] /= static_cast<double>(elements.size());
    }
    return ranks;
  }

 private:
  [[nodiscard]] double to_the_exit(TaskId task, ElementId element) const {
    return of(task, element) + static_cast<double>(problem_.duration(task, element).picoseconds());
  }

  /// On any other element the cost includes a transfer, so two minima serve all elements.
  void count(TaskId task, const Edge& output) {
    double anywhere = std::numeric_limits<double>::infinity();
    for (const ElementId q : problem_.elements_for(output.task)) {
      anywhere = std::min(anywhere, to_the_exit(output.task, q));
    }
    anywhere += problem_.mean_transfer(output.bytes);
    for (const ElementId p : ids<ElementId>(problem_.element_count())) {
      double least = anywhere;
      if (problem_.can_run(output.task, p)) least = std::min(least, to_the_exit(output.task, p));
      double& cost = costs_[index(task) * problem_.element_count() + index(p)];
      cost = std::max(cost, least);
    }
  }

  const PlanningProblem& problem_;
  std::vector<double> costs_;
};

class Peft final : public PlanningPolicy {
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    const OptimisticCosts costs(problem);
    for (const TaskId task : order_by_rank(problem.graph(), costs.ranks())) {
      PlannedTask best{};
      double lowest = std::numeric_limits<double>::infinity();
      for (const ElementId element : problem.elements_for(task)) {
        const PlannedTask planned = schedule.fit(task, element);
        const double cost =
            static_cast<double>(planned.finish.picoseconds()) + costs.of(task, element);
        if (cost < lowest) {
          lowest = cost;
          best = planned;
        }
      }
      schedule.place(best);
    }
  }
};

const Register<Policy, Peft> registered{"peft",
                                        "element with the smallest earliest finish plus optimistic "
                                        "remaining cost (PEFT, Arabnejad and Barbosa 2014)"};

}  // namespace
}  // namespace kairos
