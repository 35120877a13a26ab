// The base of policies whose rule works both ways: per event over the tasks that are ready, or
// ahead over a whole job, whose tasks count as ready when their inputs are planned.
#pragma once

#include "policies/planning/planning_policy.hpp"

namespace kairos {

struct GreedyOptions {
  bool plan = false;

  void describe(Fields& f) {
    f("plan", plan, "plan every arriving job whole instead of deciding at every event");
  }
};

class GreedyPolicy : public PlanningPolicy {
 public:
  using Options = GreedyOptions;
  explicit GreedyPolicy(const Options& options) : plans_(options.plan) {}

  std::optional<Decision> decide(const SystemView& view) final {
    return plans_ ? PlanningPolicy::decide(view) : decide_now(view);
  }

 private:
  virtual std::optional<Decision> decide_now(const SystemView& view) = 0;

  bool plans_;
};

}  // namespace kairos
