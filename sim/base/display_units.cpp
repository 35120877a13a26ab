#include "sim/base/display_units.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace kairos {
namespace {

/// Tolerance for the rounding of a value that is exactly one unit.
constexpr double rounding = 1 - 1e-12;

/// False for binary prefixes, minutes, hours and rates.
bool is_shown(const Unit& unit) {
  const bool is_binary_or_minute = unit.name.find('i') != std::string_view::npos;
  const bool is_decimal = unit.factor <= 1 || unit.factor >= 1e3;
  return unit.name.front() != '/' && unit.name != "h" && is_decimal && !is_binary_or_minute;
}

const UnitFamily* family_of(std::string_view unit) {
  static const std::array families{&units_of<Duration>(),
                                   &units_of<Joules>(),
                                   &units_of<Watts>(),
                                   &units_of<Bytes>(),
                                   &units_of<BytesPerSecond>(),
                                   &units_of<Operations>(),
                                   &units_of<OperationsPerSecond>(),
                                   &units_of<Volts>(),
                                   &units_of<Hertz>(),
                                   &units_of<Farads>(),
                                   &units_of<Metres>()};
  const auto has_unit = [&](const UnitFamily* family) {
    return std::ranges::any_of(
        family->units, [&](const Unit& own) { return own.factor == 1 && own.name == unit; });
  };
  const auto found = std::ranges::find_if(families, has_unit);
  return found == families.end() ? nullptr : *found;
}

/// The part of a unit that takes a prefix: "J" for "J s" and for "J/job".
std::string_view first_part(std::string_view unit) {
  return unit.substr(0, unit.find_first_of(" /"));
}

/// The unit as it is spelt in metric names: "bytes_per_s" for B/s, "js" for J s, "per_s" for 1/s.
std::string spelt(std::string_view unit) {
  std::string text;
  if (unit == "1") return text;
  const std::size_t slash = unit.find('/');
  for (const char c : unit.substr(0, slash)) {
    if (c != ' ') text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (text == "b") text = "bytes";
  if (slash == std::string_view::npos) return text;
  const std::string per = "per_" + spelt(unit.substr(slash + 1));
  return text == "1" ? per : text + "_" + per;
}

}  // namespace

const Unit& unit_for(double value, const UnitFamily& family, double at_least) {
  const Unit* best = nullptr;
  for (const Unit& unit : family.units) {
    if (!is_shown(unit)) continue;
    const bool is_reached =
        value == 0 ? unit.factor == 1 : std::abs(value) >= at_least * unit.factor * rounding;
    if (best == nullptr || is_reached) best = &unit;
  }
  return *best;
}

DisplayUnit display_unit(std::string_view unit, double largest, double at_least) {
  if (unit == "1") return largest <= 1 ? DisplayUnit{"%", 0.01} : DisplayUnit{};
  if (unit == "1/s") {
    DisplayUnit best{"/s", 1};
    for (const auto& [name, size] : {std::pair{"/ms", 1e3}, {"/us", 1e6}}) {
      if (std::abs(largest) >= at_least * size * rounding) best = {name, size};
    }
    return best;
  }
  const UnitFamily* family = family_of(unit);
  const std::string_view first = family != nullptr ? unit : first_part(unit);
  if (family == nullptr) family = family_of(first);
  if (family == nullptr) return {std::string(unit), 1};
  const Unit& chosen = unit_for(largest, *family, at_least);
  return {std::string(chosen.name) + std::string(unit.substr(first.size())), chosen.factor};
}

std::string typeset(const std::string& unit) {
  if (unit == "C") return "°C";
  const bool is_micro = unit.size() > 1 && unit.front() == 'u';
  if (is_micro) return "µ" + unit.substr(1);
  return unit == "/us" ? "/µs" : unit;
}

std::string words_without_unit(std::string_view name, std::string_view unit) {
  const std::string suffix = spelt(unit);
  if (name == suffix) return "";
  const bool is_suffixed = !suffix.empty() && name.ends_with("_" + suffix);
  std::string words(name.substr(0, name.size() - (is_suffixed ? suffix.size() + 1 : 0)));
  std::ranges::replace(words, '_', ' ');
  return words == "edp" ? "EDP" : words;
}

std::string brief(double value, const UnitFamily& family) {
  const Unit& unit = unit_for(value, family);
  std::array<char, 32> number{};
  std::snprintf(number.data(), number.size(), "%.4g", value / unit.factor);
  return std::string(number.data()) + " " + std::string(unit.name);
}

}  // namespace kairos
