// The instants at which a thermal governor acts on a chip that leaks, against a fine Runge-Kutta
// solution that finds its own crossings: none missed, none added, to 1e-6 s.
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr Leakage leaky{1.8e-2, 2660, 5e-4, {}};
constexpr double air = 45, trip = 84, hysteresis = 1;  // Celsius, kelvins

/// Two cores over a case, with time constants of about 0.1 s and 20 s; the first is watched.
Platform leaky_chip() {
  const auto node = [](const std::string& name, double capacity, double to_ambient) {
    RcNode made;
    made.name = name;
    made.capacity = JoulesPerKelvin(capacity);
    made.to_ambient = WattsPerKelvin(to_ambient);
    return made;
  };
  ThermalSpec spec;
  spec.ambient = Temperature::celsius(air);
  spec.nodes = {node("big", 0.05, 0), node("small", 0.04, 0), node("case", 4, 0.2)};
  spec.joins = {{"big", "case", WattsPerKelvin(0.4), {}},
                {"small", "case", WattsPerKelvin(0.5), {}},
                {"big", "small", WattsPerKelvin(0.1), {}}};
  ZoneSpec zone;
  zone.name = "big";
  zone.sensors = {"big"};
  zone.clusters = {"big"};
  zone.trip = Temperature::celsius(trip);
  zone.hysteresis = Kelvins(hysteresis);
  spec.zones = {zone};
  return chip()
      .cluster("big", 1, {{"a", 22_s}}, Watts(6))
      .leaks(leaky)
      .cluster("small", 1, {}, Watts(2))
      .leaks(leaky)
      .bandwidth(BytesPerSecond(1e9))
      .thermal(spec)
      .build();
}

/// The same chip by Runge-Kutta of order 4.
class Reference {
 public:
  /// Until the first core passes a temperature: when.
  double pass(double celsius, bool upwards, double power) {
    constexpr double step = 1e-4;
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
  void observe(Time now, const Event& event) override {
    all.emplace_back(now.seconds(), std::get<PointChanged>(event).point);
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<PointChanged>(); }
  std::vector<std::pair<double, std::size_t>> all;
};

/// While each crossing is a passage: near balance the chip creeps towards a temperature, and the
/// same 1e-6 K are a longer time.
TEST(Crossings, AreWhereAFineIntegrationHasThemOnAChipThatLeaks) {
  auto s = scenario(leaky_chip(), graph("job").task("a").build());
  s.governors.thermal = Choice<ThermalGovernor>("bang_bang");
  PointChanges changes;
  const RunResult result = run_with(s, "earliest_finish", &changes);
  ASSERT_GT(changes.all.size(), 20U);
  Reference reference;
  bool is_slow = false;
  double exact = 0;
  for (std::size_t i = 0; i < changes.all.size(); ++i) {
    exact = reference.pass(is_slow ? trip - hysteresis : trip, !is_slow, is_slow ? 3 : 6);
    is_slow = !is_slow;
    EXPECT_EQ(changes.all[i].second, is_slow ? 0U : 1U) << i;
    EXPECT_NEAR(changes.all[i].first, exact, 1e-6) << i;
  }
  EXPECT_GT(reference.pass(is_slow ? trip - hysteresis : trip, !is_slow, is_slow ? 3 : 6),
            result.end.seconds());
}

}  // namespace
}  // namespace kairos
