// Leakage of one element, which grows with its temperature:
//
//   P = V (c1 T^2 exp(-c2 / T) + gate)          T in kelvin, c1 in A/K^2, c2 in K, gate in A
//
// Liao, He, Lepak: Temperature and supply voltage aware performance and power modeling at
// microarchitecture level, IEEE Trans. CAD 2005; in this form in DS3 (arXiv 2003.09016).
// Example: DS3's four A15 cores (c1 = 0.002488, c2 = 2660, gate = 0.000519) at 1 V leak 0.030 W at
// 25 C, 0.145 W at 75 C and 0.313 W at 105 C.
// How far to trust it: as far as the coefficients, which are fits to one chip.
#pragma once

#include <cmath>

#include "sim/base/fields.hpp"

namespace kairos {

struct Leakage {
  double c1 = 0;
  double c2 = 2660;
  double gate = 0;
  std::optional<Temperature> included_at;

  [[nodiscard]] bool is_none() const { return c1 == 0 && gate == 0; }
  [[nodiscard]] Amperes current(Temperature temperature) const {
    const double t = temperature.kelvin();
    return Amperes(c1 * t * t * std::exp(-c2 / t) + gate);
  }
  /// Returns the power with its first two derivatives.
  struct Curve {
    Amperes current;
    decltype(Amperes{} / Kelvins{}) slope;
    decltype(Amperes{} / Kelvins{} / Kelvins{}) curvature;
  };
  [[nodiscard]] Curve curve(Temperature temperature) const {
    const double t = temperature.kelvin();
    const double falling = c1 * std::exp(-c2 / t), ratio = c2 / t;
    return {Amperes(falling * t * t + gate), decltype(Curve::slope)(falling * (2 * t + c2)),
            decltype(Curve::curvature)(falling * (2 + 2 * ratio + ratio * ratio))};
  }
  [[nodiscard]] Watts power(Volts voltage, Temperature temperature) const {
    return voltage * current(temperature);
  }
  void describe(Fields& f);
};

}  // namespace kairos
