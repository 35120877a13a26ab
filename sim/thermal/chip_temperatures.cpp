#include "sim/thermal/chip_temperatures.hpp"

#include <algorithm>
#include <limits>

namespace kairos {
namespace {

constexpr Kelvins longest_move(0.25);  ///< With one value of leakage.
constexpr Kelvins uncorrected_move(0.005);
constexpr Temperature runaway = Temperature::celsius(500);

bool same(const std::vector<HeatShare>& a, const std::vector<HeatShare>& b) {
  return std::ranges::equal(
      a, b, [](HeatShare x, HeatShare y) { return x.node == y.node && x.share == y.share; });
}

}  // namespace

ChipTemperatures::ChipTemperatures(const Platform& platform, EnergyMeter& energy)
    : platform_(platform),
      thermal_(*platform.thermal),
      energy_(energy),
      state_(std::make_shared<ThermalModel>(thermal_.network)),
      before_(state_),
      background_(thermal_.network.nodes.size()),
      node_powers_(thermal_.network.nodes.size()),
      powers_(platform.elements.size()),
      metered_leakage_(platform.elements.size()),
      merged_powers_(platform.elements.size()),
      mean_powers_(platform.elements.size()),
      closed_energy_(platform.elements.size()),
      temperatures_(platform.elements.size(), thermal_.initial),
      peaks_(temperatures_),
      kelvin_seconds_(platform.elements.size()) {
  find_heated_nodes();
  find_leaking_groups();
  for (std::size_t i = 0; i < platform.background.size(); ++i) {
    for (const HeatShare& to : thermal_.background[i]) {
      background_[to.node] += platform.background[i].power * to.share;
    }
  }
  const std::vector<Kelvins> rises(thermal_.network.nodes.size(),
                                   thermal_.initial - thermal_.ambient);
  state_.start_at(rises);
  read_rises();
  leak_at_rises();
  for (const LeakingGroup& group : leaking_) {
    for (const ElementId e : group.elements) energy_.set_leakage(e, group.current, closed_at_);
  }
}

void ChipTemperatures::find_heated_nodes() {
  for (const ElementId e : ids<ElementId>(platform_.elements.size())) {
    shares_.push_back(thermal_.elements[e]);
    for (HeatShare& to : shares_.back()) {
      const auto found = std::ranges::find(heated_, to.node);
      const auto position = static_cast<std::size_t>(found - heated_.begin());
      if (found == heated_.end()) heated_.push_back(to.node);
      to.node = position;
    }
  }
  rises_.resize(heated_.size());
  rises_before_.resize(heated_.size());
  mean_rises_.resize(heated_.size());
}

void ChipTemperatures::find_leaking_groups() {
  for (const Cluster& cluster : platform_.clusters) {
    if (cluster.leakage.is_none()) continue;
    const std::size_t first = leaking_.size();
    for (const ElementId e : cluster.elements) {
      const auto group = std::find_if(
          leaking_.begin() + static_cast<std::ptrdiff_t>(first), leaking_.end(),
          [&](const LeakingGroup& g) { return same(shares_[g.elements.front()], shares_[e]); });
      if (group == leaking_.end()) {
        leaking_.push_back({&cluster.leakage, {e}, {}, {}});
      } else {
        group->elements.push_back(e);
      }
    }
  }
}

void ChipTemperatures::close(Time now) {
  if (now == closed_at_) return;
  energy_.settle_all(now);
  const Seconds window = to_seconds(now - closed_at_);
  for (const ElementId e : ids<ElementId>(powers_.size())) {
    metered_leakage_[e] = energy_.leakage(e);
    powers_[e] = energy_.power(e) - metered_leakage_[e];
    mean_powers_[e] = (energy_.of_element(e) - closed_energy_[e]) / window;
  }
  const Time changed = std::max(energy_.last_change(), closed_at_);
  if (changed > closed_at_) hold_mean(changed, now);
  if (now > changed) hold_present(changed, now);
  refuse_runaway(now);
  leak_at_rises();
  for (const LeakingGroup& group : leaking_) {
    for (const ElementId e : group.elements) energy_.set_leakage(e, group.current, now);
  }
  for (const ElementId e : ids<ElementId>(powers_.size())) {
    closed_energy_[e] = energy_.of_element(e);
  }
  closed_at_ = now;
}

/// From the last time until the last change of power, which has been the present one ever since.
void ChipTemperatures::hold_mean(Time until, Time now) {
  const Seconds passed = to_seconds(until - closed_at_);
  const Seconds since = to_seconds(now - until);
  for (const ElementId e : ids<ElementId>(powers_.size())) {
    const Joules later = (powers_[e] + metered_leakage_[e]) * since;
    merged_powers_[e] = (energy_.of_element(e) - closed_energy_[e] - later) / passed;
  }
  for (LeakingGroup& group : leaking_) group.current = {};
  heat(merged_powers_);
  state_.advance(passed);
  read_rises();
  read_temperatures(passed);
}

void ChipTemperatures::hold_present(Time from, Time now) {
  Seconds left = to_seconds(now - from);
  if (leaking_.empty()) {
    heat(powers_);
    state_.advance(left);
    read_rises();
    read_temperatures(left);
    return;
  }
  while (left > Seconds{}) {
    step(left);
    refuse_runaway(now - to_duration(left));
  }
}

void ChipTemperatures::step(Seconds& left) {
  leak_at_rises();
  heat(powers_);
  before_ = state_;
  rises_before_ = rises_;
  Seconds passed = std::min(left, reliable_for());
  for (;; passed = passed / 2, state_ = before_) {
    state_.advance(passed);
    read_rises();
    if (furthest_move() <= longest_move * 2) break;
  }
  if (furthest_move() > uncorrected_move) {
    for (int round = 0; round < 3; ++round) correct_step(passed);
  }
  charge(passed);
  read_temperatures(passed);
  left = passed < left ? left - passed : Seconds{};
}

/// Does a step again with the leakage of the temperatures that it came to.
void ChipTemperatures::correct_step(Seconds passed) {
  for (std::size_t i = 0; i < heated_.size(); ++i) {
    mean_rises_[i] = state_.mean_rise(heated_[i], before_, passed);
  }
  for (LeakingGroup& group : leaking_) {
    const Amperes first = leak_of(group, rises_before_);
    const Amperes last = leak_of(group, rises_);
    const ElementId e = group.elements.front();
    const Kelvins middle = (rise(e, rises_before_) + rise(e, rises_)) / 2;
    const Amperes bow = first + last - group.leakage->current(thermal_.ambient + middle) * 2;
    group.current = leak_of(group, mean_rises_) + bow / 6;
    group.growth = last - first;
  }
  state_ = before_;
  heat(powers_);
  state_.advance(passed);
  bend(passed);
  read_rises();
}

void ChipTemperatures::bend(Seconds passed) {
  for (const LeakingGroup& group : leaking_) {
    for (const ElementId e : group.elements) {
      const Watts growth = energy_.leakage_at(e, group.growth);
      for (const HeatShare& to : shares_[e]) {
        state_.bend(heated_[to.node], growth * to.share, passed);
      }
    }
  }
}

/// Brings the energy meter from the leakage that it had to what was true for so long.
void ChipTemperatures::charge(Seconds passed) {
  for (const LeakingGroup& group : leaking_) {
    for (const ElementId e : group.elements) {
      const Watts more = energy_.leakage_at(e, group.current) - metered_leakage_[e];
      energy_.correct_leakage(e, more * passed);
    }
  }
}

void ChipTemperatures::heat(const IdVector<ElementId, Watts>& powers) {
  node_powers_ = background_;
  for (const LeakingGroup& group : leaking_) {
    for (const ElementId e : group.elements) {
      const Watts leakage = energy_.leakage_at(e, group.current);
      for (const HeatShare& to : shares_[e]) node_powers_[heated_[to.node]] += leakage * to.share;
    }
  }
  for (const ElementId e : ids<ElementId>(powers.size())) {
    for (const HeatShare& to : shares_[e]) node_powers_[heated_[to.node]] += powers[e] * to.share;
  }
  for (std::size_t node = 0; node < node_powers_.size(); ++node) {
    state_.set_power(node, node_powers_[node]);
  }
}

void ChipTemperatures::leak_at_rises() {
  for (LeakingGroup& group : leaking_) {
    group.current = leak_of(group, rises_);
  }
}

Amperes ChipTemperatures::leak_of(const LeakingGroup& group, std::span<const Kelvins> rises) const {
  return group.leakage->current(thermal_.ambient + rise(group.elements.front(), rises));
}

void ChipTemperatures::read_rises() {
  for (std::size_t i = 0; i < heated_.size(); ++i) rises_[i] = state_.rise(heated_[i]);
}

void ChipTemperatures::read_temperatures(Seconds since) {
  for (const ElementId e : ids<ElementId>(temperatures_.size())) {
    const Temperature before = temperatures_[e];
    temperatures_[e] = thermal_.ambient + rise(e);
    peaks_[e] = std::max(peaks_[e], temperatures_[e]);
    kelvin_seconds_[e] += (before.kelvin() + temperatures_[e].kelvin()) / 2 * since.value();
  }
}

Kelvins ChipTemperatures::rise(ElementId element, std::span<const Kelvins> rises) const {
  Kelvins sum;
  for (const HeatShare& from : shares_[element]) sum += rises[from.node] * from.share;
  return sum;
}

Kelvins ChipTemperatures::furthest_move() const {
  Kelvins furthest;
  for (std::size_t i = 0; i < rises_.size(); ++i) {
    const Kelvins move = rises_[i] - rises_before_[i];
    furthest = std::max({furthest, move, Kelvins{} - move});
  }
  return furthest;
}

void ChipTemperatures::face_present_power() {
  for (const ElementId e : ids<ElementId>(powers_.size())) {
    powers_[e] = energy_.power(e) - energy_.leakage(e);
  }
  heat(powers_);
}

Seconds ChipTemperatures::reliable_for() const {
  if (leaking_.empty()) return Seconds(std::numeric_limits<double>::infinity());
  double steepest = 1e-12;  // kelvins a second: nothing moves
  for (const std::size_t node : heated_) {
    steepest = std::max(steepest, std::abs(state_.slope(node)));
  }
  return Seconds(longest_move.value() / steepest);
}

Temperature ChipTemperatures::mean(ElementId element) const {
  const double passed = to_seconds(closed_at_.since_start()).value();
  return passed > 0 ? Temperature::kelvin(kelvin_seconds_[element] / passed)
                    : temperatures_[element];
}

void ChipTemperatures::refuse_runaway(Time now) const {
  for (const ElementId e : ids<ElementId>(temperatures_.size())) {
    if (temperatures_[e] < runaway) continue;
    throw InputError("thermal runaway: '" + platform_.elements[e].name + "' passes 500 C at " +
                     format(now.since_start()) +
                     ": more heat comes in than leaves; cool the chip better, or let a thermal "
                     "governor slow it");
  }
}

}  // namespace kairos
