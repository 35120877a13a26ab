#include "experiments/charts/plot_axis.hpp"

#include <algorithm>
#include <cmath>

#include "experiments/charts/svg.hpp"
#include "experiments/statistics/readable.hpp"
#include "sim/base/display_units.hpp"

namespace kairos {

double lowest(const Estimate95& e) {
  return std::isnan(e.half_width) ? e.mean : e.mean - e.half_width;
}
double highest(const Estimate95& e) {
  return std::isnan(e.half_width) ? e.mean : e.mean + e.half_width;
}

Scale scale_of(const MetricInfo& metric, double largest) {
  constexpr double fewest_units = 2;  // The value at the end of an axis has at least so many units.
  const DisplayUnit unit = display_unit(metric.unit, largest, fewest_units);
  const std::string words = words_without_unit(metric.name, metric.unit);
  const std::string name = typeset(unit.name);
  if (words.empty() || name.empty()) return {words + name, unit.size};
  return {words + " (" + name + ")", unit.size};
}

ValueRange range_of(const std::vector<Series>& series, double unit) {
  ValueRange means;
  ValueRange whiskers;
  for (const Series& one : series) {
    for (const auto& [x, e] : one.by_x) {
      means = {std::min(means.low, e.mean / unit), std::max(means.high, e.mean / unit)};
      whiskers = {std::min(whiskers.low, lowest(e) / unit),
                  std::max(whiskers.high, highest(e) / unit)};
    }
  }
  if (!(means.low <= means.high)) return {0, 1, false};
  constexpr double linear_up_to = 20;
  whiskers.is_log = means.low > 0 && means.high / means.low > linear_up_to;
  if (whiskers.is_log) whiskers.low = std::max(whiskers.low, means.low / 2);
  if (means.low >= 0) whiskers.low = std::max(whiskers.low, 0.0);
  return whiskers;
}

namespace {

/// Adds ticks at every decade, and at 2 and 5 times if there are few decades.
void add_log_ticks(PlotAxis& axis) {
  const bool few = axis.high / axis.low < 2000;
  for (double decade = std::floor(std::log10(axis.low)); std::pow(10, decade) <= axis.high;
       ++decade) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      const double value = digit * std::pow(10, decade);
      const bool shown =
          (digit == 1 || few) && value >= axis.low * 0.999 && value <= axis.high * 1.001;
      if (shown) axis.ticks.emplace_back(value, svg::number(value));
    }
  }
}

}  // namespace

PlotAxis value_axis(const ValueRange& range, bool anchored) {
  const auto [low, high, is_log] = range;
  PlotAxis axis{.low = low, .high = high, .is_log = is_log, .ticks = {}};
  if (axis.is_log) {
    axis.low /= 1.3;
    axis.high *= 1.3;
    add_log_ticks(axis);
    return axis;
  }
  const bool zero_is_near = low > 0 && low < high / 2;
  if (low >= 0 && (anchored || zero_is_near)) axis.low = 0;
  if (anchored && high < 0) axis.high = 0;
  const double room = std::max(axis.high - axis.low, std::max(std::abs(high), 1e-12) * 1e-3);
  axis.high += room * 0.07;
  if (axis.low != 0) axis.low -= room * 0.07;
  for (const double tick : svg::round_ticks(axis.low, axis.high, 6)) {
    axis.ticks.emplace_back(tick, svg::number(tick));
  }
  return axis;
}

PlotAxis sweep_axis(const Sweeping& sweeping) {
  PlotAxis axis{.ticks = {}};
  if (sweeping.numbers.empty()) {
    axis.low = -0.5;
    axis.high = static_cast<double>(sweeping.values.size()) - 0.5;
    for (std::size_t i = 0; i < sweeping.values.size(); ++i) {
      axis.ticks.emplace_back(static_cast<double>(i), shown_value(sweeping.values[i]));
    }
    return axis;
  }
  const auto [low, high] = std::ranges::minmax(sweeping.numbers);
  constexpr double linear_up_to = 50;
  axis.is_log = low > 0 && high / low > linear_up_to;
  const double air = (high - low) * 0.03;
  axis.low = axis.is_log ? low / 1.15 : low - air;
  axis.high = axis.is_log ? high * 1.15 : high + air;
  if (axis.is_log) {
    add_log_ticks(axis);
  } else {
    for (const double tick : svg::round_ticks(low, high, 7))
      axis.ticks.emplace_back(tick, svg::number(tick));
  }
  return axis;
}

}  // namespace kairos
