// Compares the parts of rewards with sums worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/training/environment.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// One element takes 2 ms for a task and draws 3 W busy and 1 W idle. Two jobs arrive at once with
/// deadlines of 1.5 ms; they end after 2 and 4 ms.
Scenario two_jobs() {
  const auto g = graph("job").task("a").build();
  Scenario s = scenario(chip().cluster("cpu", 1, {{"a", 2_ms}}, Watts(3), Watts(1)).build(), g,
                        {0_ms, 0_ms});
  s.workload.applications.front().deadline = 1500_us;
  return s;
}

double episode_return(const Scenario& scenario, const RewardConfig& reward) {
  Environment environment(scenario, reward);
  environment.reset(1);
  double sum = 0;
  while (!environment.is_over()) {
    std::size_t row = 0;
    while (!environment.is_legal(row)) ++row;
    sum += environment.step(row);
  }
  EXPECT_NEAR(sum, -environment.costs().total(environment.now()), 1e-15);
  return sum;
}

TEST(Reward, OfLatencyIsMinusTheirSum) {
  EXPECT_NEAR(episode_return(two_jobs(), {}), -6e-3, 1e-12);
  EXPECT_NEAR(episode_return(two_jobs(), {.latency = 0.5}), -3e-3, 1e-12);
}

/// The chip draws 3 W for 4 ms.
TEST(Reward, OfEnergyIsMinusWhatTheChipDrew) {
  EXPECT_NEAR(episode_return(two_jobs(), {.latency = 0, .energy = 1}), -12e-3, 1e-12);
}

/// The jobs are 0.5 ms and 2.5 ms late.
TEST(Reward, OfTardinessIsMinusItsSum) {
  EXPECT_NEAR(episode_return(two_jobs(), {.latency = 0, .tardiness = 1}), -3e-3, 1e-12);
}

TEST(Reward, AddsWeightedParts) {
  EXPECT_NEAR(episode_return(two_jobs(), {.latency = 1, .energy = 0.1, .tardiness = 2}),
              -(6e-3 + 0.1 * 12e-3 + 2 * 3e-3), 1e-12);
}

/// A node of 2 J/K with 0.5 W/K to air of 25 C heats at 10 W for 4 s to 25 + 20 (1 - 1/e) = 37.642
/// C, and after 8 s to 42.293 C. The area over a limit of 30 C, with straight lines between the
/// steps, is 7.642 / 2 * 4 + (7.642 + 12.293) / 2 * 4 = 55.16 K s.
TEST(Reward, OfHeatIsTheAreaOverTheLimit) {
  ThermalConfig network;
  network.nodes = {node("cpu", 2, 0.5)};
  const auto g = graph("job").task("a").build();
  Scenario s = scenario(chip().cluster("cpu", 1, {{"a", 4_s}}, Watts(10)).thermal(network).build(),
                        g, {0_s, 0_s});
  const double heat =
      episode_return(s, {.latency = 1, .heat = 1, .limit = Temperature::celsius(30)});
  EXPECT_NEAR(heat, -(12 + 55.154), 1e-2);
}

/// Two jobs are in the system for 2 ms at 3 W, then one job; both are late after 1.5 ms. Checks the
/// cost from the first instant on with a horizon of 1 ms and the tardiness spread over each step of
/// 2 ms.
TEST(Reward, IsDiscountedAtTheRateOfEachStep) {
  Environment environment(two_jobs(), {.latency = 1, .energy = 0.1, .tardiness = 2});
  environment.reset(1);
  while (!environment.is_over()) {
    std::size_t row = 0;
    while (!environment.is_legal(row)) ++row;
    environment.step(row);
  }
  CostCurve& costs = environment.costs();
  costs.discount(Seconds(1e-3));
  const double first = 2 + 0.1 * 3 + 2 * 1e-3 / 2e-3;  // Two jobs are late for 0.5 ms.
  const double second = 1 + 0.1 * 3 + 2;
  const double kept = std::exp(-2.0);
  EXPECT_NEAR(costs.cost(Time()), 1e-3 * (1 - kept) * (first + kept * second), 1e-12);
  EXPECT_NEAR(costs.cost(Time(3_ms)), 1e-3 * (1 - std::exp(-1.0)) * second, 1e-12);
}

TEST(Reward, RefusesToWeighOnlyWhatGoodSchedulesAvoid) {
  RewardConfig reward{.latency = 0, .tardiness = 1};
  EXPECT_THROW(reward.check({}), InputError);
}

}  // namespace
}  // namespace kairos
