// Physical quantities whose type contains the dimension: Watts * Seconds gives Joules, and mixing
// dimensions does not compile.
//
// Values are doubles in the coherent unit that the alias names (watts, joules, bytes, hertz ...).
// value() returns the bare number, for formatting, vectors and matrices. Simulated time is not a
// Quantity (see time.hpp); to_seconds() and to_duration() convert it.
#pragma once

#include <compare>

#include "sim/base/time.hpp"

namespace kairos {

/// Exponents of the base dimensions: time, energy, data, work, electric potential, length,
/// temperature (as a difference).
struct Dimension {
  int time = 0, energy = 0, data = 0, work = 0, potential = 0, length = 0, temperature = 0;

  friend constexpr Dimension operator+(Dimension a, Dimension b) {
    return {a.time + b.time,
            a.energy + b.energy,
            a.data + b.data,
            a.work + b.work,
            a.potential + b.potential,
            a.length + b.length,
            a.temperature + b.temperature};
  }
  friend constexpr Dimension operator-(Dimension a, Dimension b) {
    return {a.time - b.time,
            a.energy - b.energy,
            a.data - b.data,
            a.work - b.work,
            a.potential - b.potential,
            a.length - b.length,
            a.temperature - b.temperature};
  }
  constexpr bool operator==(const Dimension&) const = default;
};

template <Dimension D>
class Quantity {
 public:
  static constexpr Dimension dimension = D;

  constexpr Quantity() = default;
  explicit constexpr Quantity(double value) : value_(value) {}
  [[nodiscard]] constexpr double value() const { return value_; }

  constexpr auto operator<=>(const Quantity&) const = default;
  constexpr Quantity& operator+=(Quantity other) { return *this = *this + other; }
  constexpr Quantity& operator-=(Quantity other) { return *this = *this - other; }

  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    return Quantity(a.value_ + b.value_);
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity(a.value_ - b.value_);
  }
  friend constexpr Quantity operator*(Quantity a, double factor) {
    return Quantity(a.value_ * factor);
  }
  friend constexpr Quantity operator*(double factor, Quantity a) { return a * factor; }
  friend constexpr Quantity operator/(Quantity a, double divisor) {
    return Quantity(a.value_ / divisor);
  }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }

 private:
  double value_ = 0;
};

template <Dimension A, Dimension B>
constexpr Quantity<A + B> operator*(Quantity<A> a, Quantity<B> b) {
  return Quantity<A + B>(a.value() * b.value());
}
template <Dimension A, Dimension B>
requires(!(A == B)) constexpr Quantity<A - B> operator/(Quantity<A> a, Quantity<B> b) {
  return Quantity<A - B>(a.value() / b.value());
}

using Seconds = Quantity<Dimension{.time = 1}>;
using Hertz = Quantity<Dimension{.time = -1}>;
using Joules = Quantity<Dimension{.energy = 1}>;
using Watts = Quantity<Dimension{.time = -1, .energy = 1}>;
using Bytes = Quantity<Dimension{.data = 1}>;
using BytesPerSecond = Quantity<Dimension{.time = -1, .data = 1}>;
using JoulesPerByte = Quantity<Dimension{.energy = 1, .data = -1}>;
using Operations = Quantity<Dimension{.work = 1}>;
using JoulesPerOperation = Quantity<Dimension{.energy = 1, .work = -1}>;
using OperationsPerSecond = Quantity<Dimension{.time = -1, .work = 1}>;
using Volts = Quantity<Dimension{.potential = 1}>;
using Amperes = Quantity<Dimension{.time = -1, .energy = 1, .potential = -1}>;
using Farads = Quantity<Dimension{.energy = 1, .potential = -2}>;
using Metres = Quantity<Dimension{.length = 1}>;
using Kelvins = Quantity<Dimension{.temperature = 1}>;  ///< A temperature difference; see
                                                        ///< Temperature for a point on the scale.
using WattsPerKelvin = Quantity<Dimension{.time = -1, .energy = 1, .temperature = -1}>;
using KelvinsPerWatt = Quantity<Dimension{.time = 1, .energy = -1, .temperature = 1}>;
using JoulesPerKelvin = Quantity<Dimension{.energy = 1, .temperature = -1}>;
/// Thermal conductivity, W/(m K), and heat per volume, J/(m3 K).
using Conductivity = Quantity<Dimension{.time = -1, .energy = 1, .length = -1, .temperature = -1}>;
using VolumetricHeat = Quantity<Dimension{.energy = 1, .length = -3, .temperature = -1}>;

constexpr Seconds to_seconds(Duration d) {
  return Seconds(d.seconds());
}
inline Duration to_duration(Seconds s) {
  return whole_picoseconds(s.value() * picoseconds_per_second);
}

}  // namespace kairos
