// The temperatures of a chip between changes of power, with leakage that follows them.
//
//   C dtheta/dt = P + V I(T) - G theta,   T = T_amb + theta,   I as in platforms/leakage.hpp
//
// What is linear is exact (thermal_model.hpp). In a step of length h the leakage of elements that
// share a temperature is the cubic in time with its values and slopes at both ends (Hermite), found
// by doing the step again until temperatures stand: an exponential integrator of order 4. Its mean
// is compared with the leakage of the mean temperature, I(mean T) + I''(mean T) (T_1 - T_0)^2 / 24;
// what their difference would warm in h is the error that steps are made short enough for. So steps
// are short after a change of power and long near a balance. Where the leakage at the beginning of
// a step does as well, the step is not done again.
//
// Example: one node of 2 J/K with 0.5 W/K to air of 25 C, 10 W, and leakage of 1e-4 T^2 W (T in
// kelvin): 25.157 K above the air after 4 s, 43.320 K in the end.
// How far to trust it: a step is good to 1e-10 K, a run to 2e-9 K by a fine Runge-Kutta solution
// (tests); while changes of power are merged, 1e-3 K a step.
#pragma once

#include <memory>

#include "sim/thermal/heat_layout.hpp"
#include "sim/thermal/thermal_model.hpp"

namespace kairos {

class LeakingState {
 public:
  /// All nodes at the initial temperature. The platform must outlive this.
  explicit LeakingState(const Platform& platform);

  [[nodiscard]] const HeatLayout& layout() const { return *layout_; }
  [[nodiscard]] bool leaks() const { return !layout_->groups.empty(); }

  /// From now on: what every element draws besides leakage, and the volts at which every group of
  /// elements leaks, all elements added up.
  void set_powers(const IdVector<ElementId, Watts>& powers, std::span<const Volts> volts);
  /// Lets so much time pass with powers of which leakage is a part.
  void hold(const IdVector<ElementId, Watts>& powers, Seconds passed);

  /// Goes on at the powers set, as far as one step is good for and at most so far. Returns how far.
  Seconds step(Seconds at_most);
  /// The last step again, in a shorter length.
  void retake(Seconds length) { take(length); }
  /// Of the last step, of that length. Beforehand the node's rise had not passed `level` that way.
  [[nodiscard]] Passage passage(std::size_t node, Temperature level, bool upwards, Seconds length);

  [[nodiscard]] const ThermalState& nodes() const { return state_; }
  [[nodiscard]] Temperature ambient() const { return ambient_; }
  /// Of a node of the network, now and before the last step.
  [[nodiscard]] Temperature at(std::size_t node) const { return ambient_ + state_.rise(node); }
  [[nodiscard]] Temperature before(std::size_t node) const {
    return ambient_ + state_.rise_before(node);
  }
  /// Of an element now, and the mean over the last step.
  [[nodiscard]] Kelvins rise(ElementId element) const { return mix(element, rises_); }
  [[nodiscard]] Kelvins mean_rise(ElementId element) const { return mix(element, mean_rises_); }
  /// Of an element of a group now, and the mean over the last step.
  [[nodiscard]] Amperes leakage(std::size_t group) const { return leaks_[group].current; }
  [[nodiscard]] Amperes mean_leakage(std::size_t group) const { return mean_leaks_[group]; }

 private:
  struct Heated {
    JoulesPerKelvin capacity;
    Watts besides, power;  ///< Without leakage, and all that is set.
    Course course;         ///< Of leakage in the last step, beside that at its beginning.
    Watts error;           ///< Of its mean.
  };

  [[nodiscard]] Amperes leakage_before(std::size_t g) const { return leaks_before_[g].current; }
  void set_besides(const IdVector<ElementId, Watts>& powers);
  double take(Seconds length);
  void hold_leakage();
  bool correct(Seconds length);
  void find_slopes_before(Seconds length);
  void find_courses(Seconds length);
  void find_errors();
  void clear_courses();
  void spread(std::size_t group, const Course& course, Watts error);
  [[nodiscard]] Kelvins warming(const Heated& heated, Watts power, Seconds length) const;
  [[nodiscard]] Kelvins warming_of_errors(Seconds length) const;
  template <class Current>
  void heat(Current current);
  void read_rises();
  void find_leaks();
  [[nodiscard]] Kelvins mix(ElementId element, std::span<const Kelvins> of_heated) const;
  [[nodiscard]] Kelvins furthest_move(std::span<const Kelvins> from) const;

  std::shared_ptr<const HeatLayout> layout_;
  ThermalState state_;
  Temperature ambient_;
  Kelvins tolerance_;                         ///< Of a step.
  decltype(Kelvins{} / Watts{}) resistance_;  ///< What a watt at every heated node may warm.
  // By heated node; slopes times the length of the step.
  std::vector<Heated> heated_;
  std::vector<Kelvins> rises_, rises_before_, mean_rises_, ends_, slopes_, slopes_before_;
  // By group.
  std::vector<Volts> volts_;
  std::vector<Leakage::Curve> leaks_, leaks_before_;
  std::vector<Amperes> mean_leaks_;
  Seconds longest_;  ///< What the next step may be good for.
};

}  // namespace kairos
