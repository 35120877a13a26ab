// Boxes: products of intervals of whole numbers. A box of axes is a tile of an operator; a box of
// dimensions is a region of a tensor.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace kairos {

/// The numbers from `from` up to, but not including, `to`.
struct Interval {
  std::int64_t from = 0, to = 0;

  [[nodiscard]] std::int64_t size() const { return std::max<std::int64_t>(to - from, 0); }
  bool operator==(const Interval&) const = default;
};

using Box = std::vector<Interval>;

/// The number of points in a box; 1 for a box without intervals.
double volume(const Box& box);
/// The points that are in both boxes, which must have equally many intervals.
Box common(const Box& a, const Box& b);

}  // namespace kairos
