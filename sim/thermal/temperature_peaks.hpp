// Finds the highest temperatures of a run, at events and between them.
//
// In a step from z to z', no mode is ahead of a faster one, so a temperature U z cannot exceed
//
//   U z + max over j of the sum of U_k (z'_k - z_k) over the j fastest modes <= U z + |U| |z' - z|
//
// during the step. The maximum inside the step is searched for only if this bound exceeds the
// highest value so far and both ends of the step (exponential_peak.hpp). With leakage it is then
// computed by repeating the step up to that instant.
//
// Example: two nodes of 0.05 J/K and 5 J/K are joined by 0.5 W/K, and the second loses 0.1 W/K to
// air of 25 C. They start at 45 C and 25 C without power. The second one rises to 25.195 C after
// 0.462 s and falls again.
// How far to trust it: peaks are at most 1e-6 K too low, and 1e-4 K if changes of power are merged.
#pragma once

#include "sim/thermal/temperature_outputs.hpp"

namespace kairos {

class TemperaturePeaks {
 public:
  TemperaturePeaks(const Thermal& thermal, const LeakageIntegrator& state);

  /// Processes the step of that length that `state` has just made.
  void observe(const LeakageIntegrator& state, Seconds length);
  /// Forgets all higher temperatures than the present ones.
  void restart(const LeakageIntegrator& state);

  [[nodiscard]] const TemperatureOutputs& outputs() const { return outputs_; }
  /// The highest rise of a heat source so far, or since restart().
  [[nodiscard]] Kelvins of_source(std::size_t source) const { return source_peaks_[source]; }
  /// The highest rise of any sensor of a thermal zone so far, or since restart().
  [[nodiscard]] Kelvins of_zone(std::size_t zone) const { return zone_peaks_[zone]; }

 private:
  struct Sensor {
    std::vector<std::size_t> zones;
    double rise = 0;       ///< Rise at the last reading.
    double travelled = 0;  ///< Value of `travelled_` at the last reading.
  };
  void observe_sources(const LeakageIntegrator& state, Seconds length, double slack);
  void observe_sensors(const LeakageIntegrator& state, Seconds length, double slack);
  [[nodiscard]] Kelvins level_of(const Sensor& sensor) const;
  [[nodiscard]] Kelvins highest(const LeakageIntegrator& state, Seconds length, std::size_t output,
                                Kelvins level, double slack) const;
  [[nodiscard]] Kelvins search(const LeakageIntegrator& state, Seconds length, std::size_t output,
                               Kelvins level, double slack) const;

  TemperatureOutputs outputs_;
  double tolerance_;  ///< Permitted error in kelvins.
  std::vector<Kelvins> source_peaks_, zone_peaks_;
  std::vector<Sensor> sensors_;  ///< Outputs that are not sources.
  std::vector<double> moves_;    ///< Changes of the modes in the last step, at constant leakage.
  double distance_ = 0;          ///< Bound of the Euclidean norm of their changes during the step.
  double travelled_ = 0;         ///< Sum of all distances.
};

}  // namespace kairos
