#include "policies/planning/planned_contention.hpp"

#include <algorithm>

namespace kairos {

Duration PlannedContention::duration(const MemoryUse& own, Duration alone, Time start) {
  if (own.traffic == Bytes{}) return alone;
  const double by_itself = foreseen_->picoseconds(own, {});
  double left = 1, passed = 0;
  for (Time now = start;;) {
    const Time change = find_beside(now);
    const double whole = foreseen_->picoseconds(own, beside_);
    const double needed = left * whole;
    const auto step = static_cast<double>((change - now).picoseconds());
    if (change == Time::never() || needed <= step) {
      passed += needed;
      break;
    }
    left -= step / whole;
    passed += step;
    now = change;
  }
  return alone + whole_picoseconds(std::max(0.0, passed - by_itself));
}

/// Finds the uses at an instant, and returns the next instant at which they change.
Time PlannedContention::find_beside(Time now) {
  Time change = Time::never();
  beside_.clear();
  for (const PlannedUse& planned : uses_) {
    if (planned.finish <= now) continue;
    if (planned.start > now) {
      change = std::min(change, planned.start);
    } else {
      change = std::min(change, planned.finish);
      beside_.push_back(planned.use);
    }
  }
  return change;
}

}  // namespace kairos
