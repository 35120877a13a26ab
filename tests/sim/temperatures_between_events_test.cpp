// Compares means, peaks and readings of temperatures between two events with a Runge-Kutta
// integration in steps that are much shorter than any time constant, on chips with and without
// leakage.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "sim/thermal/chip_temperatures.hpp"
#include "sim/thermal/exponential_peak.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/runge_kutta.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr double air = 45;  // It is in Celsius.
constexpr Leakage leaky{1.8e-2, 2660, 5e-4, {}};

/// Two cores over a case, with time constants of about 0.1 s and 20 s. A zone watches the case.
Platform two_cores(bool leaks, Duration merge = {}) {
  ThermalConfig config;
  config.ambient = Temperature::celsius(air);
  config.merge = merge;
  config.nodes = {node("big", 0.05, 0), node("small", 0.04, 0), node("case", 4, 0.2)};
  config.joins = {{"big", "case", WattsPerKelvin(0.4), {}},
                  {"small", "case", WattsPerKelvin(0.5), {}},
                  {"big", "small", WattsPerKelvin(0.1), {}}};
  ZoneConfig zone;
  zone.name = "skin";
  zone.sensors = {"case"};
  config.zones = {zone};
  ChipBuilder builder = chip();
  builder.cluster("big", 1, {}, Watts(6), Watts(0.3));
  if (leaks) builder.leaks(leaky);
  builder.cluster("small", 1, {}, Watts(2), Watts(0.1));
  if (leaks) builder.leaks(leaky);
  return builder.bandwidth(BytesPerSecond(1e9)).thermal(config).build();
}

/// Integrates the rises of big, small and case by the classical Runge-Kutta method.
class Reference {
 public:
  using State = std::array<double, 3>;
  struct Sample {
    double at = 0;
    State rises{};
  };

  explicit Reference(bool leaks) : leaks_(leaks) {}

  /// Advances at these powers, without leakage, for some seconds.
  void run(double big, double small, double seconds) {
    constexpr double longest = 1e-4;
    const auto steps = static_cast<int>(std::ceil(seconds / longest));
    for (int i = 0; i < steps; ++i) advance(big, small, seconds / steps);
  }
  [[nodiscard]] double peak(std::size_t node) const { return air + peaks_[node]; }
  [[nodiscard]] double mean(std::size_t node) const { return air + integral_[node] / now_; }
  [[nodiscard]] const std::vector<Sample>& samples() const { return samples_; }

 private:
  [[nodiscard]] double leak(double rise) const {
    const double t = 273.15 + air + rise;
    return leaks_ ? leaky.c1 * t * t * std::exp(-leaky.c2 / t) + leaky.gate : 0;
  }
  [[nodiscard]] State slope(const State& x, double big, double small) const {
    const double to_case0 = 0.4 * (x[0] - x[2]), to_case1 = 0.5 * (x[1] - x[2]);
    const double across = 0.1 * (x[0] - x[1]);
    return {(big + leak(x[0]) - to_case0 - across) / 0.05,
            (small + leak(x[1]) - to_case1 + across) / 0.04,
            (to_case0 + to_case1 - 0.2 * x[2]) / 4};
  }
  void advance(double big, double small, double h) {
    const State before = state_;
    const State first = slope(before, big, small);
    const auto step = runge_kutta(before, h, [&](const State& x) { return slope(x, big, small); });
    state_ = step.state;
    for (std::size_t i = 0; i < state_.size(); ++i) {
      // Simpson's rule uses the middle of the cubic through values and slopes at both ends.
      const double middle = (before[i] + state_[i]) / 2 + h / 8 * (first[i] - step.end_slope[i]);
      integral_[i] += h / 6 * (before[i] + 4 * middle + state_[i]);
      peaks_[i] = std::max(peaks_[i], state_[i]);
    }
    now_ += h;
    samples_.push_back({now_, state_});
  }

  bool leaks_;
  double now_ = 0;
  State state_{}, peaks_{}, integral_{};
  std::vector<Sample> samples_;
};

/// A chip and its reference, which advance together.
class Pair {
 public:
  explicit Pair(bool leaks, Duration merge = {})
      : platform_(two_cores(leaks, merge)),
        meter_(platform_),
        temperatures_(platform_, meter_),
        reference_(leaks) {
    temperatures_.keep_path();
  }
  ChipTemperatures& temperatures() { return temperatures_; }
  Reference& reference() { return reference_; }

  void set(bool big, bool small) {
    turn(ElementId{0}, big, big_);
    turn(ElementId{1}, small, small_);
  }
  void wait(Duration elapsed) {
    reference_.run(big_ ? 6 : 0.3, small_ ? 2 : 0.1, elapsed.seconds());
    now_ += elapsed;
    temperatures_.advance_to(now_);
  }
  void expect_equal(double tolerance) {
    for (const ElementId e : {ElementId{0}, ElementId{1}}) {
      EXPECT_NEAR(temperatures_.peak(e).celsius(), reference_.peak(index(e)), tolerance);
      EXPECT_NEAR(temperatures_.mean(e).celsius(), reference_.mean(index(e)), tolerance);
    }
    EXPECT_NEAR(temperatures_.zone_peak(0).celsius(), reference_.peak(2), tolerance);
  }

 private:
  void turn(ElementId element, bool on, bool& is_on) {
    if (on == is_on) return;
    on ? static_cast<void>(meter_.started(element, now_)) : meter_.ended(element, now_);
    is_on = on;
  }

  Platform platform_;
  EnergyMeter meter_;
  ChipTemperatures temperatures_;
  Reference reference_;
  bool big_ = false, small_ = false;
  Time now_;
};

/// A die on a package follows sums of two exponentials: 3 W for 10 s, then no power.
TEST(TemperaturesBetweenEvents, HaveTheMeanOfTheClosedForm) {
  ThermalConfig config;
  config.nodes = {node("die", 0.05), node("pkg", 5, 0.1)};
  config.joins = {{"die", "pkg", WattsPerKelvin(0.5), {}}};
  const Platform platform = chip().cluster("die", 1, {}, Watts(3)).thermal(config).build();
  EnergyMeter meter(platform);
  ChipTemperatures temperatures(platform, meter);
  meter.started(ElementId{0}, Time{});
  temperatures.advance_to(Time(10_s));
  const double die = temperatures.of(ElementId{0}).celsius() - 25;
  const double package = temperatures.of_node(1).celsius() - 25;
  // The heat that came in is stored in the nodes or has left through 0.1 W/K. The flow from the die
  // to the package is 0.5 W/K of their difference.
  const double package_integral = (3 * 10 - 0.05 * die - 5 * package) / 0.1;
  const double die_integral = package_integral + (3 * 10 - 0.05 * die) / 0.5;
  EXPECT_NEAR(temperatures.mean(ElementId{0}).celsius(), 25 + die_integral / 10, 1e-10);
  meter.ended(ElementId{0}, Time(10_s));
  temperatures.advance_to(Time(1000_s));
  EXPECT_NEAR(temperatures.mean(ElementId{0}).celsius(), 25 + (30 / 0.1 + 30 / 0.5) / 1000, 1e-6);
  EXPECT_NEAR(temperatures.peak(ElementId{0}).celsius(), 25 + die, 1e-9);
}

/// The peaks of the case are between two events, long after the cores have stopped.
TEST(TemperaturesBetweenEvents, HaveThePeaksAndMeansOfAFineIntegration) {
  for (const bool leaks : {false, true}) {
    SCOPED_TRACE(leaks ? "with leakage" : "without leakage");
    Pair pair(leaks);
    pair.set(true, false);
    pair.wait(300_ms);
    pair.set(false, false);
    pair.wait(3_s);
    pair.expect_equal(2e-5);
    pair.set(true, true);
    pair.wait(2_s);
    pair.set(false, true);
    pair.wait(10_s);
    pair.expect_equal(2e-5);
  }
}

TEST(TemperaturesBetweenEvents, AreFoundInRandomRuns) {
  for (const bool leaks : {false, true}) {
    SCOPED_TRACE(leaks ? "with leakage" : "without leakage");
    Random random(11);
    for (int run = 0; run < 4; ++run) {
      Pair pair(leaks);
      for (int i = 0; i < 30; ++i) {
        pair.set(random.uniform() < 0.5, random.uniform() < 0.5);
        pair.wait(to_duration(Seconds(std::pow(10.0, random.uniform(-4, 0)))));
      }
      pair.expect_equal(2e-5);
    }
  }
}

/// Lines between readings, as charts draw them, follow the temperatures to 0.05 K.
TEST(TemperaturesBetweenEvents, AreReadOftenEnoughForLines) {
  for (const bool leaks : {false, true}) {
    Pair pair(leaks);
    std::vector<Reference::Sample> lines{{}};
    const auto wait = [&](Duration elapsed) {
      pair.wait(elapsed);
      const ChipTemperatures& chip = pair.temperatures();
      const auto rise = [](Temperature t) { return t.celsius() - air; };
      for (const TemperatureReading& r : chip.path()) {
        lines.push_back({r.at.seconds(),
                         {rise(chip.of(ElementId{0}, r)), rise(chip.of(ElementId{1}, r)),
                          rise(chip.of_zone(0, r))}});
      }
      lines.push_back(
          {chip.updated_at().seconds(),
           {rise(chip.of(ElementId{0})), rise(chip.of(ElementId{1})), rise(chip.of_zone(0))}});
    };
    pair.set(true, false);
    wait(40_s);
    pair.set(false, true);
    wait(60_s);
    EXPECT_GT(lines.size(), 20U);
    EXPECT_LT(lines.size(), 400U);
    std::size_t line = 1;
    double farthest = 0;
    for (const Reference::Sample& sample : pair.reference().samples()) {
      while (line + 1 < lines.size() && lines[line].at < sample.at) ++line;
      const double share = (sample.at - lines[line - 1].at) / (lines[line].at - lines[line - 1].at);
      for (std::size_t i = 0; i < 3; ++i) {
        const double drawn = std::lerp(lines[line - 1].rises[i], lines[line].rises[i], share);
        farthest = std::max(farthest, std::abs(drawn - sample.rises[i]));
      }
    }
    EXPECT_LT(farthest, 0.05) << (leaks ? "with leakage" : "without leakage");
  }
}

TEST(TemperaturesBetweenEvents, ArePassedOnlyOnceByShortIntervals) {
  Pair pair(false);
  pair.set(true, true);
  for (int i = 0; i < 1000; ++i) {
    pair.wait(100_us);
    EXPECT_TRUE(pair.temperatures().path().empty());
  }
  pair.expect_equal(2e-5);
}

std::optional<ExponentialPeak> highest_inside_of(const ExponentialSum& f, double length,
                                                 double level, double tolerance) {
  const ExponentialTerms ends(f, length);
  return highest_inside(f, ends.values(), length, level, tolerance);
}

TEST(ExponentialPeak, IsThatOfItsWorkedExample) {
  const std::array<double, 2> amplitudes{1, -1}, rates{1, 3};
  const auto peak = highest_inside_of({0, amplitudes, rates}, 10, 0, 1e-9);
  ASSERT_TRUE(peak);
  EXPECT_NEAR(peak->at, std::log(3) / 2, 1e-5);
  EXPECT_NEAR(peak->value, 2 / (3 * std::sqrt(3)), 1e-9);
  EXPECT_FALSE(highest_inside_of({0, amplitudes, rates}, 10, 0.385, 1e-9));
  EXPECT_FALSE(highest_inside_of({0, amplitudes, rates}, 0.5, 0, 1e-9));
}

/// Compares the peaks of sums of six exponentials with several maxima with a dense scan.
TEST(ExponentialPeak, MissesNothingThatADenseScanSees) {
  Random random = Random::stream(5, "peak");
  int found = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    std::array<double, 6> amplitudes{}, rates{};
    for (std::size_t k = 0; k < 6; ++k) {
      amplitudes[k] = random.uniform(-3, 3);
      rates[k] = std::pow(10.0, random.uniform(-2, 3));
    }
    std::ranges::sort(rates);
    const double length = std::pow(10.0, random.uniform(-3, 1));
    const auto f = [&](double t) {
      double sum = 1;
      for (std::size_t k = 0; k < 6; ++k) sum += amplitudes[k] * std::exp(-rates[k] * t);
      return sum;
    };
    double seen = -std::numeric_limits<double>::infinity();
    for (int i = 0; i <= 4000; ++i) seen = std::max(seen, f(length * std::pow(i / 4000.0, 3)));
    const double ends = std::max(f(0), f(length));
    const auto peak = highest_inside_of({1, amplitudes, rates}, length, -1e9, 1e-7);
    const double value = peak ? peak->value : ends;
    EXPECT_GE(value, seen - 2e-7);
    EXPECT_LE(value, seen + 1e-3);
    if (peak) {
      ++found;
      EXPECT_NEAR(f(peak->at), peak->value, 1e-9);
      EXPECT_GE(peak->value, ends);
    }
  }
  EXPECT_GT(found, 100);
}

}  // namespace
}  // namespace kairos
