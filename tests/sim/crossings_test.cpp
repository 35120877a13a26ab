// Compares the instants at which a thermal governor acts on a chip that leaks with a fine
// Runge-Kutta solution that finds its own crossings. None may be missed or added, and all must
// agree to 1e-6 s.
//
// The solution changes its power when the governor did, so that every crossing is compared by
// itself, after what has really happened. Otherwise an instant that is late would make the next
// ones late, and the errors of hundreds would add up.
#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr Leakage leaky{1.8e-2, 2660, 5e-4, {}};
constexpr double air = 45, trip = 84;  // They are in Celsius.

/// A run of the watched core, which draws half of the power when it is slowed.
struct Case {
  const char* name;
  double power, hysteresis;  ///< In watts and in kelvins.
  int tasks;                 ///< They run one after the other.
  double seconds;            ///< Length of each task at full speed.
  /// The least slope at a crossing is below this, in kelvins per second.
  double slowest;
};

/// Two cores over a case, with time constants of about 0.1 s and 20 s; the first is watched.
Platform leaky_chip(const Case& c) {
  ThermalConfig config;
  config.ambient = Temperature::celsius(air);
  config.nodes = {node("big", 0.05, 0), node("small", 0.04, 0), node("case", 4, 0.2)};
  config.joins = {{"big", "case", WattsPerKelvin(0.4), {}},
                  {"small", "case", WattsPerKelvin(0.5), {}},
                  {"big", "small", WattsPerKelvin(0.1), {}}};
  ZoneConfig zone;
  zone.name = "big";
  zone.sensors = {"big"};
  zone.clusters = {"big"};
  zone.trip = Temperature::celsius(trip);
  zone.hysteresis = Kelvins(c.hysteresis);
  config.zones = {zone};
  std::map<std::string, Duration> kernels;
  for (int i = 0; i < c.tasks; ++i) {
    kernels["t" + std::to_string(i)] = to_duration(Seconds(c.seconds));
  }
  return chip()
      .cluster("big", 1, kernels, Watts(c.power))
      .leaks(leaky)
      .cluster("small", 1, {}, Watts(2))
      .leaks(leaky)
      .bandwidth(BytesPerSecond(1e9))
      .thermal(config)
      .build();
}

/// Integrates the chip of leaky_chip() by Runge-Kutta of order 4.
class Reference {
 public:
  /// Advances until the first core passes a temperature, and returns that instant.
  double pass(double celsius, bool upwards, double power) {
    constexpr double step = 0x1p-12;  // In seconds; multiples of it are exact.
    for (State next;; rises_ = next, time_ += step) {
      next = moved(power, step);
      if ((next[0] >= celsius - air) == upwards) break;
    }
    double low = 0, high = step;
    for (int i = 0; i < 50; ++i) {
      const double middle = (low + high) / 2;
      const bool has_passed = (moved(power, middle)[0] >= celsius - air) == upwards;
      (has_passed ? high : low) = middle;
    }
    rises_ = moved(power, high);
    return time_ += high;
  }
  /// Moves to an instant that is close to the present one.
  void correct(double time, double power) {
    rises_ = moved(power, time - time_);
    time_ = time;
  }
  /// The slope of the first core, in kelvins per second.
  [[nodiscard]] double slope(double power) const { return slope(rises_, power)[0]; }

 private:
  using State = std::array<double, 3>;

  static State slope(const State& x, double power) {
    const auto leak = [](double rise) {
      return leaky.power(Volts(1), Temperature::celsius(air + rise)).value();
    };
    const double to_case0 = 0.4 * (x[0] - x[2]), to_case1 = 0.5 * (x[1] - x[2]);
    const double across = 0.1 * (x[0] - x[1]);
    return {(power + leak(x[0]) - to_case0 - across) / 0.05,
            (leak(x[1]) - to_case1 + across) / 0.04, (to_case0 + to_case1 - 0.2 * x[2]) / 4};
  }
  static State sum(const State& from, const State& along, double by) {
    return {from[0] + along[0] * by, from[1] + along[1] * by, from[2] + along[2] * by};
  }
  [[nodiscard]] State moved(double power, double h) const {
    const State k1 = slope(rises_, power);
    const State k2 = slope(sum(rises_, k1, h / 2), power);
    const State k3 = slope(sum(rises_, k2, h / 2), power);
    const State k4 = slope(sum(rises_, k3, h), power);
    return sum(sum(sum(sum(rises_, k1, h / 6), k2, h / 3), k3, h / 3), k4, h / 6);
  }

  State rises_{};
  double time_ = 0;
};

class PointChanges final : public Probe {
 public:
  void observe(Time now, Event event) override {
    all.emplace_back(now.seconds(), event.as<PointChanged>()->point);
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<PointChanged>(); }
  std::vector<std::pair<double, std::size_t>> all;
};

class Crossings : public ::testing::TestWithParam<Case> {};

/// Temperatures are accurate to 2e-9 K, which close to a balance is more than 1e-6 s.
TEST_P(Crossings, AreWhereAFineIntegrationHasThem) {
  const Case& c = GetParam();
  auto job = graph("job");
  for (int i = 0; i < c.tasks; ++i) job.task("t" + std::to_string(i));
  auto s = scenario(leaky_chip(c), job.build());
  s.governors.thermal = Choice<ThermalGovernor>("bang_bang");
  PointChanges changes;
  const RunResult result = run_with(s, "first_come", &changes);
  ASSERT_GT(changes.all.size(), 20U);
  Reference reference;
  bool is_slow = false;
  double slowest = std::numeric_limits<double>::infinity();
  for (const auto& [time, point] : changes.all) {
    const double power = is_slow ? c.power / 2 : c.power;
    const double exact = reference.pass(is_slow ? trip - c.hysteresis : trip, !is_slow, power);
    const double slope = std::abs(reference.slope(power));
    ASSERT_NEAR(time, exact, std::max(1e-6, 2e-9 / slope)) << "at " << slope << " K/s";
    reference.correct(time, power);
    slowest = std::min(slowest, slope);
    is_slow = !is_slow;
    EXPECT_EQ(point, is_slow ? 0U : 1U) << "at " << time;
  }
  EXPECT_LT(slowest, c.slowest);
  EXPECT_GT(reference.pass(is_slow ? trip - c.hysteresis : trip, !is_slow,
                           is_slow ? c.power / 2 : c.power),
            result.end.seconds());
}

INSTANTIATE_TEST_SUITE_P(Of, Crossings,
                         ::testing::Values(Case{"Passages", 6, 1, 1, 22, 1},
                                           Case{"ManyShortTasks", 6, 1, 10'000, 0.0021, 1},
                                           Case{"ACreepUpwards", 3.34, 0.05, 1, 200, 5e-3},
                                           Case{"ASlowerCreepUpwards", 3.33, 0.01, 1, 280, 5e-4},
                                           Case{"ACreepDownwards", 6.64, 0.05, 1, 80, 1e-2},
                                           Case{"ASlowerCreepDownwards", 6.656, 0.01, 1, 50, 2e-5}),
                         [](const auto& c) { return std::string(c.param.name); });

}  // namespace
}  // namespace kairos
