// A heat source that varies during a step, and its effect on decaying modes (phi-functions).
//
// A power p(s), with s from 0 to 1 over a step of length t, adds to a mode with a given rate, per
// joule,
//
//   the integral over s of p(s) exp(-x (1 - s)),   x = rate t
//
// The integral is linear in the coefficients of p, so four weights per mode are enough. They follow
// from the moments m_n of (1 - s)^n, which are the phi-functions of exponential integrators:
//
//   m_0 = (1 - exp(-x)) / x,   m_n = (n m_(n-1) - exp(-x)) / x
//
// For x below 1/4 the weights are small differences of these moments; there, their power series in
// x are used instead.
//
// Example: for x = 1 the weight of a constant watt is 0.632121, and that of a power that grows
// linearly from -1/2 to 1/2 is 0.051819.
// How far to trust it: the weights are accurate to 1e-11 of the weight of a constant watt (test).
#pragma once

#include <span>
#include <vector>

#include "sim/base/quantity.hpp"

namespace kairos {

/// A cubic in time, p(s) = mean + linear (s - 1/2) + quadratic (6 s (1 - s) - 1)
/// + cubic s (s - 1/2) (s - 1). All terms but the first have a mean of zero, and the last is zero
/// at both ends, so that the four coefficients follow from the values and slopes at the ends
/// (Hermite).
struct HermiteSource {
  Watts mean, linear, quadratic, cubic;
};

/// The weights of the four coefficients, one per mode.
struct PhiWeights {
  explicit PhiWeights(std::size_t modes)
      : mean(modes), linear(modes), quadratic(modes), cubic(modes) {}

  /// Computes the weights for a step of `elapsed` seconds. `decayed` is the decay table of the step
  /// (decay_table.hpp); the rates are positive and ascending.
  void find(std::span<const double> rates, double elapsed, std::span<const double> decayed);

  std::vector<double> mean, linear, quadratic, cubic;
};

}  // namespace kairos
