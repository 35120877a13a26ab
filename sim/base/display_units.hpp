// Chooses units for values that people read, so that one to three digits stand before the point.
//
// The unit comes with the value ("s", "J/job", "1/s", "1"), and the prefixes are those of the unit
// families of units.hpp. A unit that belongs to no family is shown unchanged.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/units.hpp"

namespace kairos {

/// The unit for which the number for `value` is the smallest that is still at least `at_least`.
/// Smaller values get the smallest unit, and zero gets the coherent unit. The unit is never a
/// binary prefix, a minute, an hour or a rate per minute or hour.
const Unit& unit_for(double value, const UnitFamily& family, double at_least = 1);

/// A unit to show values in: the shown number is value / size.
struct DisplayUnit {
  std::string name;  ///< Symbol of the unit, such as "ms" or "%"; empty for plain numbers.
  double size = 1;
};

/// The unit for values of up to `largest` in a coherent unit. Ratios (unit "1") are shown in per
/// cent if none exceeds 1, and rates (unit "1/s") per second, millisecond or microsecond.
DisplayUnit display_unit(std::string_view unit, double largest, double at_least = 1);

/// The unit as typeset: "µs" for "us", "°C" for "C".
std::string typeset(const std::string& unit);

/// The words of a metric name without the unit at its end: "latency mean" for latency_mean_s. A
/// name that consists only of its unit, such as jobs_per_kj, gives an empty text.
std::string words_without_unit(std::string_view name, std::string_view unit);

/// The value, given in coherent units, as text with four significant digits: "365.2 mW".
std::string brief(double value, const UnitFamily& family);
template <Dimension D>
std::string brief(Quantity<D> quantity) {
  return brief(quantity.value(), units_of<Quantity<D>>());
}

}  // namespace kairos
