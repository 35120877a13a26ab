// The temperatures of a chip at work, and the leakage that follows them.
//
// Power is constant between events. What a chip leaks is not and follows the temperatures on the
// way (leaking_state.hpp); what the energy meter had charged meanwhile is corrected.
//
// Changes of power closer together than Thermal::merge are merged into their mean: temperatures are
// brought up to date by the first event at least that long after the last time. With merge = 0
// every change counts.
//
// Example: one node of 2 J/K with 0.5 W/K to air of 25 C and 10 W: 37.642 C after 4 s, 45 C in the
// end. If it leaked another 0.1 W for every kelvin over 25 C: 50 C in the end.
// How far to trust it: the tests hold a chip of whose energy a quarter leaks to 0.01 K and 1e-4 of
// the energy of a fine Runge-Kutta solution, and merging over 100 us to 0.02 K. A peak between two
// events is seen at the ends of steps only, which no node moves more than 0.5 K in.
#pragma once

#include "platforms/platform.hpp"
#include "sim/power/energy_meter.hpp"
#include "sim/thermal/passages.hpp"

namespace kairos {

class ChipTemperatures {
 public:
  /// The platform must have a Thermal. Sets the leakage of its elements in `energy`, which must
  /// outlive this, as must the platform.
  ChipTemperatures(const Platform& platform, EnergyMeter& energy);

  /// Whether an event at `now` ends the window of merged changes.
  [[nodiscard]] bool is_due(Time now) const { return now >= window_end(); }
  [[nodiscard]] Time window_end() const { return closed_at_ + thermal_.merge; }
  /// Brings all temperatures to `now`. Throws InputError: thermal runaway.
  void close(Time now);
  [[nodiscard]] Time closed_at() const { return closed_at_; }

  /// Of an element or a node of the network, when last closed.
  [[nodiscard]] Temperature of(ElementId element) const { return temperatures_[element]; }
  [[nodiscard]] Temperature of_node(std::size_t node) const { return state_.at(node); }
  [[nodiscard]] std::span<const Temperature> of_elements() const { return temperatures_; }
  /// Of the warmest sensor of a thermal zone, by its position in the platform.
  [[nodiscard]] Temperature of_zone(std::size_t zone) const;

  /// The highest so far, and the mean over time.
  [[nodiscard]] Temperature peak(ElementId element) const { return peaks_[element]; }
  [[nodiscard]] Temperature mean(ElementId element) const;
  /// The highest so far of any sensor of a thermal zone.
  [[nodiscard]] Temperature zone_peak(std::size_t zone) const { return zone_peaks_[zone]; }

  /// Right after close(): takes the powers of this instant for what follows.
  void face_present_power();
  /// After that: when to close() again, which is when the first of the levels will be passed, or
  /// before; never if none will, nor anything else change.
  [[nodiscard]] std::optional<Seconds> look_ahead(std::span<const Level> levels);

 private:
  void hold_mean(Time until, Time now);
  void hold_present(Time from, Time now);
  void hold(const IdVector<ElementId, Watts>& powers, Seconds passed);
  void read(ElementId element, Temperature mean, Seconds since);
  void read_zones();
  void charge(Seconds passed);
  void set_leakage(Time now);
  void set_powers();
  void refuse_runaway(Time now) const;

  const Platform& platform_;
  const Thermal& thermal_;
  EnergyMeter& energy_;
  LeakingState state_, ahead_;                           ///< Now, and while looking ahead.
  std::vector<Volts> volts_;                             ///< Of every group that leaks.
  IdVector<ElementId, Watts> powers_, metered_leakage_;  ///< Without leakage; and that.
  IdVector<ElementId, Watts> merged_powers_;             ///< Their mean while changes are merged.
  IdVector<ElementId, Joules> closed_energy_;
  IdVector<ElementId, Temperature> temperatures_, peaks_;
  IdVector<ElementId, double> kelvin_seconds_;
  std::vector<Temperature> zone_peaks_;
  Time closed_at_, looked_at_;
};

}  // namespace kairos
