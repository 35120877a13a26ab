// Formats metrics for readers: short names, units of a suitable size, and three or four digits.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "experiments/statistics/statistics.hpp"
#include "sim/base/display_units.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {

/// The heading of a metric in a unit: "latency p99 ms" for latency_p99_s in milliseconds.
std::string heading_of(const MetricInfo& metric, const DisplayUnit& unit);

/// An estimate: "12.3±0.6", "12.34" for a single value, "-" for none.
std::string shown(const Estimate95& estimate, const DisplayUnit& unit);

/// A swept value: "gpu: 1" for the map {"gpu":"1"}, "large" for the list ["large"].
std::string shown_value(const std::string& value);

/// The name of a sweep point in headings, such as "rate = 3 /ms". It has the last component of each
/// key, or more components if that would be ambiguous. Empty without a sweep.
std::string point_title(const std::vector<std::pair<std::string, std::string>>& point);

/// A relative change: "-12.3 %" for a ratio of 0.877, or a factor such as "x12.4" if the change is
/// 1000 % or more.
std::string shown_change(double ratio);
/// A difference of two temperatures, such as "-1.62 K".
std::string shown_difference(double kelvins);
bool is_shown_as_factor(double ratio);

}  // namespace kairos
