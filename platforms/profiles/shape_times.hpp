// Measured times of one kernel by the extents of axes, interpolated between the measured shapes.
//
//   time(x) = time(a) + (time(b) - time(a)) (x - a) / (b - a)   between the extents a and b,
//                                                               one axis after the other
//
// Example: a kernel that takes 410 us for 1 row and 1990 us for 512 rows takes 410 + 1580 * 127 /
// 511 = 802.68 us for 128 rows.
// How far to trust it: it is exact at measured shapes. Between them, real times rise in steps,
// which a straight line does not show. Times are not extrapolated.
#pragma once

#include <optional>
#include <vector>

#include "sim/base/quantity.hpp"

namespace kairos {

/// A measured time.
struct ShapeTime {
  std::vector<std::optional<double>> shape;  ///< One extent for each axis; empty holds for all.
  double picoseconds = 0;
  std::optional<Bytes> traffic = {};
};

/// The time and the traffic of a shape between measured ones.
struct InterpolatedTime {
  double picoseconds = 0;
  std::optional<Bytes> traffic;
};

/// The time of a shape, which has one extent for each axis; empty if the measured shapes do not
/// enclose it.
std::optional<InterpolatedTime> interpolate(const std::vector<ShapeTime>& measured,
                                            const std::vector<double>& shape);

}  // namespace kairos
