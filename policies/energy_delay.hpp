// The energy-delay product of one task, which several policies minimise:
//
//   energy * delay^exponent,  delay = finish - when it became ready
//
// exponent 0 is plain energy, 1 the energy-delay product, 2 weighs time more. Between equals the
// earlier finish wins.
//
// Gonzalez, Horowitz: Energy dissipation in general purpose microprocessors, IEEE J. Solid-State
// Circuits 31(9), 1996, as a measure of circuits; here for one task at a time.
//
// Example: 20 mJ and 10 ms are 200 uJ s, 13 mJ and 20 ms are 260 uJ s: the first wins. With
// exponent 0.5 they are 63 and 58: the second does. How far to trust it: energy is the element's
// dynamic and idle share, without leakage, and delay has the whole wait in it, so under load what
// is slow and cheap looks better than it is for those behind it.
#pragma once

#include <cmath>
#include <utility>

#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/time.hpp"

namespace kairos {

struct EnergyDelay {
  using Score = std::pair<double, Time>;  ///< The lowest score wins.
  double exponent = 1;

  void describe(Fields& f) {
    f("exponent", exponent, "weight of time; 0 is plain energy").not_negative();
  }
  [[nodiscard]] Score score(Joules energy, Time ready, Time finish) const {
    return {energy.value() * std::pow((finish - ready).seconds(), exponent), finish};
  }
};

}  // namespace kairos
