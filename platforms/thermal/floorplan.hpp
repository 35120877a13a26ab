// Where the blocks of a chip lie on its die: rectangles, as in HotSpot's .flp files.
#pragma once

#include <optional>
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

/// Into how many cells with sides of at most `longest` blocks are cut; one each without it.
double cell_count(const std::vector<Block>& blocks, std::optional<Metres> longest);

/// A floorplan whose blocks are cut into equal cells with sides of at most `longest`.
struct Subdivision {
  Floorplan cells;
  std::vector<std::size_t> block_of;  ///< By cell.
};
/// Cells go block by block; without `longest` every block is one. Throws InputError: more than
/// `most_cells`.
Subdivision subdivide(const Floorplan& floorplan, std::optional<Metres> longest);

}  // namespace kairos
