// Rolling horizon: all unsent work is planned anew, by any planner, whenever something has changed
// that the plan did not expect.
//
// Vieira, Herrmann, Lin (Rescheduling manufacturing systems, Journal of Scheduling 6, 2003) call
// such policies event-driven, periodic and hybrid rescheduling. A new plan is made in these cases:
//   arrivals   a job has arrived; it is planned together with the rest of the other jobs, not
//              only around their promises
//   faults     an element is known to have failed or returned
//   points     a cluster runs at another operating point
//   period     this much time has passed since the last plan
// Tasks that have been sent to an element stay there. The jobs are planned one after the other in
// order of arrival. A change is noticed when a task next waits for a decision, because plans have
// no effect earlier.
//
// The horizon of a plan is its window: once this many unsent tasks are planned, further jobs wait,
// in order of arrival, and their arrival triggers a plan only when there is room for them. The cost
// of a plan is therefore bounded, however many jobs wait. In overload, a short job may wait behind
// long ones that fill the window.
#include "policies/planning/greedy_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class RollingHorizon final : public Policy {
 public:
  struct Options {
    Choice<Policy> planner{"heft"};
    bool arrivals = true, faults = true, points = true;
    Duration period;
    std::uint64_t window = 1000;

    void describe(Fields& f) {
      f("planner", planner, "policy that makes the plans, such as heft or annealing");
      f("arrivals", arrivals, "whether the arrival of a job triggers a new plan");
      f("faults", faults, "whether the failure or return of an element triggers a new plan");
      f("points", points, "whether a change of a cluster's operating point triggers a new plan");
      f("period", period, "age of the last plan that triggers a new one; 0 for never")
          .not_negative();
      f("window", window,
        "number of unsent tasks of a plan at which further jobs wait, in order of arrival")
          .between(1, 1'000'000'000);
    }
    void check(const SourceLocation& where) const {
      static_cast<void>(planner_of(*this));
      if (!arrivals && !faults && !points && period == Duration{}) {
        throw InputError(where,
                         "nothing triggers a new plan; set 'arrivals', 'faults' or 'points' to "
                         "true, or give a 'period'");
      }
    }
  };
  explicit RollingHorizon(const Options& options)
      : options_(options), planner_(planner_of(options)) {
    planner_->set_window(options.window);
  }

  [[nodiscard]] bool plans_ahead() const override { return true; }

  void begin(const SystemView& view) override {
    planner_->begin(view);
    note(view);
  }

  void forget(JobId job) override { planner_->forget(job); }
  void skip(TaskRef task, const SystemView& view) override { planner_->skip(task, view); }
  void choose_form(const SystemView& view, JobId job, JobForms& forms) override {
    planner_->choose_form(view, job, forms);
  }

  std::optional<Decision> decide(const SystemView& view) override {
    if (has_changed(view)) {
      note(view);
      planner_->replan(view);
    }
    return planner_->decide(view);
  }

 private:
  static std::unique_ptr<PlanningPolicy> planner_of(const Options& options) {
    Choice<Policy> choice = options.planner;
    for (const Value::Entry& option : planning(choice.name).options.entries) {
      choice.options.set(option.key, option.value);
    }
    std::unique_ptr<Policy> policy = choice.make();
    PlanningPolicy* const planner = policy->planner();
    if (planner == nullptr) {
      throw InputError(choice.place, "'" + choice.name +
                                         "' decides at every event and does not plan; name a "
                                         "planner such as 'heft' or 'annealing'");
    }
    static_cast<void>(policy.release());
    return std::unique_ptr<PlanningPolicy>(planner);
  }

  [[nodiscard]] bool has_changed(const SystemView& view) const {
    if (options_.arrivals && planner_->could_plan_more(view)) return true;
    if (options_.period > Duration{} && view.now() >= planned_at_ + options_.period) return true;
    for (const ElementId e : ids<ElementId>(options_.faults ? up_.size() : 0)) {
      if (up_[e] != view.is_up(e)) return true;
    }
    for (const ClusterId c : ids<ClusterId>(options_.points ? points_.size() : 0)) {
      if (points_[c] != view.point(c)) return true;
    }
    return false;
  }

  void note(const SystemView& view) {
    planned_at_ = view.now();
    up_.clear();
    points_.clear();
    for (const ElementId e : ids<ElementId>(view.element_count())) up_.push_back(view.is_up(e));
    for (const ClusterId c : ids<ClusterId>(view.platform().clusters.size())) {
      points_.push_back(view.point(c));
    }
  }

  Options options_;
  std::unique_ptr<PlanningPolicy> planner_;
  Time planned_at_;
  IdVector<ElementId, bool> up_;
  IdVector<ClusterId, std::size_t> points_;
};

const Register<Policy, RollingHorizon> registered{
    "rolling_horizon",
    "plans all tasks that are not sent yet again after arrivals, faults, clock changes or a period "
    "(Vieira et al. 2003)"};

}  // namespace
}  // namespace kairos
