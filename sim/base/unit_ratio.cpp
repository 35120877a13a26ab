#include "sim/base/unit_ratio.hpp"

#include <algorithm>
#include <array>

#include "sim/base/units.hpp"

namespace kairos {
namespace {

/// Families without that of temperatures.
const auto& families() {
  static const std::array all{
      &units_of<Duration>(),       &units_of<Hertz>(),          &units_of<Joules>(),
      &units_of<Watts>(),          &units_of<Bytes>(),          &units_of<BytesPerSecond>(),
      &units_of<Operations>(),     &units_of<Volts>(),          &units_of<OperationsPerSecond>(),
      &units_of<JoulesPerByte>(),  &units_of<Farads>(),         &units_of<JoulesPerOperation>(),
      &units_of<Metres>(),         &units_of<Kelvins>(),        &units_of<WattsPerKelvin>(),
      &units_of<KelvinsPerWatt>(), &units_of<JoulesPerKelvin>()};
  return all;
}

/// The factor of a unit of a family; empty if the family does not have it.
std::optional<double> factor_in(const UnitFamily& family, std::string_view unit) {
  const auto found = std::ranges::find(family.units, unit, &Unit::name);
  if (found == family.units.end()) return std::nullopt;
  return found->factor;
}

bool is_in_a_family(std::string_view unit) {
  return std::ranges::any_of(
      families(), [&](const UnitFamily* family) { return factor_in(*family, unit).has_value(); });
}

/// The size of a unit of plain numbers; empty for other units.
std::optional<double> plain_size(std::string_view unit) {
  if (unit.empty() || unit == "1") return 1;
  if (unit == "%") return 0.01;
  return std::nullopt;
}

/// True for the things that a number counts, such as "images".
bool is_noun(std::string_view unit) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !unit.empty() && unit != "C" && std::ranges::all_of(unit, is_letter) &&
         !is_in_a_family(unit);
}

std::optional<double> ratio_of_plain(std::string_view from, std::string_view to) {
  const std::optional<double> from_size = plain_size(from);
  const std::optional<double> to_size = plain_size(to);
  if (from_size && to_size) return *from_size / *to_size;
  const bool counts = (from_size == 1.0 && is_noun(to)) || (to_size == 1.0 && is_noun(from));
  return counts ? std::optional(1.0) : std::nullopt;
}

std::optional<double> ratio_in_families(std::string_view from, std::string_view to) {
  for (const UnitFamily* family : families()) {
    const std::optional<double> of_from = factor_in(*family, from);
    const std::optional<double> of_to = factor_in(*family, to);
    if (of_from && of_to) return *of_from / *of_to;
  }
  return std::nullopt;
}

/// "1/s" is written "/s" in the family of frequencies.
std::string_view without_one(std::string_view unit) {
  return unit.starts_with("1/") ? unit.substr(1) : unit;
}

/// The parts before and after a sign; the whole and nothing if there is no such sign.
std::pair<std::string_view, std::string_view> split(std::string_view unit, char sign) {
  const std::size_t at = unit.find(sign);
  if (at == std::string_view::npos) return {unit, {}};
  return {unit.substr(0, at), unit.substr(at + 1)};
}

std::optional<double> ratio_of_fractions(std::string_view from, std::string_view to) {
  const auto [from_top, from_bottom] = split(from, '/');
  const auto [to_top, to_bottom] = split(to, '/');
  if (from_bottom.empty() || to_bottom.empty()) return std::nullopt;
  const std::optional<double> top = unit_ratio(from_top, to_top);
  const std::optional<double> bottom = unit_ratio(from_bottom, to_bottom);
  if (!top || !bottom) return std::nullopt;
  return *top / *bottom;
}

/// Units such as "J s", whose second factor is the same.
std::optional<double> ratio_of_products(std::string_view from, std::string_view to) {
  const auto [from_first, from_rest] = split(from, ' ');
  const auto [to_first, to_rest] = split(to, ' ');
  if (from_rest.empty() || from_rest != to_rest) return std::nullopt;
  return unit_ratio(from_first, to_first);
}

}  // namespace

std::optional<double> unit_ratio(std::string_view from, std::string_view to) {
  if (from == to) return 1;
  from = without_one(from);
  to = without_one(to);
  if (const auto ratio = ratio_in_families(from, to)) return ratio;
  if (const auto ratio = ratio_of_plain(from, to)) return ratio;
  if (const auto ratio = ratio_of_fractions(from, to)) return ratio;
  return ratio_of_products(from, to);
}

}  // namespace kairos
