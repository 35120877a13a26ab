#include "sim/thermal/leaking_state.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {
namespace {

constexpr Kelvins finest(1e-10);  ///< Errors of a step; and while changes of power are merged.
constexpr Kelvins roughest(1e-3);
/// Errors always of the same sign, in tolerances: of steps that are not done again.
constexpr double negligible = 1e-3;
constexpr Kelvins longest_move(0.5);  ///< Of a node in a step, for what is read at its ends only.
constexpr double not_standing = 16;   ///< Error of a step that cannot be taken, in tolerances.

Kelvins size(Kelvins difference) {
  return std::max(difference, Kelvins{} - difference);
}
Watts size(Watts power) {
  return std::max(power, Watts{} - power);
}

}  // namespace

LeakingState::LeakingState(const Platform& platform)
    : layout_(std::make_shared<HeatLayout>(platform)),
      state_(std::make_shared<ThermalModel>(platform.thermal->network)),
      ambient_(platform.thermal->ambient),
      tolerance_(platform.thermal->merge > Duration{} ? roughest : finest),
      heated_(layout_->heated.size()),
      rises_(heated_.size()),
      rises_before_(rises_),
      mean_rises_(rises_),
      ends_(rises_),
      slopes_(rises_),
      slopes_before_(rises_),
      volts_(layout_->groups.size()),
      leaks_(volts_.size()),
      leaks_before_(volts_.size()),
      mean_leaks_(volts_.size()),
      longest_(1e-3) {
  for (std::size_t i = 0; i < heated_.size(); ++i) {
    heated_[i].capacity = state_.capacity(layout_->heated[i]);
    state_.set_power(layout_->heated[i], Watts(1));
  }
  const std::size_t nodes = layout_->background.size();
  for (std::size_t n = 0; n < nodes; ++n) {
    resistance_ = std::max(resistance_, state_.steady_rise(n) / Watts(1));
  }
  for (std::size_t n = 0; n < nodes; ++n) state_.set_power(n, layout_->background[n]);
  const std::vector<Kelvins> rises(nodes, platform.thermal->initial - ambient_);
  state_.start_at(rises);
  read_rises();
  find_leaks();
}

void LeakingState::set_powers(const IdVector<ElementId, Watts>& powers,
                              std::span<const Volts> volts) {
  std::ranges::copy(volts, volts_.begin());
  set_besides(powers);
}

void LeakingState::hold(const IdVector<ElementId, Watts>& powers, Seconds passed) {
  std::ranges::fill(volts_, Volts{});
  set_besides(powers);
  state_.advance(passed);
  read_rises();
  find_leaks();
}

void LeakingState::set_besides(const IdVector<ElementId, Watts>& powers) {
  for (std::size_t i = 0; i < heated_.size(); ++i) {
    heated_[i].besides = layout_->background[layout_->heated[i]];
  }
  for (const ElementId e : ids<ElementId>(powers.size())) {
    for (const HeatShare& to : layout_->shares[e]) heated_[to.node].besides += powers[e] * to.share;
  }
  heat(&LeakingState::leakage);
}

Seconds LeakingState::step(Seconds at_most) {
  constexpr double least = 0.1, most = 8, cautious = 0.9;
  state_.mark();
  rises_before_ = rises_;
  leaks_before_ = leaks_;
  for (Seconds length = std::min(at_most, longest_);;) {
    const double error = take(length);
    longest_ = length * std::clamp(cautious / std::sqrt(std::sqrt(error)), least, most);
    if (error <= 1) return length;
    length = longest_;
  }
}

/// From mark(). Returns the error, in tolerances.
double LeakingState::take(Seconds length) {
  state_.go_back();
  heat(&LeakingState::leakage_before);
  state_.advance(length);
  read_rises();
  const double too_far = furthest_move(rises_before_) / longest_move;
  if (too_far > 1) return std::pow(too_far, 4);
  hold_leakage();
  if (warming_of_errors(length) > tolerance_ * negligible && !correct(length)) return not_standing;
  heat(&LeakingState::leakage);
  return warming_of_errors(length) / tolerance_;
}

/// After a step with the leakage at its beginning: half of what it grew was missing on average.
void LeakingState::hold_leakage() {
  find_leaks();
  clear_courses();
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    const Amperes growth = leakage(g) - leakage_before(g);
    mean_leaks_[g] = leakage_before(g) + growth / 2;
    spread(g, {{}, volts_[g] * growth, {}, {}}, volts_[g] * growth / 2);
  }
  for (std::size_t i = 0; i < heated_.size(); ++i) {
    mean_rises_[i] = (rises_before_[i] + rises_[i]) / 2;
  }
}

/// Does the step again with the leakage of the temperatures that it came to, until they stand;
/// false if they do not.
bool LeakingState::correct(Seconds length) {
  constexpr int enough = 30, first = 3;
  constexpr double standing = 0.1;
  find_slopes_before(length);
  Kelvins last_move;
  for (int round = 0;; ++round) {
    find_courses(length);
    state_.go_back();
    state_.advance(length);
    for (std::size_t i = 0; i < heated_.size(); ++i) {
      state_.add(layout_->heated[i], heated_[i].course, length);
    }
    ends_ = rises_;
    read_rises();
    find_leaks();
    const Kelvins move = furthest_move(ends_);
    if (move <= tolerance_ * standing) break;
    if (round == enough || (round >= first && move > last_move / 2)) return false;
    last_move = move;
  }
  heat(&LeakingState::mean_leakage);
  for (std::size_t i = 0; i < heated_.size(); ++i) {
    mean_rises_[i] = state_.mean_rise(layout_->heated[i], length);
  }
  find_errors();
  return true;
}

void LeakingState::find_slopes_before(Seconds length) {
  state_.go_back();
  for (std::size_t i = 0; i < heated_.size(); ++i) {
    slopes_before_[i] = Kelvins(state_.slope(layout_->heated[i]) * length.value());
  }
  state_.advance(length);
}

/// Of leakage, from the values and slopes at both ends of the step. The powers set are those at its
/// beginning, so that at its end the growth of leakage adds to the slopes.
void LeakingState::find_courses(Seconds length) {
  clear_courses();
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    spread(g, {{}, volts_[g] * (leakage(g) - leakage_before(g)), {}, {}}, {});
  }
  for (std::size_t i = 0; i < heated_.size(); ++i) {
    slopes_[i] = Kelvins(state_.slope(layout_->heated[i]) * length.value()) +
                 heated_[i].course.growth * length / heated_[i].capacity;
  }
  clear_courses();
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    const ElementId e = layout_->groups[g].elements.front();
    const Amperes slope_before = leaks_before_[g].slope * mix(e, slopes_before_);
    const Amperes slope = leaks_[g].slope * mix(e, slopes_);
    const Amperes growth = leakage(g) - leakage_before(g);
    const Amperes bow = (slope_before - slope) / 12;
    const Amperes shift = growth / 2 + bow;
    const Amperes twist = slope_before + slope - growth * 2;
    mean_leaks_[g] = leakage_before(g) + shift;
    spread(g, {volts_[g] * shift, volts_[g] * growth, volts_[g] * bow, volts_[g] * twist}, {});
  }
}

/// A temperature's variance over the step is taken for that of a straight line.
void LeakingState::find_errors() {
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    const ElementId e = layout_->groups[g].elements.front();
    const Leakage::Curve middle = layout_->groups[g].leakage->curve(ambient_ + mean_rise(e));
    const Kelvins move = mix(e, rises_) - mix(e, rises_before_);
    const Amperes mean = middle.current + middle.curvature * move * move / 24;
    spread(g, {}, size(volts_[g] * (mean - mean_leaks_[g])));
  }
}

void LeakingState::clear_courses() {
  for (Heated& heated : heated_) {
    heated.course = {};
    heated.error = {};
  }
}

void LeakingState::spread(std::size_t group, const Course& course, Watts error) {
  for (const HeatShare& to : layout_->shares[layout_->groups[group].elements.front()]) {
    Heated& heated = heated_[to.node];
    heated.course.shift += course.shift * to.share;
    heated.course.growth += course.growth * to.share;
    heated.course.bow += course.bow * to.share;
    heated.course.twist += course.twist * to.share;
    heated.error += size(error) * to.share;
  }
}

/// What powers like these at all heated nodes may warm any node in so long: heat only spreads, so
/// not more than without ways out, and not more than for ever.
Kelvins LeakingState::warming(const Heated& heated, Watts power, Seconds length) const {
  return std::min(power * length / heated.capacity, power * resistance_);
}

Kelvins LeakingState::warming_of_errors(Seconds length) const {
  Kelvins most;
  for (const Heated& heated : heated_) most = std::max(most, warming(heated, heated.error, length));
  return most;
}

/// Leakage on the way less that at the end, in size, is below `besides`; what it does to the slope
/// is its size at the beginning and all its changes, over the capacity.
Passage LeakingState::passage(std::size_t node, Temperature level, bool upwards, Seconds length) {
  Slack slack;
  for (const Heated& heated : heated_) {
    const Course& course = heated.course;
    const Watts besides = size(course.growth) + size(course.bow) * 1.5 + size(course.twist) * 0.1;
    slack.value = std::max(slack.value, warming(heated, besides, length).value());
    slack.slope = std::max(slack.slope, (besides * Seconds(3) / heated.capacity).value());
  }
  return state_.passage(node, level - ambient_, upwards, slack);
}

template <class Current>
void LeakingState::heat(Current current) {
  for (Heated& heated : heated_) heated.power = heated.besides;
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    const Watts power = volts_[g] * (this->*current)(g);
    for (const HeatShare& to : layout_->shares[layout_->groups[g].elements.front()]) {
      heated_[to.node].power += power * to.share;
    }
  }
  for (std::size_t i = 0; i < heated_.size(); ++i) {
    state_.set_power(layout_->heated[i], heated_[i].power);
  }
}

void LeakingState::read_rises() {
  for (std::size_t i = 0; i < heated_.size(); ++i) rises_[i] = state_.rise(layout_->heated[i]);
}

void LeakingState::find_leaks() {
  for (std::size_t g = 0; g < leaks_.size(); ++g) {
    const LeakingGroup& group = layout_->groups[g];
    leaks_[g] = group.leakage->curve(ambient_ + rise(group.elements.front()));
  }
}

Kelvins LeakingState::mix(ElementId element, std::span<const Kelvins> of_heated) const {
  Kelvins sum;
  for (const HeatShare& from : layout_->shares[element]) sum += of_heated[from.node] * from.share;
  return sum;
}

Kelvins LeakingState::furthest_move(std::span<const Kelvins> from) const {
  Kelvins furthest;
  for (std::size_t i = 0; i < rises_.size(); ++i) {
    furthest = std::max(furthest, size(rises_[i] - from[i]));
  }
  return furthest;
}

}  // namespace kairos
