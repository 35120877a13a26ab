#include "sim/thermal/chip_temperatures.hpp"

#include <algorithm>

namespace kairos {
namespace {

constexpr Temperature runaway = Temperature::celsius(500);
/// With leakage, a prediction reaches this many times as far as the time since the last one.
/// Predictions are therefore rare in quiet phases and short in busy phases.
constexpr double as_far = 3;
constexpr Seconds shortest_prediction(1e-5), longest_prediction(1e6);

}  // namespace

ChipTemperatures::ChipTemperatures(const Platform& platform, EnergyMeter& energy)
    : platform_(platform),
      thermal_(*platform.thermal),
      energy_(energy),
      state_(platform),
      ahead_(state_),
      peaks_(thermal_, state_),
      volts_(state_.map().groups.size()),
      powers_(platform.elements.size()),
      metered_leakage_(platform.elements.size()),
      merged_powers_(platform.elements.size()),
      energies_(platform.elements.size()),
      temperatures_(platform.elements.size(), thermal_.initial),
      rises_before_(platform.elements.size()) {
  set_leakage(updated_at_);
}

void ChipTemperatures::advance_to(Time now) {
  if (now == updated_at_) return;
  energy_.settle_all(now);
  for (const ElementId e : ids<ElementId>(powers_.size())) {
    metered_leakage_[e] = energy_.leakage(e);
    powers_[e] = energy_.power(e) - metered_leakage_[e];
  }
  path_.clear();
  const Time changed = std::max(energy_.last_change(), updated_at_);
  if (changed > updated_at_) hold_mean(changed, now);
  if (now > changed) hold_present(changed, now);
  path_.finish();
  for (const ElementId e : ids<ElementId>(temperatures_.size())) {
    temperatures_[e] = thermal_.ambient + state_.rise(e);
  }
  set_leakage(now);
  for (const ElementId e : ids<ElementId>(powers_.size())) energies_[e] = energy_.of_element(e);
  updated_at_ = now;
}

/// Advances from the last update to the last change of power, at the mean powers. The powers after
/// that change are the present ones.
void ChipTemperatures::hold_mean(Time until, Time now) {
  const Seconds elapsed = to_seconds(until - updated_at_);
  const Seconds since = to_seconds(now - until);
  for (const ElementId e : ids<ElementId>(powers_.size())) {
    const Joules later = (powers_[e] + metered_leakage_[e]) * since;
    merged_powers_[e] = (energy_.of_element(e) - energies_[e] - later) / elapsed;
  }
  state_.hold(merged_powers_, elapsed);
  observe(updated_at_, elapsed);
  refuse_runaway(until);
}

void ChipTemperatures::hold_present(Time from, Time now) {
  Seconds left = to_seconds(now - from);
  if (!state_.leaks()) {
    state_.hold(powers_, left);
    observe(from, left);
    refuse_runaway(now);
    return;
  }
  set_powers();
  while (left > Seconds{}) {
    const Seconds elapsed = state_.step(left);
    charge(elapsed);
    observe(now - to_duration(left), elapsed);
    left = left - elapsed;
    refuse_runaway(now - to_duration(left));
  }
}

void ChipTemperatures::observe(Time begin, Seconds elapsed) {
  peaks_.observe(state_, elapsed);
  if (keeps_path_) path_.extend(state_, peaks_.outputs(), begin, elapsed);
}

Temperature ChipTemperatures::of_zone(std::size_t zone) const {
  const TemperatureOutputs& outputs = peaks_.outputs();
  Temperature warmest = Temperature::kelvin(0);
  for (const std::size_t output : outputs.zones[zone]) {
    const Kelvins rise = output < outputs.sources ? state_.rises()[output]
                                                  : state_.nodes().rise(outputs.rows[output]);
    warmest = std::max(warmest, thermal_.ambient + rise);
  }
  return warmest;
}

Temperature ChipTemperatures::peak(ElementId element) const {
  return thermal_.ambient + peaks_.of_source(state_.map().source_of[element]);
}

Temperature ChipTemperatures::zone_peak(std::size_t zone) const {
  return thermal_.ambient + peaks_.of_zone(zone);
}

Temperature ChipTemperatures::of(ElementId element, const TemperatureReading& reading) const {
  return thermal_.ambient + reading.rises[state_.map().source_of[element]];
}

Temperature ChipTemperatures::of_zone(std::size_t zone, const TemperatureReading& reading) const {
  Temperature warmest = Temperature::kelvin(0);
  for (const std::size_t output : peaks_.outputs().zones[zone]) {
    warmest = std::max(warmest, thermal_.ambient + reading.rises[output]);
  }
  return warmest;
}

/// Replaces the leakage energy that the energy meter assumed for this time by that of the mean
/// leakage.
void ChipTemperatures::charge(Seconds elapsed) {
  const std::span<const LeakingGroup> groups = state_.map().groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const ElementId e : groups[g].elements) {
      const Watts more = energy_.leakage_at(e, state_.mean_leakage(g)) - metered_leakage_[e];
      energy_.correct_leakage(e, more * elapsed);
    }
  }
}

void ChipTemperatures::set_leakage(Time now) {
  const std::span<const LeakingGroup> groups = state_.map().groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const ElementId e : groups[g].elements) energy_.set_leakage(e, state_.leakage(g), now);
  }
}

void ChipTemperatures::set_powers() {
  const std::span<const LeakingGroup> groups = state_.map().groups;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    volts_[g] = {};
    for (const ElementId e : groups[g].elements) {
      volts_[g] += energy_.leakage_at(e, Amperes(1)) / Amperes(1);
    }
  }
  state_.set_powers(powers_, volts_);
}

void ChipTemperatures::set_present_power() {
  for (const ElementId e : ids<ElementId>(powers_.size())) {
    powers_[e] = energy_.power(e) - energy_.leakage(e);
  }
  set_powers();
}

std::optional<Seconds> ChipTemperatures::predict_crossing(std::span<const Threshold> thresholds) {
  if (!state_.leaks()) return next_crossing(state_, thresholds, longest_prediction);
  const Seconds quiet = to_seconds(updated_at_ - predicted_at_);
  predicted_at_ = updated_at_;
  ahead_ = state_;
  const Seconds advanced = advance_to_crossing(
      ahead_, thresholds, std::clamp(quiet * as_far, shortest_prediction, longest_prediction));
  if (advanced < longest_prediction) return advanced;
  return std::nullopt;
}

Temperature ChipTemperatures::mean(ElementId element) const {
  const Seconds elapsed = to_seconds(updated_at_ - period_begin_);
  if (elapsed == Seconds{}) return temperatures_[element];
  const Seconds whole = to_seconds(updated_at_.since_start());
  const Kelvins rise = state_.mean_rise(state_.map().source_of[element], whole);
  if (period_begin_ == Time{}) return thermal_.ambient + rise;
  return thermal_.ambient + (rise * whole - rises_before_[element]) / elapsed;
}

void ChipTemperatures::begin_period() {
  period_begin_ = updated_at_;
  peaks_.restart(state_);
  const Seconds elapsed = to_seconds(updated_at_.since_start());
  if (elapsed == Seconds{}) return;
  for (const ElementId e : ids<ElementId>(rises_before_.size())) {
    rises_before_[e] = state_.mean_rise(state_.map().source_of[e], elapsed) * elapsed;
  }
}

void ChipTemperatures::refuse_runaway(Time now) const {
  for (const ElementId e : ids<ElementId>(temperatures_.size())) {
    if (thermal_.ambient + state_.rise(e) < runaway) continue;
    throw InputError("thermal runaway: the temperature of '" + platform_.elements[e].name +
                     "' exceeds 500 C at " + format(now.since_start()) +
                     ": it receives more heat than it dissipates; cool the chip better, or let a "
                     "thermal governor slow it");
  }
}

}  // namespace kairos
