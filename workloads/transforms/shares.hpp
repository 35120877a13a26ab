// How the extent of an axis is divided among tiles, and which clusters run them.
#pragma once

#include <string>
#include <vector>

#include "workloads/operators/box.hpp"

namespace kairos {

struct Shares {
  std::vector<double> sizes;      ///< Relative sizes of the tiles.
  std::int64_t grain = 1;         ///< Extents of tiles are multiples of this number.
  std::vector<std::string> over;  ///< The clusters of the tiles; empty if any may run them.

  struct Part {
    Interval interval;
    std::string place;  ///< Empty if any cluster may run the tile.
  };
  /// The parts that are not empty.
  [[nodiscard]] std::vector<Part> of(const Interval& whole) const;
};

/// The places of parts; empty if any cluster may run them.
std::vector<std::string> places_of(const std::vector<Shares::Part>& parts);

}  // namespace kairos
