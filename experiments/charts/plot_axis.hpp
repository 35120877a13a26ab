// The axes of a plot: their ranges, units and ticks.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "experiments/charts/sweep_series.hpp"

namespace kairos {

/// The ends of a whisker, or the mean if there is no whisker.
double lowest(const Estimate95& e);
double highest(const Estimate95& e);

/// The label and unit of a metric: 0.002 of latency_mean_s is 2 on an axis named "latency mean
/// (ms)".
struct Scale {
  std::string label;
  double unit = 1;
};
Scale scale_of(const MetricInfo& metric, double largest);

/// The range of a plot's values, including whiskers.
struct ValueRange {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  bool is_log = false;
};

/// The range of all values. If no mean is negative, whiskers are cut at zero; on a logarithmic axis
/// they are cut at half the smallest mean.
ValueRange range_of(const std::vector<Series>& series, double unit);

/// Maps a range of values to a range of pixels.
struct PlotAxis {
  double low = 0, high = 1;  ///< Ends in shown units.
  double from = 0, to = 1;   ///< Ends in pixels.
  bool is_log = false;
  std::vector<std::pair<double, std::string>> ticks;

  [[nodiscard]] double at(double value) const {
    value = std::clamp(value, low, high);
    const double share =
        is_log ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return from + (to - from) * share;
  }
};

/// An axis that is slightly longer than the range. It includes zero if `anchored`, for bars.
PlotAxis value_axis(const ValueRange& range, bool anchored);

PlotAxis sweep_axis(const Sweeping& sweeping);

}  // namespace kairos
