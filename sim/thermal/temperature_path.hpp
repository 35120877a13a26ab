// Records readings of temperatures between two updates, such that straight lines between the
// readings are close to the true temperatures.
//
// A mode that moves by m during h deviates from a straight line by at most |m| min(rate h / 8, 1).
// If the sum of these deviations is too large for some output, the interval is halved and the
// temperatures in its middle are read. Readings that are close to a line through their neighbours
// are dropped again (a swing filter: Elmeleegy et al., VLDB 2009).
//
// Example: a chip with slow nodes needs no readings between two updates 1 ms apart. A node with a
// time constant of 4 s that warms up by 20 K within 40 s needs dozens.
// How far to trust it: a line between readings is within 0.05 K of the temperature.
#pragma once

#include "sim/base/time.hpp"
#include "sim/thermal/temperature_outputs.hpp"

namespace kairos {

/// The rises of all outputs at an instant.
struct TemperatureReading {
  Time at;
  std::vector<Kelvins> rises;
};

class TemperaturePath {
 public:
  void clear() { readings_.clear(); }
  /// Adds the readings inside the step that `state` has just made, and one at its end.
  void extend(const LeakageIntegrator& state, const TemperatureOutputs& outputs, Time begin,
              Seconds length);
  /// Drops the readings that are not needed, and the last one, which is at the present.
  void finish();
  [[nodiscard]] std::span<const TemperatureReading> readings() const { return readings_; }

 private:
  struct Point {
    double at = 0;  ///< Seconds from the start of the step.
    std::vector<double> modes;
  };
  struct Step {
    const ThermalState& nodes;
    const TemperatureOutputs& outputs;
    Time begin;
  };
  static Point point_at(const Step& step, double at);
  static bool is_straight(const Step& step, const Point& from, const Point& to);
  void refine(const Step& step, const Point& from, const Point& to, int depth);
  void read(const Step& step, const Point& point);

  std::vector<TemperatureReading> readings_;
};

}  // namespace kairos
