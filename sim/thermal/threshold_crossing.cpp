#include "sim/thermal/threshold_crossing.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace kairos {
namespace {

Kelvins distance(const Threshold& threshold, Temperature from) {
  return threshold.upwards ? threshold.temperature - from : from - threshold.temperature;
}

bool began_before(const LeakageIntegrator& state, const Threshold& threshold) {
  return distance(threshold, state.before(threshold.node)) > threshold_tolerance;
}
bool ends_before(const LeakageIntegrator& state, const Threshold& threshold) {
  return distance(threshold, state.at(threshold.node)) > Kelvins{};
}

/// Shortens a step of `length`, which ends beyond the threshold, so that it ends at the threshold.
/// Returns its new length.
Seconds step_to(LeakageIntegrator& state, const Threshold& threshold, Seconds length) {
  constexpr Kelvins exactly = threshold_tolerance / 8;
  constexpr Seconds finest(1e-13);
  Seconds low, high = length;
  while (true) {
    const Kelvins left = distance(threshold, state.at(threshold.node));
    if (left <= exactly && left >= Kelvins{} - exactly) return length;
    (left > Kelvins{} ? low : high) = length;
    if (high - low < finest) return length;
    const double slope = state.nodes().slope(threshold.node) * (threshold.upwards ? 1 : -1);
    length += Seconds(left.value() / slope);
    if (!(length > low && length < high)) length = (low + high) / 2;
    state.retake(length);
  }
}

/// Finds the thresholds that temperatures may have approached. In a step no node moves by more than
/// the Euclidean distance that the modes move, divided by the square root of the node's capacity.
class Reach {
 public:
  Reach(const LeakageIntegrator& state, std::span<const Threshold> thresholds)
      : thresholds_(thresholds) {
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
      const std::size_t node = thresholds[i].node;
      const bool is_known = i > 0 && node == thresholds[i - 1].node;
      const Temperature now = is_known ? last_ : state.at(node);
      last_ = now;
      const double scale = std::sqrt(state.nodes().capacity(node).value());
      distances_.push_back(distance(thresholds[i], now).value() * scale);
      scales_.push_back(scale);
    }
  }

  /// The thresholds that a node may have passed in the step of this length that was just made, or
  /// before.
  const std::vector<Threshold>& near_last_step(const LeakageIntegrator& state, Seconds length) {
    const std::span<const double> now = state.nodes().modes();
    const std::span<const double> before = state.nodes().marked();
    double squares = 0;
    for (std::size_t k = 0; k < now.size(); ++k) {
      squares += (now[k] - before[k]) * (now[k] - before[k]);
    }
    travelled_ += std::sqrt(squares) * safe;
    const double slack = state.slack(length).value;
    near_.clear();
    for (std::size_t i = 0; i < thresholds_.size(); ++i) {
      if (distances_[i] <= travelled_ + slack * scales_[i]) near_.push_back(thresholds_[i]);
    }
    return near_;
  }

 private:
  static constexpr double safe = 1.001;  ///< Margin for rounding.

  std::span<const Threshold> thresholds_;
  Temperature last_;
  std::vector<double> distances_, scales_;  ///< Distances are in units of the modes.
  double travelled_ = 0;
  std::vector<Threshold> near_;
};

}  // namespace

std::optional<Seconds> next_crossing(const LeakageIntegrator& state,
                                     std::span<const Threshold> thresholds, Seconds horizon) {
  std::optional<Seconds> next;
  for (const Threshold& threshold : thresholds) {
    if (distance(threshold, state.at(threshold.node)) <= threshold_tolerance) continue;
    const auto crossing =
        state.nodes().crossing(threshold.node, threshold.temperature - state.ambient(),
                               threshold.upwards, next.value_or(horizon));
    if (crossing) next = crossing;
  }
  return next;
}

Seconds advance_to_crossing(LeakageIntegrator& ahead, std::span<const Threshold> thresholds,
                            Seconds horizon) {
  constexpr int enough = 64;
  constexpr Seconds finest(1e-12);
  Reach reach(ahead, thresholds);
  Seconds advanced;
  for (int i = 0; i < enough && advanced < horizon; ++i) {
    Seconds length = ahead.step(horizon - advanced);
    const std::vector<Threshold>& near = reach.near_last_step(ahead, length);
    const auto is_unclear = [&](const Threshold& threshold) {
      return began_before(ahead, threshold) &&
             ahead.judge_crossing(threshold.node, threshold.temperature, threshold.upwards,
                                  length) == CrossingVerdict::unclear;
    };
    while (length > finest && std::ranges::any_of(near, is_unclear)) {
      length = length / 4;
      ahead.retake(length);
    }
    bool is_there = false;
    for (const Threshold& threshold : near) {
      if (!began_before(ahead, threshold) || ends_before(ahead, threshold)) continue;
      length = step_to(ahead, threshold, length);
      is_there = true;
    }
    advanced += length;
    if (is_there) break;
  }
  return advanced;
}

}  // namespace kairos
