// Minimum execution time (MET): the oldest ready task goes to its fastest element, however long the
// queue there. Ties go to an element that was running nothing when this instant began, then to the
// one sent the fewest tasks at this instant, as in DS3 (Arda et al., IEEE Trans. Computers 69,
// 2020).
//
// Braun et al.: A comparison of eleven static heuristics for mapping a class of independent tasks
// onto heterogeneous distributed computing systems, JPDC 61, 2001. `plan` places tasks in the order
// in which their inputs are planned, with ties to the lowest element. On the example graph of
// Topcuoglu et al. (2002) the planned makespan is 82.
#include <tuple>

#include "policies/planning/greedy_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class MinimumExecution final : public GreedyPolicy {
 public:
  using GreedyPolicy::GreedyPolicy;

  void begin(const SystemView& view) override {
    GreedyPolicy::begin(view);
    begin_instant(view);
  }

 private:
  std::optional<Decision> decide_now(const SystemView& view) override {
    if (view.now() != instant_) begin_instant(view);
    const TaskRef task = view.ready().front();
    const auto elements = view.elements_for(task);
    const ElementId best = *std::ranges::min_element(elements, {}, [&](ElementId e) {
      return std::tuple(view.duration(task, e), was_busy_[e], sent_[e]);
    });
    ++sent_[best];
    return Decision{task, best};
  }

  void begin_instant(const SystemView& view) {
    instant_ = view.now();
    sent_.assign(view.element_count(), 0);
    was_busy_.clear();
    for (const ElementId e : ids<ElementId>(view.element_count())) {
      was_busy_.push_back(view.running(e) > 0);
    }
  }

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    for (const TaskId task : order_of_completion(problem.graph())) {
      const ElementId fastest = *std::ranges::min_element(
          problem.elements_for(task), {}, [&](ElementId e) { return problem.duration(task, e); });
      schedule.place(schedule.append(task, fastest));
    }
  }

  Time instant_;
  IdVector<ElementId, bool> was_busy_;
  /// Number of tasks sent to each element at this instant.
  IdVector<ElementId, std::size_t> sent_;
};

const Register<Policy, MinimumExecution> registered{
    "minimum_execution",
    "oldest ready task, element with the shortest execution time, queues ignored (MET, Braun et "
    "al. 2001)"};

}  // namespace
}  // namespace kairos
