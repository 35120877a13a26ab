// The temperatures of a chip at work, and the leakage that follows them.
//
// Power is constant between events, so temperatures are exact there (thermal_model.hpp). Leakage is
// not: it is held constant while no heated node moves by more than 0.25 K, then worked out again;
// where one moved by more than 0.005 K, the step is done again, three times, with the leakage of
// the mean temperature on the way, and growing in a straight line from its beginning to its end.
// What the energy meter had charged meanwhile is corrected.
//
// Changes of power closer together than Thermal::merge are merged into their mean: temperatures are
// brought up to date by the first event at least that long after the last time. With merge = 0
// every change counts.
//
// Example: one node of 2 J/K with 0.5 W/K to air of 25 C and 10 W: 37.642 C after 4 s, 45 C in the
// end. If it leaked another 0.1 W for every kelvin over 25 C: 50 C in the end.
// How far to trust it: against a fine Runge-Kutta solution of a chip with leakage, less than 0.01 K
// and 1e-4 of the energy off; merging over 100 us less than 0.02 K (tests). A peak between two
// events is seen at the ends of steps only.
#pragma once

#include "platforms/platform.hpp"
#include "sim/power/energy_meter.hpp"
#include "sim/thermal/thermal_model.hpp"

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
  [[nodiscard]] Temperature of_node(std::size_t node) const {
    return thermal_.ambient + state_.rise(node);
  }
  [[nodiscard]] std::span<const Temperature> of_elements() const { return temperatures_; }
  /// What each element drew between the last two times, on average.
  [[nodiscard]] std::span<const Watts> mean_powers() const { return mean_powers_; }

  /// The highest so far, and the mean over time.
  [[nodiscard]] Temperature peak(ElementId element) const { return peaks_[element]; }
  [[nodiscard]] Temperature mean(ElementId element) const;

  /// Right after close(): takes the powers of this instant for what follows.
  void face_present_power();
  /// For how long crossing() can be relied on: leakage will be out of date then.
  [[nodiscard]] Seconds reliable_for() const;
  /// When a node will pass `level` at the powers faced, if that is within `horizon`.
  [[nodiscard]] std::optional<Seconds> crossing(std::size_t node, Temperature level, bool upwards,
                                                Seconds horizon) const {
    return state_.crossing(node, level - thermal_.ambient, upwards, horizon);
  }

 private:
  /// Elements of a cluster that share their temperature, and so what they leak at a volt.
  struct LeakingGroup {
    const Leakage* leakage = nullptr;
    std::vector<ElementId> elements;
    Amperes current;  ///< The mean, in a step.
    Amperes growth;   ///< From the beginning of a step to its end.
  };

  void find_heated_nodes();
  void find_leaking_groups();
  void hold_mean(Time until, Time now);
  void hold_present(Time from, Time now);
  void step(Seconds& left);
  void correct_step(Seconds passed);
  void bend(Seconds passed);
  void heat(const IdVector<ElementId, Watts>& powers);
  void read_rises();
  void read_temperatures(Seconds since);
  void leak_at_rises();
  void charge(Seconds passed);
  [[nodiscard]] Amperes leak_of(const LeakingGroup& group, std::span<const Kelvins> rises) const;
  [[nodiscard]] Kelvins rise(ElementId element) const { return rise(element, rises_); }
  [[nodiscard]] Kelvins rise(ElementId element, std::span<const Kelvins> rises) const;
  [[nodiscard]] Kelvins furthest_move() const;
  void refuse_runaway(Time now) const;

  const Platform& platform_;
  const Thermal& thermal_;
  EnergyMeter& energy_;
  ThermalState state_, before_;                          ///< Now, and where a step began.
  std::vector<std::size_t> heated_;                      ///< Nodes that elements heat.
  std::vector<Kelvins> rises_, rises_before_;            ///< By heated node.
  std::vector<Kelvins> mean_rises_;                      ///< In a step.
  IdVector<ElementId, std::vector<HeatShare>> shares_;   ///< Of heated nodes.
  std::vector<Watts> background_, node_powers_;          ///< By node.
  IdVector<ElementId, Watts> powers_, metered_leakage_;  ///< Without leakage; and that.
  IdVector<ElementId, Watts> merged_powers_;             ///< Their mean while changes are merged.
  IdVector<ElementId, Watts> mean_powers_;
  IdVector<ElementId, Joules> closed_energy_;
  IdVector<ElementId, Temperature> temperatures_, peaks_;
  IdVector<ElementId, double> kelvin_seconds_;
  std::vector<LeakingGroup> leaking_;
  Time closed_at_;
};

}  // namespace kairos
