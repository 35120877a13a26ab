#include "platforms/platform_config.hpp"

#include <gtest/gtest.h>

#include "tests/support/platform_configs.hpp"

namespace kairos {
namespace {

using namespace literals;
using namespace kairos::testing;

PathConfig path(const std::string& from, const std::string& to) {
  PathConfig config;
  config.from = {from};
  config.to = {to};
  config.bandwidth = BytesPerSecond(1e9);
  return config;
}

TEST(PlatformConfig, NamesTheElementsOfACluster) {
  PlatformConfig config;
  config.clusters = {cluster("cpu", 2), cluster("npu")};
  config.paths = {path("all", "all")};
  const Platform platform = config.build();
  EXPECT_EQ(platform.elements[ElementId{1}].name, "cpu_1");
  EXPECT_EQ(platform.elements[ElementId{2}].name, "npu");
}

TEST(PlatformConfig, SaysWhichRouteIsMissing) {
  PlatformConfig config;
  config.clusters = {cluster("cpu"), cluster("npu"), cluster("dsp")};
  config.paths = {path("cpu", "npu")};
  EXPECT_EQ(message_of(config), "no route leads from 'cpu' to 'dsp'; add a path between them");
}

TEST(PlatformConfig, RefusesDuplicateAndUnknownNames) {
  PlatformConfig config;
  config.clusters = {cluster("cpu"), cluster("cpu")};
  EXPECT_NE(message_of(config).find("appears twice"), std::string::npos);
  config.clusters = {cluster("cpu"), cluster("npu")};
  config.paths = {path("cpu", "npv")};
  EXPECT_EQ(message_of(config), "unknown cluster or element 'npv'; did you mean 'npu'?");
}

TEST(PlatformConfig, ALaterPathReplacesAnEarlierOne) {
  PlatformConfig config;
  config.clusters = {cluster("a"), cluster("b"), cluster("c")};
  config.paths = {path("all", "all"), path("a", "b")};
  config.paths[1].bandwidth = BytesPerSecond(1e6);
  const Platform platform = config.build();
  const auto time = [&](unsigned from, unsigned to) {
    return platform.interconnect.route(ElementId{from}, ElementId{to}).time_alone(Bytes(1000));
  };
  EXPECT_EQ(time(0, 1), 1_ms);
  EXPECT_EQ(time(1, 0), 1_ms);
  EXPECT_EQ(time(0, 2), 1_us);
  EXPECT_EQ(time(0, 0), 0_us);
}

/// 2 W at 1 GHz and 1 V become 2 * 0.5 * 0.8^2 = 0.64 W at 500 MHz and 0.8 V.
TEST(PlatformConfig, BusyPowerScalesWithFrequencyAndVoltageSquared) {
  PlatformConfig config;
  config.clusters = {cluster("cpu")};
  config.clusters[0].points = {{Hertz(1e9), Volts(1)}, {Hertz(5e8), Volts(0.8)}};
  config.clusters[0].power.busy = Watts(2);
  const Platform platform = config.build();
  const auto& points = platform.clusters[ClusterId{0}].points;
  EXPECT_DOUBLE_EQ(points[0].power[1].busy.value(), 0.64);
  EXPECT_DOUBLE_EQ(points[0].speed, 0.5);
}

/// A profile is measured while all elements of the cluster are powered, so it contains the leakage
/// of all of them. At that temperature, busy power and leakage add up to the profile again,
/// whatever the operating point.
TEST(PlatformConfig, AProfileContainsTheLeakageOfAllElements) {
  PlatformConfig config;
  config.clusters = {cluster("cpu", 3)};
  config.paths = {path("all", "all")};
  config.clusters[0].points = {{Hertz(1e9), Volts(0.9)}, {Hertz(2e9), Volts(1.2)}};
  config.clusters[0].power.profile = {{Hertz(1e9), {Watts(1), Watts(1.5), Watts(1.8)}, {}},
                                      {Hertz(2e9), {Watts(3), Watts(4), Watts(5)}, {}}};
  config.clusters[0].power.leakage = {0.001, 2660, 2e-4, Temperature::celsius(70)};
  const Platform platform = config.build();
  const Cluster& cpu = platform.clusters[ClusterId{0}];
  for (std::size_t p = 0; p < 2; ++p) {
    const Watts leakage = cpu.leakage.power(cpu.points[p].voltage, Temperature::celsius(70));
    for (std::size_t k = 1; k <= 3; ++k) {
      const PowerShare& share = cpu.points[p].power[k];
      const Watts all = share.busy * static_cast<double>(k) +
                        share.idle * static_cast<double>(3 - k) + leakage * 3;
      EXPECT_NEAR(all.value(), config.clusters[0].power.profile[p].busy[k - 1].value(), 1e-12);
    }
  }
}

TEST(PlatformConfig, RefusesAProfileOfTheWrongLength) {
  PlatformConfig config;
  config.clusters = {cluster("cpu", 2)};
  config.clusters[0].power.profile = {{Hertz(1e9), {Watts(1)}, {}}};
  EXPECT_NE(message_of(config).find("1 powers for 2 elements"), std::string::npos);
}

}  // namespace
}  // namespace kairos
