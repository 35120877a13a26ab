// Units for values that people read: the prefix that leaves one to three digits before the point.
//
// The unit comes with the value ("s", "J/job", "1/s", "1"), and the prefixes are those of the unit
// families of units.hpp. A unit of no family is shown as it is.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/units.hpp"

namespace kairos {

/// The unit of a family whose number for `value` is at least `at_least` and otherwise smallest; the
/// smallest unit for smaller values and the coherent one for zero. It is never a binary prefix, a
/// minute, an hour or a rate per minute or hour.
const Unit& unit_for(double value, const UnitFamily& family, double at_least = 1);

/// A unit to show values in: the shown number is value / size.
struct DisplayUnit {
  std::string name;  ///< "ms", "%"; empty for plain numbers.
  double size = 1;
};

/// The unit for values of up to `largest` in a coherent unit. Ratios (unit "1") are shown in per
/// cent where none exceeds 1, and rates (unit "1/s") per second, millisecond or microsecond.
DisplayUnit display_unit(std::string_view unit, double largest, double at_least = 1);

/// The unit as typeset: "µs" for "us", "°C" for "C".
std::string typeset(const std::string& unit);

/// The words of a name such as latency_mean_s without the unit at its end, "latency mean". A name
/// that is nothing but its unit, such as jobs_per_kj, gives no words.
std::string words_without_unit(std::string_view name, std::string_view unit);

/// "365.2 mW": a value in coherent units to four digits.
std::string brief(double value, const UnitFamily& family);
template <Dimension D>
std::string brief(Quantity<D> quantity) {
  return brief(quantity.value(), units_of<Quantity<D>>());
}

}  // namespace kairos
