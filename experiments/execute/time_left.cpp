#include "experiments/execute/time_left.hpp"

namespace kairos {

void TimeLeft::learn(const std::string& policy, double seconds, std::size_t runs) {
  for (Cost* cost : {&known_[policy], &all_}) {
    cost->seconds += seconds * static_cast<double>(runs);
    cost->runs += runs;
  }
}

void TimeLeft::finish(const std::string& policy, double seconds) {
  learn(policy, seconds);
  done_seconds_ += seconds;
  const auto open = open_.find(policy);
  if (open != open_.end() && open->second > 0) --open->second;
}

double TimeLeft::after(double passed) const {
  if (all_.runs == 0 || done_seconds_ <= 0) return 0;
  double left = 0;
  for (const auto& [policy, runs] : open_) {
    const auto known = known_.find(policy);
    const Cost& cost = known == known_.end() || known->second.runs == 0 ? all_ : known->second;
    left += static_cast<double>(runs) * cost.seconds / static_cast<double>(cost.runs);
  }
  return left * passed / done_seconds_;
}

}  // namespace kairos
