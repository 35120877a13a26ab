// What a power that changes during a step leaves in a decaying mode at its end.
//
// A power p(s), s from 0 to 1 over a step of length t, adds to a mode of that rate, per joule,
//
//   the integral over s of p(s) exp(-x (1 - s)),   x = rate t
//
// which is linear in the parts of p, so that four weights for every mode will do. From the moments
// m_n of (1 - s)^n: m_0 = (1 - exp(-x)) / x, m_n = (n m_(n-1) - exp(-x)) / x; for x below 1/4,
// where these are differences of what is nearly equal, by their series in x.
//
// Example: x = 1: 0.632121 for a watt all the time, 0.051819 for one that grows from -1/2 to 1/2.
// How far to trust it: 1e-11 of a watt all the time (test).
#pragma once

#include <span>
#include <vector>

#include "sim/base/quantity.hpp"

namespace kairos {

/// p(s) = shift + growth (s - 1/2) + bow (6 s (1 - s) - 1) + twist s (s - 1/2) (s - 1): all but the
/// first have a mean of zero, and the last is zero at both ends.
struct Course {
  Watts shift, growth, bow, twist;
};

struct CourseWeights {
  explicit CourseWeights(std::size_t modes)
      : shift(modes), growth(modes), bow(modes), twist(modes) {}

  /// `approach` is 1 - exp(-rate passed); rates are positive and ascending.
  void find(std::span<const double> rates, double passed, std::span<const double> approach);

  std::vector<double> shift, growth, bow, twist;
};

}  // namespace kairos
