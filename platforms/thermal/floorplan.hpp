// The positions of the blocks of a chip on its die: rectangles, as in HotSpot's .flp files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

struct Block {
  std::string name;
  Metres width, height;
  Metres x, y;  ///< The lower left corner.
  SourceLocation place;

  void describe(Fields& f);
};

/// Edges closer than this coincide (HotSpot's tolerance).
inline constexpr Metres same_edge{1e-6};

struct Floorplan {
  std::vector<Block> blocks;

  /// Moves the lower left corner of the die to the origin. Throws InputError if there is no block,
  /// a name appears twice, a side is not positive, or blocks overlap.
  void settle();
  [[nodiscard]] Metres width() const;
  [[nodiscard]] Metres height() const;
};

/// The maximum number of cells; more would take many minutes and gigabytes to solve.
inline constexpr std::size_t most_cells = 2000;

/// Returns the number of cells if blocks are cut into cells with sides of at most `longest`;
/// without it, each block is one cell.
double cell_count(const std::vector<Block>& blocks, std::optional<Metres> longest);

/// A floorplan whose blocks are cut into equal cells.
struct Subdivision {
  Floorplan cells;
  std::vector<std::size_t> block_of;  ///< The block of each cell.
};
/// Cuts blocks into equal cells with sides of at most `longest`, block by block; without it, every
/// block is one cell. Throws InputError if there are more than `most_cells`.
Subdivision subdivide(const Floorplan& floorplan, std::optional<Metres> longest);

}  // namespace kairos
