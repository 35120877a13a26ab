// Tests a platform's floorplan with blocks cut into cells: the distribution of heat, and the
// temperature of an element.
#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr Metres mm(1e-3);

/// A "cpu" of 4 mm x 2 mm, and on its right a "cache" of 2 mm x 2 mm.
ThermalConfig two_blocks(std::optional<Metres> max_cell) {
  ThermalConfig config;
  config.floorplan = {{"cpu", mm * 4, mm * 2, {}, {}, {}},
                      {"cache", mm * 2, mm * 2, mm * 4, {}, {}}};
  config.max_cell = max_cell;
  return config;
}

/// One element draws 12 W at work and 3 W at rest, and heats the blocks in `heats`.
Platform platform_with(const ThermalConfig& thermal) {
  return chip().cluster("cpu", 1, {{"a", 1_ms}}, Watts(12), Watts(3)).thermal(thermal).build();
}

TEST(ThermalCells, AsLargeAsEveryBlockAreTheBlocks) {
  const Thermal blocks = *platform_with(two_blocks({})).thermal;
  const Thermal cells = *platform_with(two_blocks(mm * 4)).thermal;
  ASSERT_EQ(cells.network.nodes.size(), 4 * 2 + 12);
  for (std::size_t n = 0; n < blocks.network.nodes.size(); ++n) {
    EXPECT_EQ(cells.network.nodes[n].name, blocks.network.nodes[n].name);
    EXPECT_EQ(cells.network.nodes[n].capacity, blocks.network.nodes[n].capacity);
    EXPECT_EQ(cells.network.nodes[n].to_ambient, blocks.network.nodes[n].to_ambient);
  }
  ASSERT_EQ(cells.network.edges.size(), blocks.network.edges.size());
  for (std::size_t e = 0; e < blocks.network.edges.size(); ++e) {
    EXPECT_EQ(cells.network.edges[e].conductance, blocks.network.edges[e].conductance);
  }
  ASSERT_EQ(cells.elements[ElementId{0}].size(), 1U);
  EXPECT_EQ(cells.elements[ElementId{0}][0].share, 1);
}

/// 8 cells of 1 mm2 belong to the cpu and 4 to the cache, so each cell gets a twelfth.
TEST(ThermalCells, ShareHeatByTheirAreas) {
  ThermalConfig config = two_blocks(mm);
  config.heats = {{"cpu", {"cpu", "cache"}}};
  const Thermal thermal = *platform_with(config).thermal;
  EXPECT_EQ(thermal.network.nodes.size(), 4 * 12 + 12);
  ASSERT_EQ(thermal.elements[ElementId{0}].size(), 12U);
  for (std::size_t cell = 0; cell < 12; ++cell) {
    EXPECT_EQ(thermal.elements[ElementId{0}][cell].node, cell);
    EXPECT_NEAR(thermal.elements[ElementId{0}][cell].share, 1.0 / 12, 1e-15);
  }
}

TEST(ThermalCells, AreAllSensorsOfTheirBlock) {
  ThermalConfig config = two_blocks(mm);
  ZoneConfig zone;
  zone.name = "cache";
  zone.sensors = {"cache", "cpu.0", "hsink_cpu.7"};
  config.zones = {zone};
  EXPECT_EQ(platform_with(config).thermal->zones[0].sensors,
            (std::vector<std::size_t>{8, 9, 10, 11, 0, 3 * 12 + 7}));
}

/// The energy that an idle element draws leaves the chip in the end, however its block is cut. Its
/// temperature is the mean of its cells, some of which are warmer and some cooler.
TEST(ThermalCells, KeepAllHeatAndGiveTheirMean) {
  for (const double side : {4.0, 1.0, 0.5}) {
    const Platform platform = platform_with(two_blocks(mm * side));
    EnergyMeter meter(platform);
    ChipTemperatures temperatures(platform, meter);
    temperatures.advance_to(Time(100'000_s));
    const Thermal& thermal = *platform.thermal;
    double leaving = 0;
    for (std::size_t n = 0; n < thermal.network.nodes.size(); ++n) {
      const Kelvins rise = temperatures.of_node(n) - thermal.ambient;
      leaving += (thermal.network.nodes[n].to_ambient * rise).value();
    }
    EXPECT_NEAR(leaving, 3, 1e-9) << side << " mm";
    const std::vector<HeatShare>& shares = thermal.elements[ElementId{0}];
    std::vector<double> cells;
    cells.reserve(shares.size());
    for (const HeatShare& to : shares) cells.push_back(temperatures.of_node(to.node).kelvin());
    const double mean =
        std::accumulate(cells.begin(), cells.end(), 0.0) / static_cast<double>(cells.size());
    const double element = temperatures.of(ElementId{0}).kelvin();
    EXPECT_NEAR(element, mean, 1e-9) << side << " mm";
    if (cells.size() == 1) continue;
    EXPECT_LT(*std::ranges::min_element(cells), element - 0.01);
    EXPECT_GT(*std::ranges::max_element(cells), element + 0.01);
    EXPECT_EQ(temperatures.zone_peak(0).kelvin(), *std::ranges::max_element(cells));
  }
}

}  // namespace
}  // namespace kairos
