#include "sim/thermal/passages.hpp"

#include <algorithm>

namespace kairos {
namespace {

Kelvins distance(const Level& level, Temperature from) {
  return level.upwards ? level.temperature - from : from - level.temperature;
}

bool began_before(const LeakingState& state, const Level& level) {
  return distance(level, state.before(level.node)) > close_to_level;
}
bool ends_before(const LeakingState& state, const Level& level) {
  return distance(level, state.at(level.node)) > Kelvins{};
}

/// The length of a step that ends at a level, at most `length`, which ends beyond it.
Seconds step_to(LeakingState& state, const Level& level, Seconds length) {
  constexpr Kelvins exactly = close_to_level / 8;
  constexpr Seconds finest(1e-13);
  Seconds low, high = length;
  while (true) {
    const Kelvins left = distance(level, state.at(level.node));
    if (left <= exactly && left >= Kelvins{} - exactly) return length;
    (left > Kelvins{} ? low : high) = length;
    if (high - low < finest) return length;
    const double slope = state.nodes().slope(level.node) * (level.upwards ? 1 : -1);
    length += Seconds(left.value() / slope);
    if (!(length > low && length < high)) length = (low + high) / 2;
    state.retake(length);
  }
}

}  // namespace

std::optional<Seconds> next_passage(const LeakingState& state, std::span<const Level> levels,
                                    Seconds horizon) {
  std::optional<Seconds> next;
  for (const Level& level : levels) {
    if (distance(level, state.at(level.node)) <= close_to_level) continue;
    const auto passage = state.nodes().crossing(level.node, level.temperature - state.ambient(),
                                                level.upwards, next.value_or(horizon));
    if (passage) next = passage;
  }
  return next;
}

Seconds walk_to_passage(LeakingState& ahead, std::span<const Level> levels, Seconds horizon) {
  constexpr int enough = 64;
  constexpr Seconds finest(1e-12);
  Seconds walked;
  for (int i = 0; i < enough && walked < horizon; ++i) {
    Seconds length = ahead.step(horizon - walked);
    const auto is_unclear = [&](const Level& level) {
      return began_before(ahead, level) && ahead.passage(level.node, level.temperature,
                                                         level.upwards, length) == Passage::unclear;
    };
    while (length > finest && std::ranges::any_of(levels, is_unclear)) {
      length = length / 4;
      ahead.retake(length);
    }
    bool is_there = false;
    for (const Level& level : levels) {
      if (!began_before(ahead, level) || ends_before(ahead, level)) continue;
      length = step_to(ahead, level, length);
      is_there = true;
    }
    walked += length;
    if (is_there) break;
  }
  return walked;
}

}  // namespace kairos
