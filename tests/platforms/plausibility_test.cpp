#include "platforms/plausibility.hpp"

#include <gtest/gtest.h>

#include "tests/support/platform_configs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

PlatformConfig one_cpu() {
  ClusterConfig cpu;
  cpu.name = "cpu";
  cpu.kind = "cpu";
  cpu.points = {{Hertz(5e8), Volts(0.8)}, {Hertz(1e9), Volts(1)}};
  cpu.throughput = {{"any", OperationsPerSecond(1e9)}};
  cpu.power.busy = Watts(1);
  cpu.power.idle = Watts(0.1);
  PlatformConfig config;
  config.clusters = {cpu};
  return config;
}

TEST(Plausibility, AcceptsWhatCanExist) {
  EXPECT_EQ(message_of(one_cpu()), "");
  PlatformConfig config = one_cpu();
  config.clusters[0].points[0].voltage = Volts(1);  // All clocks share one supply voltage.
  EXPECT_EQ(message_of(config), "");
}

TEST(Plausibility, RefusesAVoltageThatFallsWhileTheClockRises) {
  PlatformConfig config = one_cpu();
  config.clusters[0].points[0].voltage = Volts(1.1);
  EXPECT_EQ(message_of(config),
            "cluster 'cpu' needs 1.1 V at 500 MHz but only 1 V at 1 GHz; make the voltage rise "
            "with the frequency, or leave out an operating point");
}

/// 1 W at the highest point is 0.32 W at half the clock and 0.8 V.
TEST(Plausibility, RefusesABusyElementThatDrawsLessThanAnIdleOne) {
  PlatformConfig config = one_cpu();
  config.clusters[0].power.idle = Watts(0.4);
  EXPECT_EQ(
      message_of(config),
      "cluster 'cpu' draws less when busy at 500 MHz than the 400 mW when idle; lower 'idle' or "
      "raise 'busy'");
}

TEST(Plausibility, RefusesAClusterThatDrawsLessWithMoreElementsBusy) {
  PlatformConfig config = one_cpu();
  config.clusters[0].count = 2;
  config.paths = {{{"all"}, {"all"}, BytesPerSecond(1e9), {}, {}, false, {}}};
  config.clusters[0].power = {};
  config.clusters[0].power.profile = {{Hertz(1e9), {Watts(2), Watts(1.5)}, {}}};
  EXPECT_EQ(message_of(config),
            "cluster 'cpu' draws 1.5 W with 2 elements busy but 2 W with 1; write the power of the "
            "whole cluster, which rises with the number of busy elements");
}

/// 0.01 T^2 exp(-2660 / T) at 60 C (333.15 K) and 1 V is 0.378 W.
TEST(Plausibility, RefusesMoreLeakageThanWasMeasured) {
  PlatformConfig config = one_cpu();
  config.clusters[0].power.busy = Watts(0.37);
  config.clusters[0].power.leakage = {0.01, 2660, 0, Temperature::celsius(60)};
  EXPECT_NE(message_of(config).find("at 60 C, more than the 370 mW that it was measured to draw"),
            std::string::npos)
      << message_of(config);
  config.clusters[0].power.busy = Watts(2);
  EXPECT_EQ(message_of(config), "");
}

/// Two elements leak 0.755 W at 60 C, which is more than the 0.7 W of the whole cluster.
TEST(Plausibility, RefusesMoreLeakageOfAClusterThanItsProfile) {
  PlatformConfig config = one_cpu();
  config.clusters[0].count = 2;
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e9);
  config.paths.push_back(path);
  config.clusters[0].power = {};
  config.clusters[0].power.profile = {{Hertz(1e9), {Watts(0.7), Watts(1.5)}, {}}};
  config.clusters[0].power.leakage = {0.01, 2660, 0, Temperature::celsius(60)};
  EXPECT_NE(message_of(config).find("the 2 elements of cluster 'cpu' leak "), std::string::npos)
      << message_of(config);
  config.clusters[0].power.profile[0].busy[0] = Watts(0.8);
  EXPECT_EQ(message_of(config).find("leak"), std::string::npos) << message_of(config);
}

TEST(Plausibility, RefusesADeeperIdleStateThatDrawsMore) {
  PlatformConfig config = one_cpu();
  config.clusters[0].power.idle_states = {{"off", {}, {}, Watts(0.2), {}, 1, {}}};
  EXPECT_EQ(message_of(config),
            "idle state 'off' of cluster 'cpu' draws or leaks more than the state before it (100 "
            "mW); lower its power or leakage");
}

TEST(Plausibility, RefusesAClusterOnTwoRails) {
  PlatformConfig config = one_cpu();
  RailConfig rail;
  rail.name = "vdd";
  rail.clusters = {"cpu"};
  rail.cap = Watts(1);
  config.rails = {rail, rail};
  EXPECT_EQ(message_of(config), "rail 'vdd' appears twice; give each of them its own name");
  config.rails[1].name = "vdd_2";
  EXPECT_EQ(message_of(config), "cluster 'cpu' is already on rail 'vdd'; name it once");
  config.rails[1].clusters.clear();
  EXPECT_EQ(message_of(config), "rail 'vdd_2' supplies no cluster; name at least one");
}

TEST(Plausibility, RefusesHeatThatFindsNoWayToTheAir) {
  PlatformConfig config = one_cpu();
  config.thermal.emplace();
  config.thermal->nodes = {{"cpu", JoulesPerKelvin(1), {}, {}}};
  EXPECT_EQ(message_of(config),
            "no path leads from thermal node 'cpu' to the air; join it to a node that has a path, "
            "or set 'to_ambient'");
}

TEST(Plausibility, RefusesADocumentWithAModeThatCannotBeThoughItIsNotChosen) {
  PlatformConfig config = one_cpu();
  config.modes["low"].clusters["cpv"] = {};
  try {
    config.check({});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "unknown cluster 'cpv'; did you mean 'cpu'?");
  }
}

TEST(Plausibility, RefusesASourceOfNothing) {
  PlatformConfig config = one_cpu();
  config.sources = {{{"cpv"}, {"clocks"}, "assumed", "nothing", {}}};
  EXPECT_EQ(message_of(config), "unknown part of the platform 'cpv'; did you mean 'cpu'?");
}

}  // namespace
}  // namespace kairos
