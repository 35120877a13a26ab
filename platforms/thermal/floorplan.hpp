// Where the blocks of a chip lie on its die: rectangles, as in HotSpot's .flp files.
#pragma once

#include <string>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

struct Block {
  std::string name;
  Metres width, height;
  Metres x, y;  ///< Of the lower left corner.
  Place place;

  void describe(Fields& f);
};

/// Edges closer than this coincide (HotSpot's tolerance).
inline constexpr Metres same_edge{1e-6};

struct Floorplan {
  std::vector<Block> blocks;

  /// Moves the lower left corner of the die to the origin. Throws InputError: no block, a name
  /// twice, a side that is not positive, blocks that overlap.
  void settle();
  [[nodiscard]] Metres width() const;
  [[nodiscard]] Metres height() const;
};

/// More would take many minutes and gigabytes to solve.
inline constexpr std::size_t most_cells = 2000;

/// A floorplan whose blocks are cut into equal cells with sides of at most `longest`.
struct Subdivision {
  Floorplan cells;
  std::vector<std::size_t> block_of;  ///< By cell.
};
/// Throws InputError: more than `most_cells`.
Subdivision subdivide(const Floorplan& floorplan, Metres longest);

}  // namespace kairos
