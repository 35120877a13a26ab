// Computes the temperatures of a chip during a run, and its leakage, which depends on them.
//
// Power is constant between events, except for leakage, which follows the temperatures
// (leakage_integrator.hpp). The energy meter is corrected for it afterwards.
//
// Changes of power that are less than Thermal::merge apart are replaced by their mean: temperatures
// are updated by the first event at least that long after the last update. With merge = 0 every
// change is simulated.
//
// Example: one node of 2 J/K with 0.5 W/K to air of 25 C and 10 W reaches 37.642 C after 4 s, with
// a mean of 32.358 C, and settles at 45 C. With a leakage of 0.1 W per kelvin above 25 C it would
// settle at 50 C.
// How far to trust it: means are exact (an energy balance). Peaks between events are found to 1e-6
// K (temperature_peaks.hpp). In the tests, a chip that spends a quarter of its energy on leakage is
// within 0.01 K and 1e-4 of the energy of a fine Runge-Kutta solution, and merging over 100 us
// changes temperatures by less than 0.02 K.
#pragma once

#include "platforms/platform.hpp"
#include "sim/power/energy_meter.hpp"
#include "sim/thermal/temperature_path.hpp"
#include "sim/thermal/temperature_peaks.hpp"
#include "sim/thermal/threshold_crossing.hpp"

namespace kairos {

class ChipTemperatures {
 public:
  /// The platform must have a thermal part. Sets the leakage of its elements in `energy`. The
  /// platform and `energy` must outlive this object.
  ChipTemperatures(const Platform& platform, EnergyMeter& energy);

  /// True if an event at `now` ends the window of merged changes.
  [[nodiscard]] bool is_due(Time now) const { return now >= window_end(); }
  [[nodiscard]] Time window_end() const { return updated_at_ + thermal_.merge; }
  /// Advances all temperatures to `now`. Throws InputError on thermal runaway.
  void advance_to(Time now);
  [[nodiscard]] Time updated_at() const { return updated_at_; }

  /// The temperature of an element or of a node of the network at updated_at().
  [[nodiscard]] Temperature of(ElementId element) const { return temperatures_[element]; }
  [[nodiscard]] Temperature of_node(std::size_t node) const { return state_.at(node); }
  [[nodiscard]] std::span<const Temperature> of_elements() const { return temperatures_; }
  /// The temperature of the warmest sensor of a thermal zone, by its position in the platform.
  [[nodiscard]] Temperature of_zone(std::size_t zone) const;

  /// The highest temperature and the time-average temperature so far, or since begin_period().
  [[nodiscard]] Temperature peak(ElementId element) const;
  [[nodiscard]] Temperature mean(ElementId element) const;
  /// The highest temperature of any sensor of a thermal zone so far, or since begin_period().
  [[nodiscard]] Temperature zone_peak(std::size_t zone) const;
  /// Lets means and highest temperatures count from updated_at() on. This does not change the
  /// temperatures.
  void begin_period();

  /// Records the readings between updates that charts need, from now on. This does not change the
  /// results.
  void keep_path() { keeps_path_ = true; }
  /// The readings between the last two updates, without those at the updates; empty without
  /// keep_path().
  [[nodiscard]] std::span<const TemperatureReading> path() const { return path_.readings(); }
  [[nodiscard]] Temperature of(ElementId element, const TemperatureReading& reading) const;
  [[nodiscard]] Temperature of_zone(std::size_t zone, const TemperatureReading& reading) const;

  /// Sets the powers of this instant for the time that follows. Must be called right after
  /// advance_to().
  void set_present_power();
  /// The time to the next update: that of the first threshold crossing, or earlier. Empty if no
  /// threshold will be crossed and nothing else will change. Must be called after
  /// set_present_power().
  [[nodiscard]] std::optional<Seconds> predict_crossing(std::span<const Threshold> thresholds);

 private:
  void hold_mean(Time until, Time now);
  void hold_present(Time from, Time now);
  void observe(Time begin, Seconds elapsed);
  void charge(Seconds elapsed);
  void set_leakage(Time now);
  void set_powers();
  void refuse_runaway(Time now) const;

  const Platform& platform_;
  const Thermal& thermal_;
  EnergyMeter& energy_;
  LeakageIntegrator state_, ahead_;  ///< The present state, and a copy for predictions.
  TemperaturePeaks peaks_;
  TemperaturePath path_;
  bool keeps_path_ = false;
  std::vector<Volts> volts_;                             ///< Voltage of every leaking group.
  IdVector<ElementId, Watts> powers_, metered_leakage_;  ///< Power without leakage, and leakage
                                                         ///< alone.
  IdVector<ElementId, Watts> merged_powers_;             ///< Mean power while changes are merged.
  IdVector<ElementId, Joules> energies_;                 ///< Energy at the last update.
  IdVector<ElementId, Temperature> temperatures_;
  Time updated_at_, predicted_at_;
  Time period_begin_;
  /// Integral of the rise of every element over time, from the start until `period_begin_`.
  IdVector<ElementId, decltype(Kelvins{} * Seconds{})> rises_before_;
};

}  // namespace kairos
