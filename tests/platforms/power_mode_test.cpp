#include "platforms/power_mode.hpp"

#include <gtest/gtest.h>

#include "platforms/platform_config.hpp"

namespace kairos {
namespace {

using namespace literals;

/// Four cores at 1 and 2 GHz, with modes that limit them.
PlatformConfig board(const std::string& mode) {
  ClusterConfig cpu;
  cpu.name = "cpu";
  cpu.kind = "cpu";
  cpu.count = 4;
  cpu.points = {{Hertz(1e9), Volts(0.8)}, {Hertz(2e9), Volts(1)}};
  cpu.power.busy = Watts(2);
  cpu.kernels = {{"a", 10_us}};
  cpu.throughput = {{"any", OperationsPerSecond(8e9)}};
  cpu.memory = {"dram"};
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e9);
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(40e9);
  PlatformConfig config;
  config.clusters = {cpu};
  config.paths = {path};
  config.memory = {dram};
  config.mode = mode;
  config.modes["full"] = {};
  ModeConfig low;
  low.clusters["cpu"] = {2, Hertz(1.5e9), 0.5, {}};
  low.memory["dram"] = 0.25;
  config.modes["low"] = low;
  return config;
}

TEST(PowerMode, LimitsCoresClocksUnitsAndMemory) {
  const Platform platform = board("low").build();
  const Cluster& cpu = platform.clusters[ClusterId{0}];
  EXPECT_EQ(platform.elements.size(), 2U);
  ASSERT_EQ(cpu.points.size(), 1U);
  EXPECT_DOUBLE_EQ(cpu.points[0].speed, 1);
  EXPECT_DOUBLE_EQ(cpu.points[0].frequency.value(), 1e9);
  // Half the clock and half the units are left.
  EXPECT_EQ(cpu.kernels.at("a"), 40_us);
  EXPECT_DOUBLE_EQ(cpu.throughput.at("any").value(), 2e9);  // This is a quarter as well.
  EXPECT_DOUBLE_EQ(cpu.points[0].power[1].busy.value(), 2 * 0.5 * 0.32);  // Half the units, f V^2.
  EXPECT_DOUBLE_EQ(platform.interconnect.links[LinkId{0}].bandwidth.value(), 10e9);
}

/// Four cores leaked while 3 W and 5 W were measured with one and two busy. With two of them off
/// (and all units on), the chip draws this power less the leakage of these two.
TEST(PowerMode, ElementsThatAreOffWereInTheProfile) {
  PlatformConfig config = board("low");
  config.modes["low"].clusters["cpu"] = {2, {}, 1, {}};
  config.clusters[0].power = {};
  config.clusters[0].power.profile = {{Hertz(2e9), {Watts(3), Watts(5), Watts(6), Watts(7)}, {}}};
  config.clusters[0].power.leakage = {0.001, 2660, 2e-4, Temperature::celsius(70)};
  const Platform platform = config.build();
  const Cluster& cpu = platform.clusters[ClusterId{0}];
  const Watts leakage = cpu.leakage.power(Volts(1), Temperature::celsius(70));
  const PowerShare& both = cpu.points.back().power[2];
  EXPECT_NEAR((both.busy * 2 + leakage * 2).value(), (Watts(5) - leakage * 2).value(), 1e-12);
}

/// This holds in whatever way the power is given: 400 pF at 0.8 V and 1 GHz is 0.256 W, and half of
/// the units draw half of it.
TEST(PowerMode, UnitsThatAreOffNeitherDrawNorLeak) {
  PlatformConfig config = board("low");
  config.clusters[0].power = {};
  config.clusters[0].power.idle = Watts(0.05);
  config.clusters[0].power.capacitance = Farads(400e-12);
  config.clusters[0].power.leakage.c1 = 0.002;
  config.clusters[0].power.leakage.gate = 0.0004;
  config.clusters[0].power.idle_states = {{"off", 1_us, 1_us, Watts(0.02), Joules(1e-6), 0, {}}};
  const Platform platform = config.build();
  const Cluster& cpu = platform.clusters[ClusterId{0}];
  EXPECT_DOUBLE_EQ(cpu.points[0].power[1].busy.value(), 0.128);
  EXPECT_DOUBLE_EQ(cpu.leakage.c1, 0.001);
  EXPECT_DOUBLE_EQ(cpu.leakage.gate, 0.0002);
  EXPECT_DOUBLE_EQ(cpu.idle_states[0].power.value(), 0.01);
}

TEST(PowerMode, LeavesThePlatformAloneOtherwise) {
  for (const char* mode : {"", "full"}) {
    const Platform platform = board(mode).build();
    EXPECT_EQ(platform.elements.size(), 4U);
    EXPECT_EQ(platform.clusters[ClusterId{0}].kernels.at("a"), 10_us);
  }
}

TEST(PowerMode, RefusesWhatCannotBe) {
  EXPECT_THROW(static_cast<void>(board("medium").build()), InputError);
  PlatformConfig config = board("low");
  config.modes["low"].clusters["cpu"].count = 5;
  EXPECT_THROW(static_cast<void>(config.build()), InputError);
  config = board("low");
  config.modes["low"].clusters["cpu"].frequency = Hertz(5e8);
  EXPECT_THROW(static_cast<void>(config.build()), InputError);
}

}  // namespace
}  // namespace kairos
