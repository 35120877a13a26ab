// The axes of a plot: which values they hold, in which unit, and where their ticks are.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "experiments/report/sweep_series.hpp"

namespace kairos {

/// The ends of a whisker; the mean itself where there is none.
double lowest(const Estimate95& e);
double highest(const Estimate95& e);

/// How a metric is shown: 0.002 of latency_mean_s is 2 on an axis named "latency mean (ms)".
struct Scale {
  std::string label;
  double unit = 1;
};
Scale scale_of(const MetricInfo& metric, double largest);

/// Of the values of a plot, whiskers included.
struct ValueRange {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  bool is_log = false;
};

/// Whiskers of what is never negative are cut at zero, or on a log axis below the smallest mean.
ValueRange range_of(const std::vector<Series>& series, double unit);

/// Maps a range of values to a range of pixels.
struct Axis {
  double low = 0, high = 1;  ///< In shown units.
  double from = 0, to = 1;   ///< In pixels.
  bool is_log = false;
  std::vector<std::pair<double, std::string>> ticks;

  [[nodiscard]] double at(double value) const {
    value = std::clamp(value, low, high);
    const double share =
        is_log ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return from + (to - from) * share;
  }
};

/// Holds the range with some air. `anchored`: bars stand on its zero.
Axis value_axis(const ValueRange& range, bool anchored);

Axis sweep_axis(const Sweeping& sweeping);

}  // namespace kairos
