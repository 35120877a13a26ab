// The base of policies whose rule works in two ways: at every event over the ready tasks, or ahead
// over a whole job, whose tasks count as ready when their inputs are planned.
#pragma once

#include "policies/planning/planning_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {

struct GreedyOptions {
  bool plan = false;

  void describe(Fields& f) {
    f("plan", plan,
      "whether every job is planned as a whole at its arrival, instead of deciding at every event");
  }
};

/// Returns the choice of the policy with this name. A policy that can do both plans, as in its
/// paper.
inline Choice<Policy> planning(const std::string& name) {
  Choice<Policy> choice(name);
  if (Registry<Policy>::find(name, {}).traits.may_plan) {
    choice.options.set("plan", Value::scalar("true"));
  }
  return choice;
}

class GreedyPolicy : public PlanningPolicy {
 public:
  using Options = GreedyOptions;
  explicit GreedyPolicy(const Options& options) : plans_(options.plan) {}

  std::optional<Decision> decide(const SystemView& view) final {
    return plans_ ? PlanningPolicy::decide(view) : decide_now(view);
  }

  void choose_form(const SystemView& view, JobId job, JobForms& forms) final {
    if (plans_) PlanningPolicy::choose_form(view, job, forms);
  }
  [[nodiscard]] bool plans_ahead() const final { return plans_; }
  [[nodiscard]] PlanningPolicy* planner() final { return plans_ ? this : nullptr; }

 private:
  virtual std::optional<Decision> decide_now(const SystemView& view) = 0;

  bool plans_;
};

}  // namespace kairos
