#include "sim/thermal/chip_temperatures.hpp"

#include <array>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"
#include "tests/support/runge_kutta.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// One node of 2 J/K with 0.5 W/K to air of 25 C.
ThermalConfig one_node() {
  ThermalConfig config;
  config.nodes = {node("cpu", 2, 0.5)};
  return config;
}

/// Two cores over a case, with time constants of about 0.1 s and 20 s.
ThermalConfig two_cores() {
  ThermalConfig config;
  config.ambient = Temperature::celsius(45);
  config.nodes = {node("big", 0.05, 0), node("small", 0.04, 0), node("case", 4, 0.2)};
  config.joins = {{"big", "case", WattsPerKelvin(0.4), {}},
                  {"small", "case", WattsPerKelvin(0.5), {}},
                  {"big", "small", WattsPerKelvin(0.1), {}}};
  return config;
}

constexpr Leakage leaky{1.8e-2, 2660, 5e-4, {}};

Platform leaky_chip(Duration merge = {}) {
  ThermalConfig config = two_cores();
  config.merge = merge;
  return chip()
      .cluster("big", 1, {}, Watts(6), Watts(0.3))
      .leaks(leaky)
      .cluster("small", 1, {}, Watts(2), Watts(0.1))
      .leaks(leaky)
      .bandwidth(BytesPerSecond(1e9))
      .thermal(config)
      .build();
}

TEST(ChipTemperatures, HeatsAndSettlesLikeItsWorkedExample) {
  const Platform platform = chip().cluster("cpu", 1, {}, Watts(10)).thermal(one_node()).build();
  EnergyMeter meter(platform);
  ChipTemperatures temperatures(platform, meter);
  meter.started(ElementId{0}, Time{});
  temperatures.advance_to(Time(4_s));
  EXPECT_NEAR(temperatures.of(ElementId{0}).celsius(), 37.642, 5e-4);
  temperatures.advance_to(Time(400_s));
  EXPECT_NEAR(temperatures.of(ElementId{0}).celsius(), 45, 1e-6);
  EXPECT_NEAR(temperatures.peak(ElementId{0}).celsius(), 45, 1e-6);
  EXPECT_NEAR(temperatures.zone_peak(0).celsius(), 45, 1e-6);
  meter.ended(ElementId{0}, Time(400_s));
  temperatures.advance_to(Time(800_s));
  EXPECT_NEAR(temperatures.zone_peak(0).celsius(), 45, 1e-6);
}

/// The element settles at 45 C and cools down to 25 C. From then on its highest temperature and its
/// mean are those of the worked example, 4 s at 10 W, however warm it was before.
TEST(ChipTemperatures, CountsMeansAndPeaksFromTheBeginningOfAPeriod) {
  const Platform platform = chip().cluster("cpu", 1, {}, Watts(10)).thermal(one_node()).build();
  EnergyMeter meter(platform);
  ChipTemperatures temperatures(platform, meter);
  meter.started(ElementId{0}, Time{});
  temperatures.advance_to(Time(400_s));
  meter.ended(ElementId{0}, Time(400_s));
  temperatures.advance_to(Time(800_s));
  temperatures.begin_period();
  EXPECT_NEAR(temperatures.peak(ElementId{0}).celsius(), 25, 1e-6);
  EXPECT_NEAR(temperatures.zone_peak(0).celsius(), 25, 1e-6);
  EXPECT_NEAR(temperatures.mean(ElementId{0}).celsius(), 25, 1e-6);
  meter.started(ElementId{0}, Time(800_s));
  temperatures.advance_to(Time(804_s));
  EXPECT_NEAR(temperatures.peak(ElementId{0}).celsius(), 37.642, 5e-4);
  EXPECT_NEAR(temperatures.zone_peak(0).celsius(), 37.642, 5e-4);
  EXPECT_NEAR(temperatures.mean(ElementId{0}).celsius(), 32.358, 5e-4);
}

/// Integrates the chip of leaky_chip() by Runge-Kutta of order 4 in small steps: the rises of the
/// nodes, and the energy drawn.
class Reference {
 public:
  /// Advances at these powers, without leakage, for some seconds.
  void run(double big, double small, double seconds) {
    constexpr double step = 2e-5;
    const auto steps = static_cast<int>(std::lround(seconds / step));
    for (int i = 0; i < steps; ++i) {
      state_ =
          runge_kutta(state_, step, [&](const State& x) { return slope(x, big, small); }).state;
    }
  }
  [[nodiscard]] double celsius(std::size_t node) const { return 45 + state_[node]; }
  [[nodiscard]] double energy(std::size_t element) const { return state_[3 + element]; }

 private:
  using State = std::array<double, 5>;  ///< Three rises, two energies.

  static double leak(double rise) {
    const double t = 273.15 + 45 + rise;
    return leaky.c1 * t * t * std::exp(-leaky.c2 / t) + leaky.gate;
  }
  static State slope(const State& x, double big, double small) {
    const double p0 = big + leak(x[0]), p1 = small + leak(x[1]);
    const double to_case0 = 0.4 * (x[0] - x[2]), to_case1 = 0.5 * (x[1] - x[2]);
    const double across = 0.1 * (x[0] - x[1]);
    return {(p0 - to_case0 - across) / 0.05, (p1 - to_case1 + across) / 0.04,
            (to_case0 + to_case1 - 0.2 * x[2]) / 4, p0, p1};
  }

  State state_{};
};

/// Leakage is 0.43 W per core at 45 C and 1.05 W at 75 C, a quarter of all energy. Temperatures
/// agree within 0.01 K and energy within 1e-4 at every change of power.
TEST(ChipTemperatures, LeakageFollowsTemperatureLikeAFineIntegration) {
  const Platform platform = leaky_chip();
  const ElementId big{0}, small{1};
  EnergyMeter meter(platform);
  ChipTemperatures temperatures(platform, meter);
  Reference reference;
  Time now;
  const auto wait = [&](Duration passed, double big_power, double small_power) {
    reference.run(big_power, small_power, passed.seconds());
    now += passed;
    temperatures.advance_to(now);
    EXPECT_NEAR(temperatures.of(big).celsius(), reference.celsius(0), 0.01);
    EXPECT_NEAR(temperatures.of(small).celsius(), reference.celsius(1), 0.01);
    EXPECT_NEAR(meter.of_element(big).value() / reference.energy(0), 1, 1e-4);
    EXPECT_NEAR(meter.of_element(small).value() / reference.energy(1), 1, 1e-4);
  };
  wait(500_ms, 0.3, 0.1);
  for (int round = 0; round < 8; ++round) {
    meter.started(big, now);
    wait(Duration::picoseconds(400'000'000'000 * (1 + round)), 6, 0.1);
    meter.started(small, now);
    wait(300_ms, 6, 2);
    meter.ended(big, now);
    wait(50_ms, 0.3, 2);
    meter.ended(small, now);
    wait(700_ms, 0.3, 0.1);
  }
  EXPECT_GT(temperatures.peak(big).celsius(), 70);
  EXPECT_GT(meter.leaked(big).value(), 5);
  EXPECT_NEAR((meter.of_element(big) + meter.of_element(small)) / meter.integral(), 1, 1e-9);
}

/// Compares merging over 100 us with no merging, for work that comes and goes every few
/// microseconds.
TEST(ChipTemperatures, MergingChangesCostsLessThanATwentiethOfAKelvin) {
  const Platform exact = leaky_chip(), merged = leaky_chip(100_us);
  EnergyMeter exact_meter(exact), merged_meter(merged);
  ChipTemperatures exactly(exact, exact_meter), roughly(merged, merged_meter);
  Random random(7);
  Time now;
  int closed = 0;
  for (int i = 0; i < 20'000; ++i) {
    now += Duration::picoseconds(1'000'000 + static_cast<std::int64_t>(random.uniform() * 2e7));
    if (roughly.is_due(now)) {
      roughly.advance_to(now);
      ++closed;
    }
    exactly.advance_to(now);
    for (EnergyMeter* meter : {&exact_meter, &merged_meter}) {
      if (i % 2 == 0) {
        meter->started(ElementId(i / 2 % 2), now);
      } else {
        meter->ended(ElementId(i / 2 % 2), now);
      }
    }
  }
  roughly.advance_to(now);
  EXPECT_LT(closed, 5'000);
  for (const ElementId e : {ElementId{0}, ElementId{1}}) {
    EXPECT_NEAR(exactly.of(e).celsius(), roughly.of(e).celsius(), 0.02);
    EXPECT_NEAR(exactly.peak(e).celsius(), roughly.peak(e).celsius(), 0.05);
    EXPECT_NEAR(exact_meter.of_element(e) / merged_meter.of_element(e), 1, 1e-5);
  }
}

TEST(ChipTemperatures, NamesTheElementThatRunsAway) {
  ThermalConfig hot = one_node();
  hot.nodes[0].to_ambient = WattsPerKelvin(0.01);
  const Platform platform =
      chip().cluster("cpu", 1, {}, Watts(3)).leaks(leaky).thermal(hot).build();
  EnergyMeter meter(platform);
  ChipTemperatures temperatures(platform, meter);
  meter.started(ElementId{0}, Time{});
  try {
    temperatures.advance_to(Time(3600_s));
    FAIL() << "no runaway at " << temperatures.of(ElementId{0}).celsius() << " C";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("thermal runaway: the temperature of 'cpu'"),
              std::string::npos)
        << error.what();
  }
}

TEST(ChipTemperatures, WithoutAThermalPartLeakageIsThatOfRoomTemperature) {
  const auto s = scenario(chip().cluster("cpu", 1, {{"a", 1_s}}, Watts(2)).leaks(leaky).build(),
                          graph("job").task("a").build());
  const double leak = leaky.power(Volts(1), Temperature::celsius(25)).value();
  EXPECT_GT(leak, 0.01);
  EXPECT_NEAR(run_with(s, "earliest_finish").element_energy[0].value(), 2 + leak, 1e-12);
}

/// The run has one task of 4 s at 10 W, and the engine advances the temperatures to its end.
TEST(ChipTemperatures, AreReadByTheEngineAtEveryEvent) {
  class Readings final : public Probe {
   public:
    void observe(Time now, Event event) override {
      at.push_back(now);
      celsius.push_back(event.as<ChipRead>()->temperatures->of(ElementId{0}).celsius());
    }
    [[nodiscard]] EventSet wants() const override { return EventSet::of<ChipRead>(); }
    std::vector<Time> at;
    std::vector<double> celsius;
  };
  const auto s =
      scenario(chip().cluster("cpu", 1, {{"a", 4_s}}, Watts(10)).thermal(one_node()).build(),
               graph("job").task("a").build());
  Readings readings;
  run_with(s, "earliest_finish", &readings);
  ASSERT_FALSE(readings.at.empty());
  EXPECT_EQ(readings.at[0], Time(4_s));
  EXPECT_EQ(readings.at.back(), Time(4_s));
  EXPECT_NEAR(readings.celsius[0], 37.642, 5e-4);
}

}  // namespace
}  // namespace kairos
