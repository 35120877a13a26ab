// How far exponentials come towards their end in a step: 1 - exp(-rate t), for many rates at once.
//
// With x = rate t: below 1/8, where most modes of a chip are in most steps, the series
// x - x^2/2! + x^3/3! - ...; above, exp(-x) = 2^k exp(r) with k the nearest whole number to
// -x / ln 2 and exp(r) by its series to r^13. Only sums and products of pairs of doubles, so the
// result is the same on every machine without fused operations.
//
// Example: rates of 1 and 100 per second, 10 ms: 0.00995017 and 0.632121.
// How far to trust it: 4e-15 of the value (test).
#pragma once

#include <span>

namespace kairos {

/// Into `shares`, of equal length. That is even; rates are ascending and not negative.
void find_approach(std::span<const double> rates, double passed, std::span<double> shares);

}  // namespace kairos
