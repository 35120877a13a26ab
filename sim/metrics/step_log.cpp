#include "sim/metrics/step_log.hpp"

#include <algorithm>

namespace kairos {

void StepLog::change(Time at, double value) {
  if (!samples_.empty() && samples_.back().at == at) {
    samples_.back() = Sample(at, value);
    return;
  }
  if (samples_.size() >= most_) coarsen();
  samples_.emplace_back(at, value);
}

void StepLog::coarsen() {
  const Duration span = samples_.back().at - samples_.front().at;
  const auto groups = static_cast<std::int64_t>(std::max<std::size_t>(most_ / 4, 1));
  const Duration period = Duration::picoseconds(span.picoseconds() / groups + 1);
  std::vector<Sample> kept;
  for (std::size_t first = 0, next = 0; first < samples_.size(); first = next) {
    Sample joined = samples_[first];
    for (; next < samples_.size() && samples_[next].at - joined.at < period; ++next) {
      joined.low = std::min(joined.low, samples_[next].low);
      joined.high = std::max(joined.high, samples_[next].high);
    }
    kept.push_back(joined);
    if (next - first > 1) kept.push_back(samples_[next - 1]);
  }
  samples_ = std::move(kept);
}

}  // namespace kairos
