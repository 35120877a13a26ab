// Finds the highest maximum of a sum of decaying exponentials inside an interval, with certainty.
//
// The method is branch and bound. An interval is dropped if its upper bound (exponential_sum.hpp)
// does not exceed the best value found so far, or if f is shown to rise or to fall on it, because
// its maximum is then at an end. If f is shown to be concave on an interval, Newton's method finds
// the zero of the slope. All other intervals are divided.
//
// Example: exp(-t) - exp(-3 t) has its maximum of 0.3849 at t = 0.5493 (half the logarithm of 3).
// How far to trust it: no maximum is missed that exceeds the level by more than the tolerance.
#pragma once

#include <optional>

#include "sim/thermal/exponential_sum.hpp"

namespace kairos {

struct ExponentialPeak {
  double at = 0, value = 0;
};

/// The highest value of f strictly inside (0, length), if it exceeds `level` and both ends. Maxima
/// that exceed these by less than `tolerance` may be missed.
std::optional<ExponentialPeak> highest_inside(const ExponentialSum& f, double length, double level,
                                              double tolerance);

}  // namespace kairos
