#include "platforms/thermal/floorplan.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace kairos {

void Block::describe(Fields& f) {
  f("name", name, "name of the block").required();
  f("width", width, "width of the block").required().positive();
  f("height", height, "height of the block").required().positive();
  f("x", x, "x coordinate of the block's lower left corner");
  f("y", y, "y coordinate of the block's lower left corner");
}

namespace {

bool overlap(const Block& a, const Block& b) {
  // Files store sizes and positions in whole micrometres.
  constexpr Metres rounding = 2 * same_edge;
  const auto shared = [](Metres begin_a, Metres size_a, Metres begin_b, Metres size_b) {
    return std::min(begin_a + size_a, begin_b + size_b) - std::max(begin_a, begin_b);
  };
  return shared(a.x, a.width, b.x, b.width) > rounding &&
         shared(a.y, a.height, b.y, b.height) > rounding;
}

void check(const std::vector<Block>& blocks) {
  if (blocks.empty()) throw InputError("the floorplan has no blocks; add at least one");
  std::set<std::string> names;
  for (const Block& block : blocks) {
    if (!names.insert(block.name).second) {
      throw InputError(block.place,
                       "block '" + block.name + "' appears twice; give each block its own name");
    }
    if (!(block.width > Metres{}) || !(block.height > Metres{})) {
      throw InputError(block.place, "block '" + block.name +
                                        "' has a side that is not positive; give its width and "
                                        "height in metres");
    }
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    for (std::size_t j = i + 1; j < blocks.size(); ++j) {
      if (!overlap(blocks[i], blocks[j])) continue;
      throw InputError(blocks[j].place, "block '" + blocks[j].name + "' overlaps '" +
                                            blocks[i].name + "'; blocks may only touch");
    }
  }
}

}  // namespace

void Floorplan::settle() {
  check(blocks);
  Metres left = blocks.front().x;
  Metres bottom = blocks.front().y;
  for (const Block& block : blocks) {
    left = std::min(left, block.x);
    bottom = std::min(bottom, block.y);
  }
  for (Block& block : blocks) {
    block.x -= left;
    block.y -= bottom;
  }
}

Metres Floorplan::width() const {
  Metres end;
  for (const Block& block : blocks) end = std::max(end, block.x + block.width);
  return end;
}

Metres Floorplan::height() const {
  Metres end;
  for (const Block& block : blocks) end = std::max(end, block.y + block.height);
  return end;
}

namespace {

double parts(Metres side, std::optional<Metres> longest) {
  return longest ? std::max(1.0, std::ceil(side / *longest * (1 - 1e-9))) : 1;
}

}  // namespace

double cell_count(const std::vector<Block>& blocks, std::optional<Metres> longest) {
  double cells = 0;
  for (const Block& block : blocks) {
    cells += parts(block.width, longest) * parts(block.height, longest);
  }
  return cells;
}

Subdivision subdivide(const Floorplan& floorplan, std::optional<Metres> longest) {
  if (cell_count(floorplan.blocks, longest) > most_cells) {
    throw InputError("the floorplan has more than " + std::to_string(most_cells) +
                     " blocks or cells; use fewer blocks or larger cells");
  }
  Subdivision result;
  for (std::size_t b = 0; b < floorplan.blocks.size(); ++b) {
    const Block& block = floorplan.blocks[b];
    const auto columns = static_cast<std::size_t>(parts(block.width, longest));
    const auto rows = static_cast<std::size_t>(parts(block.height, longest));
    for (std::size_t cell = 0; cell < columns * rows; ++cell) {
      Block part = block;
      part.width = block.width / static_cast<double>(columns);
      part.height = block.height / static_cast<double>(rows);
      const std::size_t column = cell % columns;
      const std::size_t row = cell / columns;
      part.x += part.width * static_cast<double>(column);
      part.y += part.height * static_cast<double>(row);
      if (columns * rows > 1) part.name += "." + std::to_string(cell);
      result.cells.blocks.push_back(part);
      result.block_of.push_back(b);
    }
  }
  return result;
}

}  // namespace kairos
