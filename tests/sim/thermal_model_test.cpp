#include "sim/thermal/thermal_model.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "platforms/thermal/block_model.hpp"
#include "sim/base/random.hpp"
#include "sim/thermal/decay_table.hpp"
#include "sim/thermal/exponential_root.hpp"

namespace kairos {
namespace {

/// A node of 2 J/K loses 0.5 W/K to the air, so its time constant is 4 s.
RcNetwork one_node() {
  return {{{"die", JoulesPerKelvin(2), WattsPerKelvin(0.5), {}}}, {}};
}

/// Eight blocks in a row on a package: 44 nodes with time constants from microseconds to minutes.
RcNetwork eight_blocks() {
  Floorplan plan;
  for (int i = 0; i < 8; ++i) {
    plan.blocks.push_back(
        {"b" + std::to_string(i), Metres(2e-3), Metres(4e-3), Metres(2e-3 * i), {}, {}});
  }
  plan.settle();
  return block_model(plan, Package{});
}

ThermalState state_of(const RcNetwork& network) {
  return ThermalState(std::make_shared<ThermalModel>(network));
}

TEST(ThermalModel, OneNodeWarmsUpAsAnExponential) {
  ThermalState state = state_of(one_node());
  state.set_power(0, Watts(10));
  EXPECT_NEAR(state.steady_rise(0).value(), 20, 1e-12);
  state.advance(Seconds(4));
  EXPECT_NEAR(state.rise(0).value(), 20 * (1 - 1 / std::numbers::e), 1e-12);  // 12.642 K
  EXPECT_NEAR(state.slope(0), (20 - state.rise(0).value()) / 4, 1e-12);
  state.set_power(0, Watts(0));
  state.advance(Seconds(1e6));
  EXPECT_NEAR(state.rise(0).value(), 0, 1e-12);
}

TEST(ThermalModel, HowAnIntervalIsCutDoesNotMatter) {
  ThermalState whole = state_of(eight_blocks());
  ThermalState parts = state_of(eight_blocks());
  whole.set_power(2, Watts(3));
  parts.set_power(2, Watts(3));
  whole.advance(Seconds(0.1));
  for (int i = 0; i < 1000; ++i) parts.advance(Seconds(1e-4));
  for (std::size_t node = 0; node < 44; ++node) {
    EXPECT_NEAR(whole.rise(node).value(), parts.rise(node).value(), 1e-11);
  }
}

/// The rates go from almost zero to far beyond the point at which exponentials vanish. The worked
/// example is checked as well.
TEST(DecayTable, IsThatOfExponentialsToTheLastDigits) {
  std::vector<double> rates;
  for (double rate = 1e-14; rate < 1e4; rate *= 1.001) rates.push_back(rate);
  if (rates.size() % 2 == 1) rates.push_back(1e4);
  std::vector<double> shares(rates.size());
  fill_decay_table(rates, 1, shares);
  for (std::size_t i = 0; i < rates.size(); ++i) {
    EXPECT_NEAR(shares[i] / -std::expm1(-rates[i]), 1, 4e-15) << rates[i];
  }
  fill_decay_table(std::array{1.0, 100.0}, 0.01, shares = {0, 0});
  EXPECT_NEAR(shares[0], 0.00995017, 5e-9);
  EXPECT_NEAR(shares[1], 0.632121, 5e-7);
}

/// The number of modes is odd, so the last one fills half a pair.
TEST(ThermalModel, ThreeNodesInARowHeatLikeASmallStepIntegration) {
  const RcNetwork network{{{"a", JoulesPerKelvin(0.1), {}, {}},
                           {"b", JoulesPerKelvin(0.2), {}, {}},
                           {"c", JoulesPerKelvin(2), WattsPerKelvin(0.5), {}}},
                          {{0, 1, WattsPerKelvin(0.4)}, {1, 2, WattsPerKelvin(0.3)}}};
  ThermalState state = state_of(network);
  state.set_power(0, Watts(2));
  state.advance(Seconds(0.5));
  state.advance(Seconds(0.5));
  double a = 0, b = 0, c = 0;
  constexpr int steps = 1'000'000;
  for (int i = 0; i < steps; ++i) {
    const double da = (2 - 0.4 * (a - b)) / 0.1;
    const double db = (0.4 * (a - b) - 0.3 * (b - c)) / 0.2;
    const double dc = (0.3 * (b - c) - 0.5 * c) / 2;
    a += da / steps;
    b += db / steps;
    c += dc / steps;
  }
  EXPECT_NEAR(state.rise(0).value(), a, 1e-5);
  EXPECT_NEAR(state.rise(1).value(), b, 1e-5);
  EXPECT_NEAR(state.rise(2).value(), c, 1e-5);
}

TEST(ThermalModel, EveryWattLeavesInTheSteadyState) {
  const RcNetwork network = eight_blocks();
  ThermalState state = state_of(network);
  for (std::size_t block = 0; block < 8; ++block) state.set_power(block, Watts(0.5));
  state.start_steady();
  double leaving = 0;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    leaving += network.nodes[i].to_ambient.value() * state.rise(i).value();
  }
  EXPECT_NEAR(leaving, 4, 1e-9);
}

TEST(ThermalModel, StartsWhereItIsTold) {
  const RcNetwork network = eight_blocks();
  ThermalState state = state_of(network);
  std::vector<Kelvins> rises;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    rises.emplace_back(static_cast<double>(i) * 0.25);
  }
  state.start_at(rises);
  for (std::size_t i = 0; i < rises.size(); ++i) {
    EXPECT_NEAR(state.rise(i).value(), rises[i].value(), 1e-10);
  }
}

TEST(ThermalModel, ANodeThatCannotReachTheAirIsRefused) {
  RcNetwork network = one_node();
  network.nodes.push_back({"island", JoulesPerKelvin(1), {}, {}});
  EXPECT_THROW(ThermalModel{network}, InputError);
}

TEST(Crossing, OfOneExponentialIsItsLogarithm) {
  const double amplitude = -2;
  const double rate = 1;
  const auto root = first_upward_root({1, {&amplitude, 1}, {&rate, 1}}, 10);
  ASSERT_TRUE(root);
  EXPECT_NEAR(*root, std::numbers::ln2, 1e-14);
  EXPECT_FALSE(first_upward_root({1, {&amplitude, 1}, {&rate, 1}}, 0.69));
}

TEST(Crossing, OfAThermalStateIsOnTheLevel) {
  ThermalState state = state_of(one_node());
  state.set_power(0, Watts(10));
  const auto up = state.crossing(0, Kelvins(10), true, Seconds(100));
  ASSERT_TRUE(up);
  EXPECT_NEAR(up->value(), 4 * std::numbers::ln2, 1e-12);
  EXPECT_FALSE(state.crossing(0, Kelvins(21), true, Seconds(1e6)));
  state.advance(*up);
  state.set_power(0, Watts(0));
  const auto down = state.crossing(0, Kelvins(5), false, Seconds(100));
  ASSERT_TRUE(down);
  EXPECT_NEAR(down->value(), 4 * std::numbers::ln2, 1e-12);
}

// Compares the crossings of sums of exponentials that rise and fall several times with a dense
// scan. None is missed, none is late, and short visits above the level that are over by the horizon
// are found, too.
TEST(Crossing, MissesNothingThatADenseScanSees) {
  Random random = Random::stream(7, "crossing");
  int found = 0;
  int gone_again = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> amplitudes;
    std::vector<double> rates;
    for (int k = 0; k < 6; ++k) {
      amplitudes.push_back(random.uniform(-3, 3));
      rates.push_back(std::pow(10.0, random.uniform(-2, 3)));
    }
    const double constant = random.uniform(-3, 1);
    const double horizon = std::pow(10.0, random.uniform(-3, 1));
    const auto f = [&](double t) {
      double sum = constant;
      for (std::size_t k = 0; k < 6; ++k) sum += amplitudes[k] * std::exp(-rates[k] * t);
      return sum;
    };
    if (f(0) >= 0) continue;
    const auto root = first_upward_root({constant, amplitudes, rates}, horizon);
    double seen = -1;
    for (int i = 1; i <= 4000 && seen < 0; ++i) {
      const double t = horizon * std::pow(i / 4000.0, 3);
      if (f(t) > 0) seen = t;
    }
    if (seen >= 0) {
      ASSERT_TRUE(root) << "missed one before " << seen;
      EXPECT_LE(*root, seen);
    }
    if (!root) continue;
    ++found;
    gone_again += f(horizon) < 0 ? 1 : 0;
    EXPECT_NEAR(f(*root), 0, 1e-9);
    EXPECT_LE(*root, horizon);
  }
  EXPECT_GT(found, 100);
  EXPECT_GT(gone_again, 10);
}

}  // namespace
}  // namespace kairos
