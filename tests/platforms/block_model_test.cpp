#include "platforms/thermal/block_model.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace kairos {
namespace {

/// Two blocks of 1 mm x 1 mm lie side by side.
Floorplan two_blocks() {
  const Metres mm(1e-3);
  Floorplan plan{{{"a", mm, mm, {}, {}, {}}, {"b", mm, mm, mm, {}, {}}}};
  plan.settle();
  return plan;
}

double conductance(const RcNetwork& network, const std::string& a, const std::string& b) {
  for (const RcEdge& edge : network.edges) {
    if (network.nodes[edge.from].name == a && network.nodes[edge.to].name == b) {
      return edge.conductance.value();
    }
  }
  return 0;
}

TEST(BlockModel, ConductsAsItsHeadSays) {
  const RcNetwork network = block_model(two_blocks(), Package{});
  EXPECT_EQ(network.nodes.size(), 4 * 2 + 12);
  // 130 W/mK * 0.15 mm * 1 mm / 1 mm sideways; 130 W/mK * 1 mm2 / 0.15 mm down.
  EXPECT_NEAR(conductance(network, "a", "b"), 0.0195, 1e-12);
  EXPECT_NEAR(conductance(network, "a", "iface_a"), 0.866667, 1e-6);
  EXPECT_NEAR(conductance(network, "iface_a", "hsp_a"), 4 * 1e-6 / 20e-6, 1e-12);
  // 1.6303 MJ/m3K * 0.15 mm * 1 mm2.
  EXPECT_NEAR(network.nodes[0].capacity.value(), 1.6303e6 * 0.15e-9, 1e-12);
}

TEST(BlockModel, ReachesTheAirThroughTheWholeSink) {
  const Package package;
  const RcNetwork network = block_model(two_blocks(), package);
  double conductance = 0;
  double area = 0;
  for (const RcNode& node : network.nodes) conductance += node.to_ambient.value();
  // Every part of the sink is a column of its height, in series with its share of the convection.
  area = package.sink_side.value() * package.sink_side.value();
  const double whole =
      1 / (package.sink.thickness.value() / (package.sink.conductivity.value() * area) +
           package.convection_resistance.value());
  EXPECT_NEAR(conductance, whole, 1e-9 * whole);
}

TEST(BlockModel, SiliconNeedNotConductSideways) {
  Package package;
  package.lateral_silicon = false;
  const RcNetwork network = block_model(two_blocks(), package);
  EXPECT_EQ(conductance(network, "a", "b"), 0);
  EXPECT_GT(conductance(network, "iface_a", "iface_b"), 0);
}

TEST(BlockModel, ASpreaderSmallerThanTheDieIsRefused) {
  Package package;
  package.spreader_side = Metres(1e-3);
  EXPECT_THROW(block_model(two_blocks(), package), InputError);
}

TEST(Floorplan, OverlapsAndDuplicatesAreRefused) {
  const Metres mm(1e-3);
  Floorplan overlapping{{{"a", mm, mm, {}, {}, {}}, {"b", mm, mm, mm / 2, {}, {}}}};
  EXPECT_THROW(overlapping.settle(), InputError);
  Floorplan twice{{{"a", mm, mm, {}, {}, {}}, {"a", mm, mm, mm, {}, {}}}};
  EXPECT_THROW(twice.settle(), InputError);
}

TEST(Floorplan, BlocksMayOverlapByAsMuchAsRoundingMoves) {
  const Metres mm(1e-3);
  const Metres um(1e-6);
  Floorplan rounded{{{"a", mm, mm, {}, {}, {}}, {"b", mm, mm, mm - um, {}, {}}}};
  EXPECT_NO_THROW(rounded.settle());
  Floorplan overlapping{{{"a", mm, mm, {}, {}, {}}, {"b", mm, mm, mm - 3 * um, {}, {}}}};
  EXPECT_THROW(overlapping.settle(), InputError);
}

TEST(Floorplan, TooManyCellsAreRefused) {
  // 2 blocks of 31 x 31 cells are 1,922 cells; 2 blocks of 32 x 32 would be 2,048.
  EXPECT_EQ(subdivide(two_blocks(), Metres(1e-3 / 31)).cells.blocks.size(), 1922);
  EXPECT_THROW(subdivide(two_blocks(), Metres(1e-3 / 32)), InputError);
  EXPECT_THROW(subdivide(two_blocks(), Metres(1e-300)), InputError);
}

TEST(Floorplan, SubdivisionKeepsAreaAndNames) {
  const Subdivision cells = subdivide(two_blocks(), Metres(0.5e-3));
  EXPECT_EQ(cells.cells.blocks.size(), 8);
  EXPECT_EQ(std::ranges::count(cells.block_of, 1), 4);
  EXPECT_NEAR(cells.cells.width().value(), 2e-3, 1e-12);
  EXPECT_EQ(cells.cells.blocks[0].name, "a.0");
}

}  // namespace
}  // namespace kairos
