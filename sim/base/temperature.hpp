// A point on the temperature scale. The difference of two temperatures is in Kelvins.
#pragma once

#include <compare>

#include "sim/base/quantity.hpp"

namespace kairos {

class Temperature {
 public:
  constexpr Temperature() = default;
  static constexpr Temperature kelvin(double value) { return Temperature(value); }
  static constexpr Temperature celsius(double value) { return Temperature(value + zero_celsius); }

  [[nodiscard]] constexpr double kelvin() const { return kelvin_; }
  [[nodiscard]] constexpr double celsius() const { return kelvin_ - zero_celsius; }

  constexpr auto operator<=>(const Temperature&) const = default;
  friend constexpr Temperature operator+(Temperature t, Kelvins k) {
    return Temperature(t.kelvin_ + k.value());
  }
  friend constexpr Temperature operator-(Temperature t, Kelvins k) {
    return Temperature(t.kelvin_ - k.value());
  }
  friend constexpr Kelvins operator-(Temperature a, Temperature b) {
    return Kelvins(a.kelvin_ - b.kelvin_);
  }

 private:
  static constexpr double zero_celsius = 273.15;
  explicit constexpr Temperature(double kelvin) : kelvin_(kelvin) {}
  double kelvin_ = zero_celsius;
};

}  // namespace kairos
