// The energy-delay product of one task, which several policies minimise:
//
//   energy * delay^exponent,  delay = finish - when it became ready
//
// Exponent 0 is plain energy, 1 is the energy-delay product, and larger exponents weigh time more.
// If two products are equal, the earlier finish wins.
//
// Gonzalez, Horowitz: Energy dissipation in general purpose microprocessors, IEEE J. Solid-State
// Circuits 31(9), 1996. The paper uses the product as a measure of circuits; here it is that of one
// task.
//
// Example: 20 mJ and 10 ms give 200 uJ s, and 13 mJ and 20 ms give 260 uJ s, so the first wins.
// With exponent 0.5 they give 63 and 58 mJ ms^0.5, so the second wins.
//
// How far to trust it: the energy is the element's dynamic and idle share, without leakage. The
// delay contains the whole wait, so under load a slow and cheap element looks better than it is for
// the tasks queued behind.
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
    f("exponent", exponent,
      "exponent of the delay in energy * delay^exponent; 0 minimises energy alone")
        .not_negative();
  }
  [[nodiscard]] Score score(Joules energy, Time ready, Time finish) const {
    return {energy.value() * std::pow((finish - ready).seconds(), exponent), finish};
  }
};

}  // namespace kairos
