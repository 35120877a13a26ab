#include "experiments/statistics/readable.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kairos {
namespace {

/// The number of decimals that shows `digits` significant digits.
int decimals_for(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) return 0;
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return std::clamp(digits - 1 - magnitude, 0, 6);
}

/// A value as YAML on one line. At the top level, a single item has no brackets.
std::string flow(const nlohmann::ordered_json& value, bool stands_alone) {
  if (!value.is_structured()) return value.is_string() ? value.get<std::string>() : value.dump();
  std::string text;
  for (const auto& [key, item] : value.items()) {
    text += (text.empty() ? "" : ", ") + (value.is_object() ? key + ": " : "") + flow(item, false);
  }
  if (stands_alone && value.size() == 1) return text;
  return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

/// The last `count` components of a dotted key.
std::string end_of(const std::string& key, std::size_t count) {
  std::size_t from = key.size();
  for (std::size_t i = 0; i < count && from != std::string::npos; ++i) {
    from = from == 0 ? std::string::npos : key.rfind('.', from - 1);
  }
  return from == std::string::npos ? key : key.substr(from + 1);
}

}  // namespace

std::string shown_value(const std::string& value) {
  if (!value.starts_with('{') && !value.starts_with('[')) return value;
  const auto json = nlohmann::ordered_json::parse(value, nullptr, false);
  return json.is_discarded() ? value : flow(json, true);
}

std::string heading_of(const MetricInfo& metric, const DisplayUnit& unit) {
  const std::string words = words_without_unit(metric.name, metric.unit);
  if (words.empty() || unit.name.empty()) return words + unit.name;
  return words + " " + unit.name;
}

std::string point_title(const std::vector<std::pair<std::string, std::string>>& point) {
  std::string title;
  for (const auto& entry : point) {
    const std::string& key = entry.first;
    std::size_t components = 1;
    const auto is_taken = [&](const auto& other) {
      return other.first != key && end_of(other.first, components) == end_of(key, components);
    };
    while (end_of(key, components) != key && std::ranges::any_of(point, is_taken)) ++components;
    title +=
        (title.empty() ? "" : ", ") + end_of(key, components) + " = " + shown_value(entry.second);
  }
  return title;
}

std::string shown(const Estimate95& estimate, const DisplayUnit& unit) {
  if (estimate.n == 0) return "-";
  const double mean = estimate.mean / unit.size;
  const double half = estimate.half_width / unit.size;
  const int most = decimals_for(mean, 4);
  if (!std::isfinite(half)) return fmt::format("{:.{}f}", mean, most);
  if (half == 0) return fmt::format("{:.{}f}±0", mean, most);
  // The interval decides the number of digits, within three to four.
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
  constexpr double smallest = 0.5e-3;  // The smallest number that `most` decimals can show.
  if (std::abs(kelvins) < smallest) return "+0 K";
  return fmt::format("{:+.{}f} K", kelvins, std::min(decimals_for(kelvins, 3), most));
}

}  // namespace kairos
