// HEFT with duplication: tasks are placed by descending upward rank, each where it finishes first;
// if an input is late, its producer runs once more on the element of the consumer.
//
// On every element a task is tried with copies of its critical parent, which is the input that
// arrives last. The copy takes the first gap there; it is kept only if the task starts earlier.
// Then the parent that is critical now is tried. A copy is tried with copies of its own critical
// parent in the same way, so that a whole path may be repeated on an element, up to `generations`
// back. Every consumer takes its input from the run whose output arrives first; at the end, runs
// whose output is unused are removed.
//
// Order and insertion are those of HEFT: Topcuoglu, Hariri, Wu (IEEE TPDS 13(3), 2002). The copies
// are those of critical path fast duplication: Ahmad, Kwok: On exploiting task duplication in
// parallel program scheduling, IEEE TPDS 9(9), 1998. Departures: the order of tasks is HEFT's,
// while theirs puts the critical path and its ancestors first; elements differ in speed; and
// generations are limited, because trials may grow exponentially with them. HEFT's own plan is used
// unless the plan with copies is shorter.
//
// In a stream every job is planned with its copies when it arrives, around earlier promises, and
// runs as a graph of its own. A later plan of the rest of a job (rolling_horizon) copies nothing.
#include <map>
#include <utility>

#include "policies/duplicator.hpp"
#include "policies/planning/heft.hpp"
#include "policies/planning/planning_policy.hpp"
#include "policies/planning/schedule_with_copies.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class HeftDuplication final : public PlanningPolicy, public Duplicator {
 public:
  struct Options {
    std::uint64_t generations = 3;

    void describe(Fields& f) {
      f("generations", generations,
        "number of generations of a task's ancestors that may be copied; 0 for no copies")
          .between(0, 10);
    }
  };
  explicit HeftDuplication(const Options& options) : generations_(options.generations) {}

  [[nodiscard]] Duplicator* duplicator() override { return this; }

  void begin(const SystemView& view) override {
    PlanningPolicy::begin(view);
    graphs_.clear();
    kept_.clear();
  }

  void forget(JobId job) override {
    PlanningPolicy::forget(job);
    kept_.erase(job);
  }

  std::shared_ptr<const JobGraph> with_copies(const SystemView& view, JobId job) override {
    plan_jobs_before(job, view);
    const PlanningProblem problem(view, job);
    PartialSchedule heft = around_promises(problem, view);
    ScheduleWithCopies schedule(problem, heft, generations_);
    const Time heft_finish = place(problem, heft, schedule);
    if (schedule.finish() >= heft_finish) return nullptr;
    kept_[job] = schedule.placed();
    return one_of_its_kind(schedule.graph().build(), view.job(job).application);
  }

 private:
  /// Places the tasks by HEFT, and in the same order with copies. Returns the end of HEFT's plan.
  static Time place(const PlanningProblem& problem, PartialSchedule& heft,
                    ScheduleWithCopies& schedule) {
    Time heft_finish;
    place_by_heft(problem, heft);
    for (const PlannedTask& planned : heft.placed()) {
      heft_finish = std::max(heft_finish, planned.finish);
      schedule.place(planned.task);
    }
    schedule.remove_unused();
    return heft_finish;
  }

  Time planned_end(const SystemView& view, JobId job) override {
    const PlanningProblem problem(view, job);
    PartialSchedule heft = around_promises(problem, view);
    ScheduleWithCopies schedule(problem, heft, generations_);
    const Time heft_finish = place(problem, heft, schedule);
    return std::min(heft_finish, schedule.finish());
  }

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    const auto kept = kept_.find(problem.job());
    if (kept == kept_.end()) {
      place_by_heft(problem, schedule);
      return;
    }
    for (const PlannedTask& planned : kept->second) {
      schedule.place({planned.task, planned.element, planned.start, planned.finish,
                      schedule.first_lane(planned.element) + planned.lane});
    }
    kept_.erase(kept);
  }

  /// Returns the graph, or an equal one built earlier.
  std::shared_ptr<const JobGraph> one_of_its_kind(const std::shared_ptr<const JobGraph>& graph,
                                                  ApplicationId application) {
    std::vector<std::size_t> shape{index(application)};
    for (const TaskId task : ids<TaskId>(graph->size())) {
      shape.push_back(index(graph->original(task)));
      for (const Edge& input : graph->inputs(task)) shape.push_back(index(input.task));
    }
    return graphs_.try_emplace(std::move(shape), graph).first->second;
  }

  std::uint64_t generations_;
  /// Graphs by shape.
  std::map<std::vector<std::size_t>, std::shared_ptr<const JobGraph>> graphs_;
  std::map<JobId, std::vector<PlannedTask>> kept_;  ///< Plans of jobs that are about to be planned.
};

const Register<Policy, HeftDuplication> registered{
    "heft_duplication",
    "HEFT that recomputes late inputs on the element of the consumer (Ahmad and Kwok 1998)"};

}  // namespace
}  // namespace kairos
