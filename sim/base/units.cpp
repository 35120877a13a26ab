#include "sim/base/units.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "sim/base/display_units.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

constexpr std::array duration_units = {Unit{"ps", 1e-12}, Unit{"ns", 1e-9}, Unit{"us", 1e-6},
                                       Unit{"ms", 1e-3},  Unit{"s", 1},     Unit{"min", 60},
                                       Unit{"h", 3600}};
constexpr std::array frequency_units = {
    Unit{"/h", 1 / 3600.0}, Unit{"/min", 1 / 60.0}, Unit{"Hz", 1},
    Unit{"/s", 1},          Unit{"kHz", 1e3},       Unit{"/ms", 1e3},
    Unit{"MHz", 1e6},       Unit{"/us", 1e6},       Unit{"GHz", 1e9}};
constexpr std::array energy_units = {Unit{"pJ", 1e-12}, Unit{"nJ", 1e-9}, Unit{"uJ", 1e-6},
                                     Unit{"mJ", 1e-3},  Unit{"J", 1},     Unit{"kJ", 1e3}};
constexpr std::array power_units = {Unit{"nW", 1e-9}, Unit{"uW", 1e-6}, Unit{"mW", 1e-3},
                                    Unit{"W", 1}, Unit{"kW", 1e3}};
constexpr std::array data_units = {Unit{"B", 1},
                                   Unit{"kB", 1e3},
                                   Unit{"KiB", 1024},
                                   Unit{"MB", 1e6},
                                   Unit{"MiB", 1024.0 * 1024},
                                   Unit{"GB", 1e9},
                                   Unit{"GiB", 1024.0 * 1024 * 1024},
                                   Unit{"TB", 1e12}};
constexpr std::array bandwidth_units = {Unit{"B/s", 1},
                                        Unit{"kB/s", 1e3},
                                        Unit{"KiB/s", 1024},
                                        Unit{"MB/s", 1e6},
                                        Unit{"MiB/s", 1024.0 * 1024},
                                        Unit{"GB/s", 1e9},
                                        Unit{"GiB/s", 1024.0 * 1024 * 1024},
                                        Unit{"TB/s", 1e12}};
constexpr std::array work_units = {Unit{"op", 1}, Unit{"kop", 1e3}, Unit{"Mop", 1e6},
                                   Unit{"Gop", 1e9}, Unit{"Top", 1e12}};
constexpr std::array throughput_units = {Unit{"op/s", 1}, Unit{"kop/s", 1e3}, Unit{"Mop/s", 1e6},
                                         Unit{"Gop/s", 1e9}, Unit{"Top/s", 1e12}};
constexpr std::array potential_units = {Unit{"uV", 1e-6}, Unit{"mV", 1e-3}, Unit{"V", 1}};
constexpr std::array capacitance_units = {Unit{"pF", 1e-12}, Unit{"nF", 1e-9}, Unit{"uF", 1e-6},
                                          Unit{"F", 1}};
constexpr std::array length_units = {Unit{"um", 1e-6}, Unit{"mm", 1e-3}, Unit{"m", 1}};
constexpr std::array difference_units = {Unit{"mK", 1e-3}, Unit{"K", 1}};
constexpr std::array conductance_units = {Unit{"mW/K", 1e-3}, Unit{"W/K", 1}};
constexpr std::array resistance_units = {Unit{"mK/W", 1e-3}, Unit{"K/W", 1}};
constexpr std::array heat_units = {Unit{"uJ/K", 1e-6}, Unit{"mJ/K", 1e-3}, Unit{"J/K", 1},
                                   Unit{"kJ/K", 1e3}};
constexpr std::array conductivity_units = {Unit{"W/mK", 1}};
constexpr std::array volumetric_units = {Unit{"J/m3K", 1}, Unit{"kJ/m3K", 1e3},
                                         Unit{"MJ/m3K", 1e6}};
constexpr std::array temperature_units = {Unit{"C", 1}, Unit{"K", 1}};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string unit_names(const UnitFamily& family) {
  std::string names;
  for (const Unit& unit : family.units) {
    if (!names.empty()) names += ", ";
    names += unit.name;
  }
  return names;
}

InputError bad_unit(std::string_view text, const UnitFamily& family) {
  return InputError("'" + std::string(text) + "' is not " + with_article(family.quantity) +
                    "; write a number and a unit (" + unit_names(family) + "), such as '" +
                    std::string(family.example) + "'");
}

/// Splits "1.5 ms" into 1.5 and its unit.
std::pair<double, const Unit*> split(std::string_view whole, const UnitFamily& family) {
  const std::string_view text = trimmed(whole);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !std::isfinite(number)) throw bad_unit(whole, family);
  const std::string_view rest = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  for (const Unit& unit : family.units) {
    if (unit.name == rest) return {number, &unit};
  }
  throw bad_unit(whole, family);
}

}  // namespace

template <>
const UnitFamily& units_of<Duration>() {
  static const UnitFamily family{"duration", "5 ms", duration_units};
  return family;
}
template <>
const UnitFamily& units_of<Hertz>() {
  static const UnitFamily family{"frequency", "2 GHz", frequency_units};
  return family;
}
template <>
const UnitFamily& units_of<Joules>() {
  static const UnitFamily family{"energy", "3 mJ", energy_units};
  return family;
}
template <>
const UnitFamily& units_of<Watts>() {
  static const UnitFamily family{"power", "250 mW", power_units};
  return family;
}
template <>
const UnitFamily& units_of<Bytes>() {
  static const UnitFamily family{"amount of data", "6 MiB", data_units};
  return family;
}
template <>
const UnitFamily& units_of<BytesPerSecond>() {
  static const UnitFamily family{"bandwidth", "1.5 GB/s", bandwidth_units};
  return family;
}
template <>
const UnitFamily& units_of<Operations>() {
  static const UnitFamily family{"amount of work", "1.8 Gop", work_units};
  return family;
}
template <>
const UnitFamily& units_of<OperationsPerSecond>() {
  static const UnitFamily family{"throughput", "2 Top/s", throughput_units};
  return family;
}
template <>
const UnitFamily& units_of<Volts>() {
  static const UnitFamily family{"voltage", "900 mV", potential_units};
  return family;
}
template <>
const UnitFamily& units_of<JoulesPerByte>() {
  static constexpr std::array units{Unit{"pJ/B", 1e-12}, Unit{"nJ/B", 1e-9}, Unit{"uJ/B", 1e-6},
                                    Unit{"J/B", 1}};
  static constexpr UnitFamily family{"energy per byte", "20 pJ/B", units};
  return family;
}
template <>
const UnitFamily& units_of<JoulesPerOperation>() {
  static constexpr std::array units{Unit{"fJ/op", 1e-15}, Unit{"pJ/op", 1e-12}, Unit{"nJ/op", 1e-9},
                                    Unit{"J/op", 1}};
  static constexpr UnitFamily family{"energy per operation", "0.5 pJ/op", units};
  return family;
}
template <>
const UnitFamily& units_of<Farads>() {
  static const UnitFamily family{"capacitance", "300 pF", capacitance_units};
  return family;
}
template <>
const UnitFamily& units_of<Metres>() {
  static const UnitFamily family{"length", "2 mm", length_units};
  return family;
}
template <>
const UnitFamily& units_of<Kelvins>() {
  static const UnitFamily family{"temperature difference", "5 K", difference_units};
  return family;
}
template <>
const UnitFamily& units_of<WattsPerKelvin>() {
  static const UnitFamily family{"thermal conductance", "0.5 W/K", conductance_units};
  return family;
}
template <>
const UnitFamily& units_of<KelvinsPerWatt>() {
  static const UnitFamily family{"thermal resistance", "2 K/W", resistance_units};
  return family;
}
template <>
const UnitFamily& units_of<JoulesPerKelvin>() {
  static const UnitFamily family{"heat capacity", "0.1 J/K", heat_units};
  return family;
}
template <>
const UnitFamily& units_of<Conductivity>() {
  static const UnitFamily family{"thermal conductivity", "130 W/mK", conductivity_units};
  return family;
}
template <>
const UnitFamily& units_of<VolumetricHeat>() {
  static const UnitFamily family{"volumetric heat capacity", "1.6 MJ/m3K", volumetric_units};
  return family;
}
template <>
const UnitFamily& units_of<Temperature>() {
  static const UnitFamily family{"temperature", "45 C", temperature_units};
  return family;
}

double parse_with_unit(std::string_view text, const UnitFamily& family) {
  const auto [number, unit] = split(text, family);
  // Dividing by a power of ten is exact, whereas multiplying by 1e-3 is not.
  const double value =
      unit->factor < 1 ? number / std::round(1 / unit->factor) : number * unit->factor;
  if (!std::isfinite(value)) throw bad_unit(text, family);
  return value;
}

template <>
Duration parse<Duration>(std::string_view text) {
  const UnitFamily& family = units_of<Duration>();
  const auto [number, unit] = split(text, family);
  const double exact = number * std::round(unit->factor * picoseconds_per_second);
  const double rounded = std::round(exact);
  if (!(std::abs(exact) < 9.2e18)) throw_time_overflow();
  if (std::abs(exact - rounded) > 1e-6 + 1e-12 * std::abs(exact)) {
    throw InputError("'" + std::string(text) +
                     "' is not a whole number of picoseconds; round it to whole picoseconds");
  }
  return Duration::picoseconds(static_cast<std::int64_t>(rounded));
}

template <>
Temperature parse<Temperature>(std::string_view text) {
  const auto [number, unit] = split(text, units_of<Temperature>());
  const auto read = unit->name == "C" ? Temperature::celsius(number) : Temperature::kelvin(number);
  if (read.kelvin() < 0) {
    throw InputError("'" + std::string(text) +
                     "' is below absolute zero; write at least -273.15 C");
  }
  return read;
}

std::string format(Temperature temperature) {
  // The offset of the Celsius scale causes a rounding error, so the value is rounded to a
  // nanokelvin.
  return shortest(std::round(temperature.celsius() * 1e9) / 1e9) + " C";
}

std::string shortest(double value) {
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end};
}

std::string format_with_unit(double value, const UnitFamily& family) {
  const Unit* best = &unit_for(value, family);
  const bool is_part = best->factor < 1;
  const double parts = std::round(1 / best->factor);
  const double scaled = is_part ? value * parts : value / best->factor;
  // The division has rounded, so that fewer digits may be read back as the same value.
  double brief = scaled;
  std::array<char, 32> text{};
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), scaled, std::chars_format::general, 15);
  if (error == std::errc()) std::from_chars(text.data(), end, brief);
  const double read_back = is_part ? brief / parts : brief * best->factor;
  return shortest(read_back == value ? brief : scaled) + " " + std::string(best->name);
}

std::string format(Duration duration) {
  const UnitFamily& family = units_of<Duration>();
  const Unit* best = &family.units.front();
  const auto count = static_cast<double>(duration.picoseconds());
  for (const Unit& unit : family.units) {
    if (unit.factor <= 1 && std::abs(count) >= unit.factor * picoseconds_per_second) best = &unit;
  }
  if (duration == Duration{}) return "0 s";
  return shortest(count / std::round(best->factor * picoseconds_per_second)) + " " +
         std::string(best->name);
}

double parse_number(std::string_view whole) {
  const std::string_view text = trimmed(whole);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) {
    throw InputError("'" + std::string(whole) +
                     "' is not a number; write a plain number such as '0.5'");
  }
  return number;
}

}  // namespace kairos
