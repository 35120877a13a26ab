#include "experiments/report/plot_axis.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "experiments/report/readable.hpp"
#include "experiments/report/svg.hpp"

namespace kairos {

double lowest(const Estimate95& e) {
  return std::isnan(e.half_width) ? e.mean : e.mean - e.half_width;
}
double highest(const Estimate95& e) {
  return std::isnan(e.half_width) ? e.mean : e.mean + e.half_width;
}

Scale scale_of(const std::string& metric_name, double largest) {
  const std::string suffix = metric_name.substr(metric_name.rfind('_') + 1);
  const std::map<std::string, std::string> units{{"s", "s"},    {"j", "J"},  {"w", "W"},
                                                 {"js", "J s"}, {"c", "°C"}, {"k", "K"}};
  const auto unit = units.find(suffix);
  const bool is_rate = metric_name.ends_with("_per_s");
  std::string words = metric_name;
  std::ranges::replace(words, '_', ' ');
  if (metric_name.ends_with("_bytes_per_s")) {
    words.resize(words.size() - std::string_view("_bytes_per_s").size());
    return largest < 1e9 ? Scale{words + " (MB/s)", 1e6} : Scale{words + " (GB/s)", 1e9};
  }
  if (unit == units.end() || is_rate) return {words, 1};
  words.resize(words.size() - suffix.size() - 1);
  if (suffix == "c" || suffix == "k") return {words + " (" + unit->second + ")", 1};
  if (suffix == "s") {
    const auto [seconds, name] = svg::time_unit(largest);
    return {words + " (" + name + ")", seconds};
  }
  Scale scale{words + " (" + unit->second + ")", 1};
  for (const auto& [size, prefix] : {std::pair{1e-3, "m"}, {1e-6, "µ"}, {1e-9, "n"}}) {
    if (largest < 1000 * size) scale = {words + " (" + prefix + unit->second + ")", size};
  }
  return scale;
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

/// Every decade, with its 2 and 5 where decades are few.
void add_log_ticks(Axis& axis) {
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

Axis value_axis(const ValueRange& range, bool anchored) {
  const auto [low, high, is_log] = range;
  Axis axis{.low = low, .high = high, .is_log = is_log, .ticks = {}};
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

Axis sweep_axis(const Sweeping& sweeping) {
  Axis axis{.ticks = {}};
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
