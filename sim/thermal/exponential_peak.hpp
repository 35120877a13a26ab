// Finds the highest maximum of a sum of decaying exponentials inside an interval, with certainty.
//
// The method is branch and bound. On an interval every term changes monotonically, and no term is
// ahead of a faster one. At any instant f is therefore a weighted mean of the values that it has
// when the j fastest terms have changed completely and the others not at all, for j from 0 to the
// number of terms. The lowest and the highest of these values bound f. The slope, which is a sum of
// such terms too, is bounded in the same way.
//
// An interval is dropped if f cannot exceed the best value found so far there, or if f is shown to
// rise or to fall on it, because its maximum is then at an end. If f is shown to be concave on an
// interval, Newton's method finds the zero of the slope. All other intervals are divided.
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
/// that exceed these by less than `tolerance` may be missed. The rates of f are ascending, and
/// `ends` are its terms at `length`.
std::optional<ExponentialPeak> highest_inside(const ExponentialSum& f, std::span<const double> ends,
                                              double length, double level, double tolerance);

}  // namespace kairos
