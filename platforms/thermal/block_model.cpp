#include "platforms/thermal/block_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/units.hpp"

namespace kairos {
namespace {

/// The layers from the die to the sink, which touches the air.
constexpr std::size_t layers = 4;
constexpr std::size_t spreader = 2, sink = 3;

enum Side : std::size_t { west, east, north, south };
constexpr std::array<const char*, 4> side_names{"W", "E", "N", "S"};

/// The properties of a layer as plain doubles in SI units.
struct Sheet {
  double thickness, conductivity, heat;
};

struct Rectangle {
  double x, y, width, height;
  [[nodiscard]] double area() const { return width * height; }
};

class BlockModel {
 public:
  BlockModel(const Floorplan& floorplan, const Package& package);
  RcNetwork build();

 private:
  void add_block_nodes(const Floorplan& floorplan);
  void add_side_nodes();
  void join_neighbours();
  void join_layers();
  void join_periphery(Side side);

  [[nodiscard]] std::size_t node(std::size_t layer, std::size_t block) const {
    return layer * blocks_.size() + block;
  }
  /// Ring 0 is the spreader outside the die, 1 the sink below it, 2 the sink outside the spreader.
  [[nodiscard]] std::size_t side_node(std::size_t ring, Side side) const {
    return layers * blocks_.size() + 4 * ring + side;
  }
  [[nodiscard]] double extent_along(Side side) const {
    return side == west || side == east ? width_ : height_;
  }
  [[nodiscard]] double extent_across(Side side) const {
    return side == west || side == east ? height_ : width_;
  }
  /// The width of the spreader beyond the die on both sides together; zero if they are equal.
  [[nodiscard]] double gap(Side side) const { return beyond(spreader_side_, extent_along(side)); }
  [[nodiscard]] double area_below_spreader(Side side) const {
    return (spreader_side_ + extent_across(side)) * gap(side) / 4;
  }
  [[nodiscard]] double area_outside_spreader() const {
    if (beyond(sink_side_, spreader_side_) == 0) return 0;
    return (sink_side_ * sink_side_ - spreader_side_ * spreader_side_) / 4;
  }
  static double beyond(double outer, double inner) {
    return outer - inner > same_edge.value() ? outer - inner : 0;
  }
  [[nodiscard]] double to_air(double area) const {
    if (area == 0) return 0;
    const Sheet& s = sheets_[sink];
    return 1 /
           (s.thickness / (s.conductivity * area) + convection_ * sink_side_ * sink_side_ / area);
  }
  [[nodiscard]] double heat_of_sink(double area) const {
    return factor_ * (sheets_[sink].heat * sheets_[sink].thickness * area +
                      convection_heat_ * area / (sink_side_ * sink_side_));
  }
  [[nodiscard]] bool is_at(const Rectangle& block, Side side) const;

  std::array<Sheet, layers> sheets_{};
  std::vector<Rectangle> blocks_;
  double width_, height_, spreader_side_, sink_side_, convection_, convection_heat_, factor_;
  bool lateral_silicon_;
  RcNetwork network_;
};

Sheet sheet(const Layer& layer) {
  return {layer.thickness.value(), layer.conductivity.value(), layer.heat.value()};
}

BlockModel::BlockModel(const Floorplan& floorplan, const Package& package)
    : sheets_{sheet(package.silicon), sheet(package.interface), sheet(package.spreader),
              sheet(package.sink)},
      width_(floorplan.width().value()),
      height_(floorplan.height().value()),
      spreader_side_(package.spreader_side.value()),
      sink_side_(package.sink_side.value()),
      convection_(package.convection_resistance.value()),
      convection_heat_(package.convection_heat.value()),
      factor_(package.capacity_factor),
      lateral_silicon_(package.lateral_silicon) {
  if (spreader_side_ + same_edge.value() < std::max(width_, height_)) {
    throw InputError(package.place, "the heat spreader (" + format(package.spreader_side) +
                                        ") is smaller than the die (" + format(floorplan.width()) +
                                        " x " + format(floorplan.height()) + "); make it larger");
  }
  if (sink_side_ + same_edge.value() < spreader_side_) {
    throw InputError(package.place, "the heat sink (" + format(package.sink_side) +
                                        ") is smaller than the heat spreader (" +
                                        format(package.spreader_side) + "); make it larger");
  }
  add_block_nodes(floorplan);
  add_side_nodes();
}

RcNetwork BlockModel::build() {
  join_neighbours();
  join_layers();
  for (const Side side : {west, east, north, south}) join_periphery(side);
  network_.eliminate_massless_nodes();
  return std::move(network_);
}

void BlockModel::add_block_nodes(const Floorplan& floorplan) {
  for (const Block& block : floorplan.blocks) {
    blocks_.push_back(
        {block.x.value(), block.y.value(), block.width.value(), block.height.value()});
  }
  constexpr std::array<const char*, layers> prefixes{"", "iface_", "hsp_", "hsink_"};
  for (std::size_t l = 0; l < layers; ++l) {
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const double area = blocks_[b].area();
      const double heat =
          l == sink ? heat_of_sink(area) : factor_ * sheets_[l].heat * sheets_[l].thickness * area;
      network_.nodes.push_back({prefixes[l] + floorplan.blocks[b].name,
                                JoulesPerKelvin(heat),
                                WattsPerKelvin(l == sink ? to_air(area) : 0),
                                {}});
    }
  }
}

void BlockModel::add_side_nodes() {
  constexpr std::array<const char*, 3> prefixes{"SP_", "SINK_C_", "SINK_"};
  for (std::size_t ring = 0; ring < 3; ++ring) {
    for (const Side side : {west, east, north, south}) {
      const double area = ring == 2 ? area_outside_spreader() : area_below_spreader(side);
      const double heat =
          ring == 0 ? factor_ * sheets_[spreader].heat * sheets_[spreader].thickness * area
                    : heat_of_sink(area);
      network_.nodes.push_back({std::string(prefixes[ring]) + side_names[side],
                                JoulesPerKelvin(heat),
                                WattsPerKelvin(ring == 0 ? 0 : to_air(area)),
                                {}});
    }
  }
}

/// The length of the edge that two blocks share, and the distance of their centres across it. The
/// length is zero if they do not touch.
struct CommonEdge {
  double length, distance;
};

CommonEdge common_edge(const Rectangle& a, const Rectangle& b) {
  const auto touch = [](double begin_a, double size_a, double begin_b, double size_b) {
    return std::abs(begin_a + size_a - begin_b) < same_edge.value() ||
           std::abs(begin_b + size_b - begin_a) < same_edge.value();
  };
  const auto overlap = [](double begin_a, double size_a, double begin_b, double size_b) {
    const double length = std::min(begin_a + size_a, begin_b + size_b) - std::max(begin_a, begin_b);
    return length > same_edge.value() ? length : 0;
  };
  if (touch(a.x, a.width, b.x, b.width)) {
    const double length = overlap(a.y, a.height, b.y, b.height);
    if (length > 0) return {length, (a.width + b.width) / 2};
  }
  if (touch(a.y, a.height, b.y, b.height)) {
    return {overlap(a.x, a.width, b.x, b.width), (a.height + b.height) / 2};
  }
  return {0, 1};
}

void BlockModel::join_neighbours() {
  for (std::size_t l = 0; l < layers; ++l) {
    if (l == 0 && !lateral_silicon_) continue;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      for (std::size_t j = i + 1; j < blocks_.size(); ++j) {
        const CommonEdge edge = common_edge(blocks_[i], blocks_[j]);
        if (edge.length == 0) continue;
        network_.join(node(l, i), node(l, j),
                      WattsPerKelvin(sheets_[l].conductivity * sheets_[l].thickness * edge.length /
                                     edge.distance));
      }
    }
  }
}

void BlockModel::join_layers() {
  for (std::size_t l = 0; l < sink; ++l) {
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      network_.join(
          node(l, b), node(l + 1, b),
          WattsPerKelvin(sheets_[l].conductivity * blocks_[b].area() / sheets_[l].thickness));
    }
  }
}

bool BlockModel::is_at(const Rectangle& block, Side side) const {
  switch (side) {
    case west:
      return block.x < same_edge.value();
    case east:
      return std::abs(block.x + block.width - width_) < same_edge.value();
    case north:
      return std::abs(block.y + block.height - height_) < same_edge.value();
    case south:
      return block.y < same_edge.value();
  }
  return false;
}

void BlockModel::join_periphery(Side side) {
  const double across = extent_across(side);
  const double ring_width = gap(side) / 4;
  const auto sheet_conductance = [&](std::size_t layer) {
    return sheets_[layer].conductivity * sheets_[layer].thickness;
  };
  for (const std::size_t layer : {spreader, sink}) {
    const double ring = ring_width / (sheet_conductance(layer) * (spreader_side_ + 3 * across) / 4);
    std::vector<std::pair<std::size_t, double>> border;
    double sum = 0;
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const Rectangle& block = blocks_[b];
      if (!is_at(block, side)) continue;
      const bool sideways = side == west || side == east;
      const double half = sheet_conductance(layer) * (sideways ? block.height / (block.width / 2)
                                                               : block.width / (block.height / 2));
      border.emplace_back(b, half);
      sum += half;
    }
    for (const auto& [b, half] : border) {
      network_.join(node(layer, b), side_node(layer - spreader, side),
                    WattsPerKelvin(half / (1 + ring * sum)));
    }
  }
  const Sheet& s = sheets_[spreader];
  network_.join(side_node(0, side), side_node(1, side),
                WattsPerKelvin(s.conductivity * area_below_spreader(side) / s.thickness));
  const double inner = ring_width / (sheet_conductance(sink) * (3 * spreader_side_ + across) / 4);
  const double outer = beyond(sink_side_, spreader_side_) / 4 /
                       (sheet_conductance(sink) * (sink_side_ + 3 * spreader_side_) / 4);
  // If no ring adjoins the join, the outer node has no area and nothing to join.
  if (inner + outer > 0) {
    network_.join(side_node(1, side), side_node(2, side), WattsPerKelvin(1 / (inner + outer)));
  }
}

}  // namespace

RcNetwork block_model(const Floorplan& floorplan, const Package& package) {
  return BlockModel(floorplan, package).build();
}

}  // namespace kairos
