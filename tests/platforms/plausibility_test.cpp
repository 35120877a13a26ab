#include "platforms/plausibility.hpp"

#include <gtest/gtest.h>

#include "tests/support/platform_specs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

PlatformSpec one_cpu() {
  ClusterSpec cpu;
  cpu.name = "cpu";
  cpu.kind = "cpu";
  cpu.points = {{Hertz(5e8), Volts(0.8)}, {Hertz(1e9), Volts(1)}};
  cpu.throughput = {{"any", OperationsPerSecond(1e9)}};
  cpu.power.busy = Watts(1);
  cpu.power.idle = Watts(0.1);
  PlatformSpec spec;
  spec.clusters = {cpu};
  return spec;
}

TEST(Plausibility, AcceptsWhatCanExist) {
  EXPECT_EQ(message_of(one_cpu()), "");
  PlatformSpec spec = one_cpu();
  spec.clusters[0].points[0].voltage = Volts(1);  // All clocks share one supply voltage.
  EXPECT_EQ(message_of(spec), "");
}

TEST(Plausibility, RefusesAVoltageThatFallsWhileTheClockRises) {
  PlatformSpec spec = one_cpu();
  spec.clusters[0].points[0].voltage = Volts(1.1);
  EXPECT_EQ(message_of(spec),
            "cluster 'cpu' needs 1.1 V at 500 MHz but only 1 V at 1 GHz; make the voltage rise "
            "with the frequency, or leave out an operating point");
}

/// 1 W at the highest point is 0.32 W at half the clock and 0.8 V.
TEST(Plausibility, RefusesABusyElementThatDrawsLessThanAnIdleOne) {
  PlatformSpec spec = one_cpu();
  spec.clusters[0].power.idle = Watts(0.4);
  EXPECT_EQ(
      message_of(spec),
      "cluster 'cpu' draws less when busy at 500 MHz than the 400 mW when idle; lower 'idle' or "
      "raise 'busy'");
}

TEST(Plausibility, RefusesAClusterThatDrawsLessWithMoreElementsBusy) {
  PlatformSpec spec = one_cpu();
  spec.clusters[0].count = 2;
  spec.paths = {{{"all"}, {"all"}, BytesPerSecond(1e9), {}, {}, false, {}}};
  spec.clusters[0].power = {};
  spec.clusters[0].power.profile = {{Hertz(1e9), {Watts(2), Watts(1.5)}, {}}};
  EXPECT_EQ(message_of(spec),
            "cluster 'cpu' draws 1.5 W with 2 elements busy but 2 W with 1; write the power of the "
            "whole cluster, which rises with the number of busy elements");
}

/// 0.01 T^2 exp(-2660 / T) at 60 C (333.15 K) and 1 V is 0.378 W.
TEST(Plausibility, RefusesMoreLeakageThanWasMeasured) {
  PlatformSpec spec = one_cpu();
  spec.clusters[0].power.busy = Watts(0.37);
  spec.clusters[0].power.leakage = {0.01, 2660, 0, Temperature::celsius(60)};
  EXPECT_NE(message_of(spec).find("at 60 C, more than the 370 mW that it was measured to draw"),
            std::string::npos)
      << message_of(spec);
  spec.clusters[0].power.busy = Watts(2);
  EXPECT_EQ(message_of(spec), "");
}

/// Two elements leak 0.755 W at 60 C, which is more than the 0.7 W of the whole cluster.
TEST(Plausibility, RefusesMoreLeakageOfAClusterThanItsProfile) {
  PlatformSpec spec = one_cpu();
  spec.clusters[0].count = 2;
  PathSpec path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e9);
  spec.paths.push_back(path);
  spec.clusters[0].power = {};
  spec.clusters[0].power.profile = {{Hertz(1e9), {Watts(0.7), Watts(1.5)}, {}}};
  spec.clusters[0].power.leakage = {0.01, 2660, 0, Temperature::celsius(60)};
  EXPECT_NE(message_of(spec).find("the 2 elements of cluster 'cpu' leak "), std::string::npos)
      << message_of(spec);
  spec.clusters[0].power.profile[0].busy[0] = Watts(0.8);
  EXPECT_EQ(message_of(spec).find("leak"), std::string::npos) << message_of(spec);
}

TEST(Plausibility, RefusesADeeperIdleStateThatDrawsMore) {
  PlatformSpec spec = one_cpu();
  spec.clusters[0].power.idle_states = {{"off", {}, {}, Watts(0.2), {}, 1, {}}};
  EXPECT_EQ(message_of(spec),
            "idle state 'off' of cluster 'cpu' draws or leaks more than the state before it (100 "
            "mW); lower its power or leakage");
}

TEST(Plausibility, RefusesAClusterOnTwoRails) {
  PlatformSpec spec = one_cpu();
  RailSpec rail;
  rail.name = "vdd";
  rail.clusters = {"cpu"};
  rail.cap = Watts(1);
  spec.rails = {rail, rail};
  EXPECT_EQ(message_of(spec), "rail 'vdd' appears twice; give each of them its own name");
  spec.rails[1].name = "vdd_2";
  EXPECT_EQ(message_of(spec), "cluster 'cpu' is already on rail 'vdd'; name it once");
  spec.rails[1].clusters.clear();
  EXPECT_EQ(message_of(spec), "rail 'vdd_2' supplies no cluster; name at least one");
}

TEST(Plausibility, RefusesHeatThatFindsNoWayToTheAir) {
  PlatformSpec spec = one_cpu();
  spec.thermal.emplace();
  spec.thermal->nodes = {{"cpu", JoulesPerKelvin(1), {}, {}}};
  EXPECT_EQ(message_of(spec),
            "no path leads from thermal node 'cpu' to the air; join it to a node that has a path, "
            "or set 'to_ambient'");
}

TEST(Plausibility, RefusesADocumentWithAModeThatCannotBeThoughItIsNotChosen) {
  PlatformSpec spec = one_cpu();
  spec.modes["low"].clusters["cpv"] = {};
  try {
    spec.check({});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "unknown cluster 'cpv'; did you mean 'cpu'?");
  }
}

TEST(Plausibility, RefusesADocumentWithAnElementThatCanRunNothing) {
  PlatformSpec spec = one_cpu();
  EXPECT_NO_THROW(spec.check({}));
  spec.clusters[0].throughput.clear();
  try {
    spec.check({});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "cluster 'cpu' cannot run any task; add 'kernels' or 'throughput', or leave the "
                 "cluster out");
  }
}

TEST(Plausibility, RefusesASourceOfNothing) {
  PlatformSpec spec = one_cpu();
  spec.sources = {{{"cpv"}, {"clocks"}, "assumed", "nothing", {}}};
  EXPECT_EQ(message_of(spec), "unknown part of the platform 'cpv'; did you mean 'cpu'?");
}

}  // namespace
}  // namespace kairos
