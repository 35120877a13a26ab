#include "experiments/report/readable.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kairos {
namespace {

constexpr std::pair<std::string_view, double> prefixes[] = {
    {"n", 1e-9}, {"u", 1e-6}, {"m", 1e-3}, {"", 1}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}};

/// The prefixes that are in use with a unit.
std::pair<double, double> range_of(std::string_view unit) {
  if (unit == "s") return {1e-9, 1};
  if (unit == "J" || unit == "J s" || unit == "W") return {1e-9, 1e3};
  if (unit == "B" || unit == "B/s") return {1, 1e9};
  return {1, 1};
}

/// Rates count per second, millisecond or microsecond.
ShownUnit rate_unit(double largest) {
  if (largest >= 1e6) return {"/us", 1e-6};
  if (largest >= 1e3) return {"/ms", 1e-3};
  return {"/s", 1};
}

/// Digits after the point that leave `digits` significant ones.
int decimals_for(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) return 0;
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return std::clamp(digits - 1 - magnitude, 0, 6);
}

/// As YAML would be written in a line; what stands alone needs no brackets.
std::string flow(const nlohmann::ordered_json& value, bool stands_alone) {
  if (!value.is_structured()) return value.is_string() ? value.get<std::string>() : value.dump();
  std::string text;
  for (const auto& [key, item] : value.items()) {
    text += (text.empty() ? "" : ", ") + (value.is_object() ? key + ": " : "") + flow(item, false);
  }
  if (stands_alone && value.size() == 1) return text;
  return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

}  // namespace

std::string shown_value(const std::string& value) {
  if (!value.starts_with('{') && !value.starts_with('[')) return value;
  const auto json = nlohmann::ordered_json::parse(value, nullptr, false);
  return json.is_discarded() ? value : flow(json, true);
}

std::string short_name(const MetricInfo& metric) {
  std::string name = metric.name;
  for (const std::string_view suffix :
       {"_bytes_per_s", "_per_s", "_bytes", "_js", "_s", "_j", "_w", "_c", "_k"}) {
    if (!name.ends_with(suffix)) continue;
    name.resize(name.size() - suffix.size());
    break;
  }
  std::ranges::replace(name, '_', ' ');
  return name == "edp" ? "EDP" : name;
}

ShownUnit shown_unit(const MetricInfo& metric, double largest) {
  if (metric.unit == "1") return largest <= 1 ? ShownUnit{"%", 100} : ShownUnit{"", 1};
  if (metric.unit == "1/s") return rate_unit(largest);
  const auto [smallest_factor, largest_factor] = range_of(metric.unit);
  if (smallest_factor == largest_factor) {
    return {short_name(metric) == metric.unit ? "" : metric.unit, 1};  // "jobs jobs" says no more
  }
  ShownUnit unit{metric.unit, 1};
  if (largest == 0) return unit;
  bool found = false;
  for (const auto& [prefix, factor] : prefixes) {
    if (factor < smallest_factor || factor > largest_factor) continue;
    if (found && largest < factor) break;
    unit = {std::string(prefix) + metric.unit, 1 / factor};
    found = true;
  }
  return unit;
}

std::string shown(const Estimate95& estimate, const ShownUnit& unit) {
  if (estimate.n == 0) return "-";
  const double mean = estimate.mean * unit.factor;
  const double half = estimate.half_width * unit.factor;
  const int most = decimals_for(mean, 4);
  if (!std::isfinite(half)) return fmt::format("{:.{}f}", mean, most);
  if (half == 0) return fmt::format("{:.{}f}±0", mean, most);
  // As many digits as the interval leaves a meaning, from three to four.
  const int decimals = std::clamp(decimals_for(half, 1), decimals_for(mean, 3), most);
  return fmt::format("{:.{}f}±{:.{}f}", mean, decimals, half, decimals);
}

bool is_shown_as_factor(double ratio) {
  constexpr double shown_as_1000 = 999.95;
  return (ratio - 1) * 100 >= shown_as_1000;
}

std::string shown_change(double ratio) {
  if (!is_shown_as_factor(ratio)) return fmt::format("{:+.1f} %", (ratio - 1) * 100);
  constexpr double longest = 1e6;
  return ratio < longest ? fmt::format("x{:.{}f}", ratio, decimals_for(ratio, 3))
                         : fmt::format("x{:.1e}", ratio);
}

std::string shown_difference(double kelvins) {
  constexpr int most = 3;
  constexpr double smallest = 0.5e-3;  // what `most` decimals can show
  if (std::abs(kelvins) < smallest) return "+0 K";
  return fmt::format("{:+.{}f} K", kelvins, std::min(decimals_for(kelvins, 3), most));
}

}  // namespace kairos
