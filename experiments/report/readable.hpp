// Metrics as people read them: a short name, a unit of the right size and three or four digits.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "experiments/report/statistics.hpp"
#include "sim/base/display_units.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {

/// "latency p99 ms" for latency_p99_s in milliseconds.
std::string heading_of(const MetricInfo& metric, const DisplayUnit& unit);

/// "12.3±0.6", "12.34" for a single value, "-" for none.
std::string shown(const Estimate95& estimate, const DisplayUnit& unit);

/// A swept value: "gpu: 1" for the map {"gpu":"1"}, "large" for the list ["large"].
std::string shown_value(const std::string& value);

/// How a sweep point is called in a heading: "rate = 3 /ms", from the last component of each key,
/// and from one more where that would be ambiguous. Empty without a sweep.
std::string point_title(const std::vector<std::pair<std::string, std::string>>& point);

/// "-12.3 %" for a ratio of 0.877; a change of 1000 % or more as a factor: "x12.4".
std::string shown_change(double ratio);
/// "-1.62 K": the difference of two temperatures.
std::string shown_difference(double kelvins);
bool is_shown_as_factor(double ratio);

}  // namespace kairos
