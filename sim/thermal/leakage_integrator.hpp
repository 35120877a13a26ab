// Computes the temperatures of a chip between changes of power, including the leakage that depends
// on them, with an exponential integrator of order 4.
//
//   C dtheta/dt = P + V I(T) - G theta,   T = T_amb + theta,   I as in platforms/leakage.hpp
//
// The linear part is exact (thermal_model.hpp). In a step of length h the leakage of each group is
// a cubic in time with its values and slopes at both ends (hermite_source.hpp). They depend on the
// temperatures at the end, so the step is iterated until these no longer change. The error estimate
// compares the mean of the cubic with the leakage of the mean temperature,
// I(mean T) + I''(mean T) (T_1 - T_0)^2 / 24; the warming that the difference would cause in h is
// kept below a tolerance by the choice of h. Steps are therefore short after a change of power and
// long near a balance. If the leakage at the start of the step is accurate enough, the step is not
// iterated.
//
// Example: a node of 2 J/K with 0.5 W/K to air of 25 C, 10 W, and a leakage of 1e-4 T^2 W (T in
// kelvins) is 25.157 K above the air after 4 s and settles 43.320 K above it.
// How far to trust it: a step is accurate to 1e-10 K, and a run to 2e-9 K of a fine Runge-Kutta
// solution (tests). While changes of power are merged, a step is accurate to 1e-3 K.
#pragma once

#include <memory>

#include "sim/thermal/power_map.hpp"
#include "sim/thermal/thermal_model.hpp"

namespace kairos {

class LeakageIntegrator {
 public:
  /// Starts with all nodes at the initial temperature. The platform must outlive this.
  explicit LeakageIntegrator(const Platform& platform);

  [[nodiscard]] const PowerMap& map() const { return *map_; }
  [[nodiscard]] bool leaks() const { return !map_->groups.empty(); }

  /// Sets the power of every element without its leakage, and the voltage at which every group
  /// leaks, summed over its elements, from now on.
  void set_powers(const IdVector<ElementId, Watts>& powers, std::span<const Volts> volts);
  /// Advances by `elapsed` with powers that already include leakage.
  void hold(const IdVector<ElementId, Watts>& powers, Seconds elapsed);

  /// Advances by one accurate step of at most `at_most` at the present powers; returns its length.
  Seconds step(Seconds at_most);
  /// Repeats the last step with a shorter length.
  void retake(Seconds length) { take(length); }
  /// Judges the last step, whose length was `length`. Before the step, the node's rise had not
  /// passed `level` in the given direction.
  [[nodiscard]] CrossingVerdict judge_crossing(std::size_t node, Temperature level, bool upwards,
                                               Seconds length);
  /// A bound of the effect that changes of leakage during the last step had on any temperature.
  [[nodiscard]] Slack slack(Seconds length) const;

  [[nodiscard]] const ThermalState& nodes() const { return state_; }
  [[nodiscard]] Temperature ambient() const { return ambient_; }
  /// The temperature of a node of the network, now and before the last step.
  [[nodiscard]] Temperature at(std::size_t node) const { return ambient_ + state_.rise(node); }
  [[nodiscard]] Temperature before(std::size_t node) const {
    return ambient_ + state_.rise_before(node);
  }
  /// The rise of a heat source now, and before the last step.
  [[nodiscard]] std::span<const Kelvins> rises() const { return rises_; }
  [[nodiscard]] std::span<const Kelvins> rises_before() const { return rises_before_; }
  [[nodiscard]] ModalRow row(std::size_t source) const { return (*ports_)[source].shape; }
  [[nodiscard]] Kelvins rise(ElementId element) const { return rises_[map_->source_of[element]]; }
  /// The mean rise of a heat source since the start, `elapsed` ago.
  [[nodiscard]] Kelvins mean_rise(std::size_t source, Seconds elapsed) const;
  /// The leakage current of an element of a group now, and its mean over the last step.
  [[nodiscard]] Amperes leakage(std::size_t group) const { return leaks_[group].current; }
  [[nodiscard]] Amperes mean_leakage(std::size_t group) const { return mean_leaks_[group]; }

 private:
  struct Source {
    JoulesPerKelvin capacity;  ///< One joule warms no node by more than 1/capacity.
    Watts besides, power;      ///< Power without leakage, and in total.
    Watts before;              ///< Total power before `power` was set.
    Watts mean;                ///< Mean total power over the last step.
    HermiteSource leakage;     ///< Leakage during the last step, beyond that at its start.
    Watts error;               ///< Bound of the error of the mean of `leakage`.
    Joules injected;           ///< Energy since the start.
  };

  [[nodiscard]] Amperes leakage_before(std::size_t g) const { return leaks_before_[g].current; }
  void find_capacities();
  void find_resistance();
  void set_besides(const IdVector<ElementId, Watts>& powers);
  void mark();
  double take(Seconds length);
  void hold_leakage();
  bool correct(Seconds length);
  void find_slopes_before(Seconds length);
  void fit_leakage(Seconds length);
  void find_errors();
  void clear_leakage();
  void spread(std::size_t group, const HermiteSource& leakage, Watts error);
  void inject(Seconds elapsed);
  [[nodiscard]] Kelvins warming(const Source& source, Watts power, Seconds length) const;
  [[nodiscard]] Kelvins warming_of_errors(Seconds length) const;
  template <class Current>
  void heat(Current current);
  void read_rises();
  void find_leaks();
  [[nodiscard]] Kelvins furthest_move(std::span<const Kelvins> from) const;

  std::shared_ptr<const PowerMap> map_;
  ThermalState state_;
  std::shared_ptr<const std::vector<ModalPort>> ports_;            ///< Indexed by source.
  std::shared_ptr<const std::vector<double>> start_, background_;  ///< Modes at the start; settled
                                                                   ///< modes of the background.
  Temperature ambient_;
  Kelvins tolerance_;                         ///< Permitted error of a step.
  decltype(Kelvins{} / Watts{}) resistance_;  ///< Highest rise if every source emits one watt.
  // Indexed by source. Slopes are multiplied by the length of the step.
  std::vector<Source> sources_;
  std::vector<Kelvins> rises_, rises_before_, mean_rises_, ends_, slopes_, slopes_before_;
  // Indexed by leaking group.
  std::vector<Volts> volts_;
  std::vector<Leakage::Curve> leaks_, leaks_before_;
  std::vector<Amperes> mean_leaks_;
  Seconds longest_;  ///< Expected maximum length of the next step.
};

}  // namespace kairos
