#include "experiments/experiment/shared_scenario.hpp"

namespace kairos {

void RecentScenarios::keep(std::shared_ptr<const Scenario> scenario) {
  const std::lock_guard lock(mutex_);
  scenarios_.push_back(std::move(scenario));
  if (scenarios_.size() > most) scenarios_.pop_front();
}

std::shared_ptr<const Scenario> SharedScenario::get() const {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const Scenario> scenario = last_.lock();
  if (!scenario) {
    scenario = build_();
    last_ = scenario;
    recent_->keep(scenario);
  }
  return scenario;
}

}  // namespace kairos
