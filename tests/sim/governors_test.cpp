#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "sim/governors/clock_control.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Eight points from 0.6 to 2.0 GHz in steps of 0.2, at one voltage.
ChipBuilder eight_points(std::map<std::string, Duration> kernels = {}, Watts busy = Watts(4)) {
  ChipBuilder builder = chip().cluster("cpu", 1, std::move(kernels), busy);
  builder.last().points.clear();
  for (int i = 0; i < 8; ++i) builder.last().points.push_back({Hertz(6e8 + 2e8 * i), Volts(1)});
  return builder;
}

std::unique_ptr<FrequencyGovernor> governor(const std::string& name) {
  return Choice<FrequencyGovernor>(name).make();
}

Hertz chosen(FrequencyGovernor& governor, const Platform& platform, std::size_t wanted, double load,
             Duration passed = 10_ms) {
  const Cluster& cluster = platform.clusters[ClusterId{0}];
  const std::size_t point = governor.choose({cluster, wanted, wanted, load, passed});
  return cluster.points[point].frequency;
}

TEST(FrequencyGovernors, HoldTheirEnds) {
  const Platform platform = eight_points().build();
  const Cluster& cluster = platform.clusters[ClusterId{0}];
  EXPECT_EQ(governor("performance")->first_point(cluster), 7U);
  EXPECT_EQ(governor("powersave")->first_point(cluster), 0U);
  EXPECT_EQ(governor("userspace")->first_point(cluster), 7U);
  EXPECT_EQ(governor("performance")->period(), Duration{});
}

TEST(FrequencyGovernors, UserspaceNamesTheFrequenciesThereAre) {
  const Platform platform = eight_points().build();
  Choice<FrequencyGovernor> choice("userspace");
  choice.options.set("frequency", Value::scalar("1 GHz"));
  EXPECT_EQ(choice.make()->first_point(platform.clusters[ClusterId{0}]), 2U);
  choice.options.set("frequency", Value::scalar("1.1 GHz"));
  EXPECT_THROW(static_cast<void>(choice.make()->first_point(platform.clusters[ClusterId{0}])),
               InputError);
}

TEST(FrequencyGovernors, OndemandFollowsTheLoad) {
  const Platform platform = eight_points().build();
  const auto ondemand = governor("ondemand");
  EXPECT_EQ(chosen(*ondemand, platform, 0, 0.5), Hertz(1.4e9));
  EXPECT_EQ(chosen(*ondemand, platform, 0, 0.81), Hertz(2e9));
  EXPECT_EQ(chosen(*ondemand, platform, 7, 0.0), Hertz(6e8));
}

TEST(FrequencyGovernors, ConservativeGoesStepByStep) {
  const Platform platform = eight_points().build();
  const auto conservative = governor("conservative");
  EXPECT_EQ(chosen(*conservative, platform, 2, 1), Hertz(1.2e9));  // It asks for 1.1 GHz.
  EXPECT_EQ(chosen(*conservative, platform, 3, 1), Hertz(1.2e9));  // It asks for 1.2 GHz.
  EXPECT_EQ(chosen(*conservative, platform, 3, 1), Hertz(1.4e9));  // It asks for 1.3 GHz.
  EXPECT_EQ(chosen(*conservative, platform, 4, 0.5), Hertz(1.4e9));
  EXPECT_EQ(chosen(*conservative, platform, 4, 0.1), Hertz(1.2e9));
}

/// 1.25 * 2 GHz * util, util = 1 - 2^(-t / 32.768 ms) under full load at full speed.
TEST(FrequencyGovernors, SchedutilFollowsUtilisationThatFadesByHalfIn32Periods) {
  const Platform platform = eight_points().build();
  const auto schedutil = governor("schedutil");
  EXPECT_EQ(chosen(*schedutil, platform, 7, 1, 10_ms), Hertz(6e8));
  const double util = 1 - std::exp2(-32.768 / 32.768);
  EXPECT_NEAR(2.5 * util, 1.25, 1e-9);
  EXPECT_EQ(chosen(*schedutil, platform, 7, 1, Duration::picoseconds(22'768'000'000)),
            Hertz(1.4e9));
  EXPECT_EQ(chosen(*schedutil, platform, 7, 0, 1000_ms), Hertz(6e8));
}

/// It goes one point down at the crossing and at every poll while the chip warms, and up again
/// below the trip.
TEST(ThermalGovernors, StepWiseStepsDownAndUp) {
  const Platform platform = eight_points().build();
  const auto step_wise = Choice<ThermalGovernor>("step_wise").make();
  const ThermalZone zone{"z", {0}, {ClusterId{0}}, Temperature::celsius(85), Kelvins(3), {}, {}};
  EXPECT_EQ(step_wise->begin(zone).rises_to, Temperature::celsius(85));
  std::vector<CoolingDevice> devices{{&platform.clusters[ClusterId{0}], 7, 1, 7}};
  const auto look = [&](double celsius) {
    const Watch watch = step_wise->update(zone, {Temperature::celsius(celsius), 100_ms}, devices);
    return std::pair(devices[0].highest, watch.look_again.has_value());
  };
  EXPECT_EQ(look(85), std::pair(std::size_t{6}, true));
  EXPECT_EQ(look(86), std::pair(std::size_t{5}, true));
  EXPECT_EQ(look(85.5), std::pair(std::size_t{5}, true));
  EXPECT_EQ(look(84), std::pair(std::size_t{6}, true));
  EXPECT_EQ(look(84.5), std::pair(std::size_t{6}, true));
  EXPECT_EQ(look(83), std::pair(std::size_t{7}, false));
}

/// With a hysteresis of 2 K it stays at 84 C, and goes up from 82.9 C.
TEST(ThermalGovernors, StepWiseKeepsItsHysteresis) {
  const Platform platform = eight_points().build();
  Choice<ThermalGovernor> choice("step_wise");
  choice.options.set("hysteresis", Value::scalar("2 K"));
  const auto step_wise = choice.make();
  const ThermalZone zone{"z", {0}, {ClusterId{0}}, Temperature::celsius(85), Kelvins(3), {}, {}};
  std::vector<CoolingDevice> devices{{&platform.clusters[ClusterId{0}], 7, 1, 7}};
  const auto look = [&](double celsius) {
    static_cast<void>(step_wise->update(zone, {Temperature::celsius(celsius), 100_ms}, devices));
    return devices[0].highest;
  };
  EXPECT_EQ(look(85), 6U);
  EXPECT_EQ(look(84), 6U);
  EXPECT_EQ(look(84.5), 5U);
  EXPECT_EQ(look(82.9), 6U);
  EXPECT_EQ(look(84), 6U);
}

/// The worked example of its file: 2 W are sustainable, the temperatures are 85 and 70 C, and one
/// cluster draws 8 W at the top.
TEST(ThermalGovernors, PowerAllocatorGrantsTheBudgetOfItsController) {
  const Platform platform = eight_points({}, Watts(8)).build();
  const auto ipa = Choice<ThermalGovernor>("power_allocator").make();
  const ThermalZone zone{
      "z",     {0}, {ClusterId{0}}, Temperature::celsius(85), Kelvins(3), Temperature::celsius(70),
      Watts(2)};
  EXPECT_EQ(ipa->begin(zone).rises_to, Temperature::celsius(70));
  std::vector<CoolingDevice> devices{{&platform.clusters[ClusterId{0}], 7, 1, 7}};
  const auto granted = [&](double celsius) {
    static_cast<void>(ipa->update(zone, {Temperature::celsius(celsius), 100_ms}, devices));
    return devices[0].power_at(devices[0].highest).value();
  };
  // The points draw 2.4, 3.2, ... 8 W. The governor takes the highest at or below the budget, or
  // the lowest if there is none.
  EXPECT_NEAR(granted(70), 5.6, 1e-9);  // The budget is 6 W.
  EXPECT_NEAR(granted(77.5), 4, 1e-9);  // The budget is 4 W.
  EXPECT_NEAR(granted(85), 2.4, 1e-9);  // The budget is 2 W.
  EXPECT_NEAR(granted(69), 8, 1e-9);    // The governor is off.
}

}  // namespace
}  // namespace kairos
