#include "sim/thermal/chip_temperatures.hpp"

#include <algorithm>

namespace kairos {
namespace {

constexpr Temperature runaway = Temperature::celsius(500);
/// What leaks is looked ahead of so many times as far as nothing has happened by now, so that looks
/// are few where nothing happens and cheap where much does.
constexpr double as_far = 3;
constexpr Seconds shortest_look(1e-5), longest_look(1e6);

}  // namespace

ChipTemperatures::ChipTemperatures(const Platform& platform, EnergyMeter& energy)
    : platform_(platform),
      thermal_(*platform.thermal),
      energy_(energy),
      state_(platform),
      ahead_(state_),
      volts_(state_.layout().groups.size()),
      powers_(platform.elements.size()),
      metered_leakage_(platform.elements.size()),
      merged_powers_(platform.elements.size()),
      closed_energy_(platform.elements.size()),
      temperatures_(platform.elements.size(), thermal_.initial),
      peaks_(temperatures_),
      kelvin_seconds_(platform.elements.size()),
      zone_peaks_(thermal_.zones.size(), thermal_.initial) {
  set_leakage(closed_at_);
}

void ChipTemperatures::close(Time now) {
  if (now == closed_at_) return;
  energy_.settle_all(now);
  for (const ElementId e : ids<ElementId>(powers_.size())) {
    metered_leakage_[e] = energy_.leakage(e);
    powers_[e] = energy_.power(e) - metered_leakage_[e];
  }
  const Time changed = std::max(energy_.last_change(), closed_at_);
  if (changed > closed_at_) hold_mean(changed, now);
  if (now > changed) hold_present(changed, now);
  read_zones();
  refuse_runaway(now);
  set_leakage(now);
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
  hold(merged_powers_, passed);
}

void ChipTemperatures::hold_present(Time from, Time now) {
  Seconds left = to_seconds(now - from);
  if (!state_.leaks()) {
    hold(powers_, left);
    return;
  }
  set_powers();
  while (left > Seconds{}) {
    const Seconds passed = state_.step(left);
    charge(passed);
    for (const ElementId e : ids<ElementId>(temperatures_.size())) {
      read(e, thermal_.ambient + state_.mean_rise(e), passed);
    }
    left = left - passed;
    refuse_runaway(now - to_duration(left));
  }
}

void ChipTemperatures::hold(const IdVector<ElementId, Watts>& powers, Seconds passed) {
  state_.hold(powers, passed);
  for (const ElementId e : ids<ElementId>(temperatures_.size())) {
    const Kelvins move = thermal_.ambient + state_.rise(e) - temperatures_[e];
    read(e, temperatures_[e] + move / 2, passed);
  }
}

void ChipTemperatures::read(ElementId element, Temperature mean, Seconds since) {
  temperatures_[element] = thermal_.ambient + state_.rise(element);
  peaks_[element] = std::max(peaks_[element], temperatures_[element]);
  kelvin_seconds_[element] += mean.kelvin() * since.value();
}

void ChipTemperatures::read_zones() {
  for (std::size_t zone = 0; zone < zone_peaks_.size(); ++zone) {
    zone_peaks_[zone] = std::max(zone_peaks_[zone], of_zone(zone));
  }
}

Temperature ChipTemperatures::of_zone(std::size_t zone) const {
  Temperature warmest = Temperature::kelvin(0);
  for (const std::size_t node : thermal_.zones[zone].sensors) {
    warmest = std::max(warmest, state_.at(node));
  }
  return warmest;
}

/// Brings the energy meter from the leakage that it had to what was true for so long.
void ChipTemperatures::charge(Seconds passed) {
  const std::span<const LeakingGroup> groups = state_.layout().groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const ElementId e : groups[g].elements) {
      const Watts more = energy_.leakage_at(e, state_.mean_leakage(g)) - metered_leakage_[e];
      energy_.correct_leakage(e, more * passed);
    }
  }
}

void ChipTemperatures::set_leakage(Time now) {
  const std::span<const LeakingGroup> groups = state_.layout().groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const ElementId e : groups[g].elements) energy_.set_leakage(e, state_.leakage(g), now);
  }
}

void ChipTemperatures::set_powers() {
  const std::span<const LeakingGroup> groups = state_.layout().groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    volts_[g] = {};
    for (const ElementId e : groups[g].elements) {
      volts_[g] += energy_.leakage_at(e, Amperes(1)) / Amperes(1);
    }
  }
  state_.set_powers(powers_, volts_);
}

void ChipTemperatures::face_present_power() {
  for (const ElementId e : ids<ElementId>(powers_.size())) {
    powers_[e] = energy_.power(e) - energy_.leakage(e);
  }
  set_powers();
}

std::optional<Seconds> ChipTemperatures::look_ahead(std::span<const Level> levels) {
  if (!state_.leaks()) return next_passage(state_, levels, longest_look);
  const Seconds quiet = to_seconds(closed_at_ - looked_at_);
  looked_at_ = closed_at_;
  ahead_ = state_;
  const Seconds walked =
      walk_to_passage(ahead_, levels, std::clamp(quiet * as_far, shortest_look, longest_look));
  if (walked < longest_look) return walked;
  return std::nullopt;
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
