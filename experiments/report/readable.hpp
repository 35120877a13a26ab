// Metrics as people read them: a short name, a unit of the right size and three or four digits.
#pragma once

#include <string>

#include "experiments/report/statistics.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {

/// A unit to show values in: shown number = value * factor.
struct ShownUnit {
  std::string name;  ///< "us", "%"; empty for plain numbers.
  double factor = 1;
};

/// "latency p99" for latency_p99_s.
std::string short_name(const MetricInfo& metric);

/// The unit in which `largest` has one to three digits before the point. A number without a unit is
/// shown in per cent where none exceeds 1.
ShownUnit shown_unit(const MetricInfo& metric, double largest);

/// "12.3±0.6", "12.34" for a single value, "-" for none.
std::string shown(const Estimate95& estimate, const ShownUnit& unit);

/// A swept value: "gpu: 1" for the map {"gpu":"1"}, "large" for the list ["large"].
std::string shown_value(const std::string& value);

/// "-12.3 %" for a ratio of 0.877; a change of 1000 % or more as a factor: "x12.4".
std::string shown_change(double ratio);
/// "-1.62 K": the difference of two temperatures.
std::string shown_difference(double kelvins);
bool is_shown_as_factor(double ratio);

}  // namespace kairos
