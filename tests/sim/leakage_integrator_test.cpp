#include "sim/thermal/leakage_integrator.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "sim/thermal/threshold_crossing.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// One node of 2 J/K with 0.5 W/K to air of 25 C draws 10 W and leaks 1e-4 T^2 W. The rise x solves
/// a Riccati equation, with `low` and `high` as its fixed points.
///
///   2 x' = 1e-4 (x - low) (x - high)
Platform riccati() {
  ThermalConfig config;
  config.nodes = {node("cpu", 2, 0.5)};
  return chip().cluster("cpu", 1, {}, Watts(10)).leaks({1e-4, 0, 0, {}}).thermal(config).build();
}

constexpr double air = 298.15;

double exact_rise(double seconds) {
  const double b = 2e-4 * air - 0.5, c = 10 + 1e-4 * air * air;
  const double root = std::sqrt(b * b - 4e-4 * c);
  const double low = (-b - root) / 2e-4, high = (-b + root) / 2e-4;
  const double ratio = low / high * std::exp(-1e-4 * (high - low) * seconds / 2);
  return (low - ratio * high) / (1 - ratio);
}

LeakageIntegrator at_work(const Platform& platform) {
  LeakageIntegrator state(platform);
  const IdVector<ElementId, Watts> powers(1, Watts(10));
  const std::vector<Volts> volts{Volts(1)};
  state.set_powers(powers, volts);
  return state;
}

TEST(LeakageIntegrator, FollowsAnExactSolution) {
  const Platform platform = riccati();
  LeakageIntegrator state = at_work(platform);
  double time = 0, current_seconds = 0;
  int steps = 0;
  for (; time < 200; ++steps) {
    const Seconds passed = state.step(Seconds(200 - time));
    time += passed.value();
    current_seconds += state.mean_leakage(0).value() * passed.value();
    ASSERT_NEAR(state.rise(ElementId{0}).value(), exact_rise(time), 2e-9) << "at " << time;
  }
  EXPECT_LT(steps, 400);
  // The energy that came in is stored in the node or has left it: 0.5 W/K of the mean rise.
  double rise_seconds = 0;
  constexpr int parts = 200'000;
  for (int i = 0; i < parts; ++i) rise_seconds += exact_rise((i + 0.5) * 200 / parts) * 200 / parts;
  EXPECT_NEAR(current_seconds, 2 * exact_rise(200) + 0.5 * rise_seconds - 2000, 1e-6);
}

TEST(LeakageIntegrator, IsTheSameInShorterSteps) {
  const Platform platform = riccati();
  LeakageIntegrator state = at_work(platform);
  for (int i = 0; i < 4000; ++i) {
    for (double left = 1e-3; left > 0;) left -= state.step(Seconds(left)).value();
  }
  EXPECT_NEAR(state.rise(ElementId{0}).value(), exact_rise(4), 1e-9);
}

TEST(LeakageIntegrator, AdvancesToTheCrossingOfAThreshold) {
  const Platform platform = riccati();
  LeakageIntegrator state = at_work(platform);
  const Threshold threshold{0, Temperature::kelvin(air + exact_rise(3)), true};
  double advanced = 0;
  while (threshold.temperature - state.at(0) > threshold_tolerance) {
    advanced += advance_to_crossing(state, {&threshold, 1}, Seconds(100)).value();
    ASSERT_LT(advanced, 3.1);
  }
  EXPECT_NEAR(advanced, 3, 1e-9);
}

TEST(LeakageIntegrator, CrossesNothingBeyondItsBalance) {
  const Platform platform = riccati();
  LeakageIntegrator state = at_work(platform);
  const Threshold threshold{0, Temperature::kelvin(air + exact_rise(1e4) + 1e-6), true};
  double advanced = 0;
  for (int i = 0; i < 100 && advanced < 1e4; ++i) {
    advanced += advance_to_crossing(state, {&threshold, 1}, Seconds(1e4 - advanced)).value();
  }
  EXPECT_EQ(advanced, 1e4);
  EXPECT_LT(state.at(0), threshold.temperature);
}

}  // namespace
}  // namespace kairos
