#include "platforms/power_mode.hpp"

#include <gtest/gtest.h>

#include "platforms/platform_spec.hpp"

namespace kairos {
namespace {

using namespace literals;

/// Four cores at 1 and 2 GHz, with modes that limit them.
PlatformSpec board(const std::string& mode) {
  ClusterSpec cpu;
  cpu.name = "cpu";
  cpu.kind = "cpu";
  cpu.count = 4;
  cpu.points = {{Hertz(1e9), Volts(0.8)}, {Hertz(2e9), Volts(1)}};
  cpu.power.busy = Watts(2);
  cpu.kernels = {{"a", 10_us}};
  cpu.throughput = {{"any", OperationsPerSecond(8e9)}};
  cpu.memory = {"dram"};
  PathSpec path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e9);
  MemorySpec dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(40e9);
  PlatformSpec spec;
  spec.clusters = {cpu};
  spec.paths = {path};
  spec.memory = {dram};
  spec.mode = mode;
  spec.modes["full"] = {};
  ModeSpec low;
  low.clusters["cpu"] = {2, Hertz(1.5e9), 0.5, {}};
  low.memory["dram"] = 0.25;
  spec.modes["low"] = low;
  return spec;
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
  PlatformSpec spec = board("low");
  spec.modes["low"].clusters["cpu"] = {2, {}, 1, {}};
  spec.clusters[0].power = {};
  spec.clusters[0].power.profile = {{Hertz(2e9), {Watts(3), Watts(5), Watts(6), Watts(7)}, {}}};
  spec.clusters[0].power.leakage = {0.001, 2660, 2e-4, Temperature::celsius(70)};
  const Platform platform = spec.build();
  const Cluster& cpu = platform.clusters[ClusterId{0}];
  const Watts leakage = cpu.leakage.power(Volts(1), Temperature::celsius(70));
  const PowerShare& both = cpu.points.back().power[2];
  EXPECT_NEAR((both.busy * 2 + leakage * 2).value(), (Watts(5) - leakage * 2).value(), 1e-12);
}

/// This holds in whatever way the power is given: 400 pF at 0.8 V and 1 GHz is 0.256 W, and half of
/// the units draw half of it.
TEST(PowerMode, UnitsThatAreOffNeitherDrawNorLeak) {
  PlatformSpec spec = board("low");
  spec.clusters[0].power = {};
  spec.clusters[0].power.idle = Watts(0.05);
  spec.clusters[0].power.capacitance = Farads(400e-12);
  spec.clusters[0].power.leakage.c1 = 0.002;
  spec.clusters[0].power.leakage.gate = 0.0004;
  spec.clusters[0].power.idle_states = {{"off", 1_us, 1_us, Watts(0.02), Joules(1e-6), 0, {}}};
  const Platform platform = spec.build();
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
  PlatformSpec spec = board("low");
  spec.modes["low"].clusters["cpu"].count = 5;
  EXPECT_THROW(static_cast<void>(spec.build()), InputError);
  spec = board("low");
  spec.modes["low"].clusters["cpu"].frequency = Hertz(5e8);
  EXPECT_THROW(static_cast<void>(spec.build()), InputError);
}

}  // namespace
}  // namespace kairos
