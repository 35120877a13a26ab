#include "experiments/learning/job_curve.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {

void JobCurve::clear() {
  steps_.clear();
  arrived_ = 0;
  integral_ = 0;
}

void JobCurve::observe(Time now, const Event& event) {
  const bool arrives = std::holds_alternative<JobArrived>(event);
  if (arrives) ++arrived_;
  const double jobs = steps_.empty() ? 0 : steps_.back().jobs;
  integral_ = integral(now).value();
  steps_.push_back({now.seconds(), jobs + (arrives ? 1 : -1), 0});
}

Seconds JobCurve::integral(Time now) const {
  if (steps_.empty()) return Seconds(0);
  return Seconds(integral_ + steps_.back().jobs * (now.seconds() - steps_.back().at));
}

void JobCurve::discount(Seconds horizon) {
  horizon_ = horizon.value();
  for (std::size_t i = steps_.size(); i-- > 0;) {
    if (i + 1 == steps_.size()) continue;  // the system is empty: no cost
    const double kept = std::exp(-(steps_[i + 1].at - steps_[i].at) / horizon_);
    steps_[i].cost = steps_[i].jobs * horizon_ * (1 - kept) + kept * steps_[i + 1].cost;
  }
}

double JobCurve::cost(Time from) const {
  const double at = from.seconds();
  const auto next = std::ranges::upper_bound(steps_, at, {}, &Step::at);
  if (next == steps_.begin() || next == steps_.end()) {
    return next == steps_.end() || steps_.empty() ? 0 : steps_.front().cost;
  }
  const double kept = std::exp(-(next->at - at) / horizon_);
  return std::prev(next)->jobs * horizon_ * (1 - kept) + kept * next->cost;
}

}  // namespace kairos
