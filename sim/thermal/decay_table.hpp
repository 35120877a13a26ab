// Computes the decay table of a step: 1 - exp(-rate t) for many rates at once.
//
//   decayed = 1 - exp(-x),   x = rate t
//
// For x below 1/8, which holds for most modes of a chip in most steps, the series
// x - x^2/2! + x^3/3! - ... is used. Above that, exp(-x) = 2^k exp(r), where k is the whole number
// nearest to -x / ln 2 and exp(r) is its series up to r^13. All operations are sums and products of
// pairs of doubles, so the result is the same on every machine without fused operations.
//
// Example: rates of 1 and 100 per second and a step of 10 ms give 0.00995017 and 0.632121.
// How far to trust it: the relative error is below 4e-15 (test).
#pragma once

#include <span>

namespace kairos {

/// Writes 1 - exp(-rate elapsed) for every rate. Both spans have the same even length. The rates
/// are ascending and not negative; `elapsed` is in seconds.
void fill_decay_table(std::span<const double> rates, double elapsed, std::span<double> decayed);

}  // namespace kairos
