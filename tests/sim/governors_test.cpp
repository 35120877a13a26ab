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
  const std::vector<double> loads{load};
  const std::size_t point = governor.choose({cluster, wanted, wanted, loads, passed, {}});
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
  EXPECT_EQ(chosen(*ondemand, platform, 0, 0.45), Hertz(1.2e9));  // 1.23 GHz
  EXPECT_EQ(chosen(*ondemand, platform, 0, 0.5), Hertz(1.2e9));   // 1.3 GHz, as close to 1.4 GHz
  EXPECT_EQ(chosen(*ondemand, platform, 0, 0.55), Hertz(1.4e9));  // 1.37 GHz
  EXPECT_EQ(chosen(*ondemand, platform, 0, 0.81), Hertz(2e9));
  EXPECT_EQ(chosen(*ondemand, platform, 7, 0.0), Hertz(6e8));
}

TEST(FrequencyGovernors, ConservativeGoesStepByStep) {
  const Platform platform = eight_points().build();
  const auto conservative = governor("conservative");
  // Upwards it takes the fastest point with at most its target, which is 1.1, 1.2, 1.3, 1.4 GHz.
  EXPECT_EQ(chosen(*conservative, platform, 2, 1), Hertz(1.0e9));
  EXPECT_EQ(chosen(*conservative, platform, 2, 1), Hertz(1.2e9));
  EXPECT_EQ(chosen(*conservative, platform, 3, 1), Hertz(1.2e9));
  EXPECT_EQ(chosen(*conservative, platform, 3, 1), Hertz(1.4e9));
  EXPECT_EQ(chosen(*conservative, platform, 4, 0.5), Hertz(1.4e9));
  // Downwards it takes the slowest point with at least its target, which is 1.3, 1.2, 1.1 GHz.
  EXPECT_EQ(chosen(*conservative, platform, 4, 0.1), Hertz(1.4e9));
  EXPECT_EQ(chosen(*conservative, platform, 4, 0.1), Hertz(1.2e9));
  EXPECT_EQ(chosen(*conservative, platform, 3, 0.1), Hertz(1.2e9));
  // Between the thresholds the point stays, although the target of 1.1 GHz is below it.
  EXPECT_EQ(chosen(*conservative, platform, 3, 0.5), Hertz(1.2e9));
}

/// The target is 1.6 GHz after six steps up from 1.0 GHz. It falls by four steps of 0.1 GHz in 45
/// ms of rest, and rises by one step after it.
TEST(FrequencyGovernors, ConservativeFallsByAStepForEveryPeriodAtRest) {
  const Platform platform = eight_points().build();
  const Cluster& cluster = platform.clusters[ClusterId{0}];
  const auto conservative = governor("conservative");
  for (int i = 0; i < 6; ++i) static_cast<void>(chosen(*conservative, platform, 2, 1));
  const std::vector<double> busy{1};
  EXPECT_EQ(conservative->choose({cluster, 5, 5, busy, 10_ms, 45_ms}), 3U);  // 1.3 GHz
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

/// Two elements work in turns of 1 ms at 1 of 2 GHz. The utilisation of each one is 0.25 and never
/// above 0.26, so the governor requests at most 0.65 GHz. The busiest element of every sample has a
/// load of 1; its utilisation would be 0.5, and the governor would request 1.25 GHz.
TEST(FrequencyGovernors, SchedutilTakesTheLargestUtilisationNotThatOfTheBusiestOfEachSample) {
  const Platform platform = eight_points().build();
  const Cluster& cluster = platform.clusters[ClusterId{0}];
  const auto schedutil = governor("schedutil");
  const std::vector<double> first{1, 0}, second{0, 1};
  std::size_t highest = 0;
  for (int i = 0; i < 500; ++i) {
    const auto& loads = i % 2 == 0 ? first : second;
    highest = std::max(highest, schedutil->choose({cluster, 2, 2, loads, 1_ms, {}}));
  }
  EXPECT_EQ(highest, 1U);  // 0.8 GHz is the slowest point with at least 0.65 GHz.
}

/// Utilisation decays while the governor is not asked. It is 0.5 after 32.768 ms of full load, 0.25
/// after as long at rest and 0.2023 after another 10 ms, for which 0.506 GHz are requested. Without
/// the time at rest it would be 0.4046, and 1.01 GHz would be requested.
TEST(FrequencyGovernors, UtilisationDecaysAtRest) {
  const Platform platform = eight_points().build();
  const Cluster& cluster = platform.clusters[ClusterId{0}];
  const auto schedutil = governor("schedutil");
  constexpr Duration half_life = Duration::picoseconds(32'768'000'000);
  const std::vector<double> busy{1}, idle{0};
  EXPECT_EQ(schedutil->choose({cluster, 7, 7, busy, half_life, {}}), 4U);
  EXPECT_EQ(schedutil->choose({cluster, 4, 4, idle, 10_ms, half_life}), 0U);
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

/// The budget at the trip is 6 W. The first cluster is at its lowest point, where it draws 2.4 W,
/// the second at the top, where it draws 8 W. They get 6 * 2.4 / 10.4 = 1.38 W, less than at the
/// lowest point, and 4.62 W, enough for 4 W. With equal requests each would get 3 W, which is
/// enough only for the lowest point of both.
TEST(ThermalGovernors, PowerAllocatorRequestsThePowerAtThePointInForce) {
  const Platform platform = eight_points({}, Watts(8)).build();
  const Cluster& cluster = platform.clusters[ClusterId{0}];
  const auto ipa = Choice<ThermalGovernor>("power_allocator").make();
  const ThermalZone zone{"z",
                         {0},
                         {ClusterId{0}, ClusterId{1}},
                         Temperature::celsius(85),
                         Kelvins(3),
                         Temperature::celsius(70),
                         Watts(6)};
  std::vector<CoolingDevice> devices{{&cluster, 0, 1, 7}, {&cluster, 7, 1, 7}};
  static_cast<void>(ipa->update(zone, {Temperature::celsius(85), 100_ms}, devices));
  EXPECT_EQ(devices[0].highest, 0U);
  EXPECT_EQ(devices[1].highest, 2U);
}

}  // namespace
}  // namespace kairos
