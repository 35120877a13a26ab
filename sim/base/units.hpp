// Reads and writes values with units: "1.5 ms", "2 GHz", "5 /ms". A number without a unit is an
// error.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/base/quantity.hpp"
#include "sim/base/temperature.hpp"

namespace kairos {

/// A unit of a quantity: "us" multiplies the number by `factor` coherent units.
struct Unit {
  std::string_view name;
  double factor;
};

/// The units of a quantity, the smallest first, and an example for messages ("5 ms").
struct UnitFamily {
  std::string_view quantity;  ///< Name of the quantity: "duration".
  std::string_view example;
  std::span<const Unit> units;
};

template <class T>
const UnitFamily& units_of();
template <>
const UnitFamily& units_of<Duration>();
template <>
const UnitFamily& units_of<Hertz>();
template <>
const UnitFamily& units_of<Joules>();
template <>
const UnitFamily& units_of<Watts>();
template <>
const UnitFamily& units_of<Bytes>();
template <>
const UnitFamily& units_of<BytesPerSecond>();
template <>
const UnitFamily& units_of<Operations>();
template <>
const UnitFamily& units_of<OperationsPerSecond>();
template <>
const UnitFamily& units_of<Volts>();
template <>
const UnitFamily& units_of<JoulesPerByte>();
template <>
const UnitFamily& units_of<JoulesPerOperation>();
template <>
const UnitFamily& units_of<Farads>();
template <>
const UnitFamily& units_of<Metres>();
template <>
const UnitFamily& units_of<Kelvins>();
template <>
const UnitFamily& units_of<WattsPerKelvin>();
template <>
const UnitFamily& units_of<KelvinsPerWatt>();
template <>
const UnitFamily& units_of<JoulesPerKelvin>();
template <>
const UnitFamily& units_of<Conductivity>();
template <>
const UnitFamily& units_of<VolumetricHeat>();
template <>
const UnitFamily& units_of<Temperature>();

/// The number in coherent units. Throws InputError (without a place) with advice if the text is
/// invalid.
double parse_with_unit(std::string_view text, const UnitFamily& family);

/// The shortest exact text in the largest unit that keeps the number at 1 or above: "1.5 ms".
std::string format_with_unit(double value, const UnitFamily& family);

template <class T>
T parse(std::string_view text) {
  return T(parse_with_unit(text, units_of<T>()));
}
/// Durations are exact: "1.5 ns" is 1500 ps. A fraction of a picosecond is an error.
template <>
Duration parse<Duration>(std::string_view text);

/// Accepts "45 C" or "318.15 K". A temperature below absolute zero is an error.
template <>
Temperature parse<Temperature>(std::string_view text);

std::string format(Duration duration);
std::string format(Temperature temperature);
template <Dimension D>
std::string format(Quantity<D> quantity) {
  return format_with_unit(quantity.value(), units_of<Quantity<D>>());
}

/// The value of a plain finite number; throws InputError for any other text.
double parse_number(std::string_view text);

/// The shortest text that is read back as the same double.
std::string shortest(double value);

}  // namespace kairos
