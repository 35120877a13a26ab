// Tests governors in a run: the instants at which clocks change, and the effect on tasks.
#include <cmath>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/governors/clock_control.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

class Changes final : public Probe {
 public:
  void observe(Time now, Event event) override {
    if (const auto* change = event.as<PointChanged>()) points.emplace_back(now, change->point);
    if (const auto* change = event.as<ThrottleChanged>()) {
      throttles.emplace_back(now, change->throttled);
    }
  }
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<PointChanged, ThrottleChanged>();
  }
  std::vector<std::pair<Time, std::size_t>> points;
  std::vector<std::pair<Time, bool>> throttles;
};

ThermalConfig one_node(Temperature trip) {
  ThermalConfig config;
  config.nodes = {node("cpu", 2, 0.5)};
  ZoneConfig zone;
  zone.name = "cpu";
  zone.trip = trip;
  config.zones = {zone};
  return config;
}

/// The seconds in which a node with a time constant of 4 s goes from one rise to another, on the
/// way to an end.
double seconds(double from, double to, double end) {
  return 4 * std::log((from - end) / (to - end));
}

/// The clock changes of a chip that runs one task and whose only node is kept at 40 C.
Changes under_bang_bang(ChipBuilder builder) {
  auto s = scenario(builder.thermal(one_node(Temperature::celsius(40))).build(),
                    graph("job").task("a").build());
  s.governors.thermal = Choice<ThermalGovernor>("bang_bang");
  Changes changes;
  run_with(s, "earliest_finish", &changes);
  return changes;
}

/// 10 W settle at 20 K above the air. Half the clock is half the power, which settles at 10 K. The
/// trip is at 15 K and the release at 12 K, so the clock toggles for ever, at instants known in
/// closed form.
TEST(Clocks, BangBangTogglesAtTheExactCrossings) {
  const Changes changes = under_bang_bang(chip().cluster("cpu", 1, {{"a", 30_s}}, Watts(10)));
  ASSERT_GT(changes.points.size(), 10U);
  double at = seconds(0, 15, 20);
  for (std::size_t i = 0; i < changes.points.size(); ++i) {
    EXPECT_EQ(changes.points[i].second, i % 2 == 0 ? 0U : 1U);
    EXPECT_NEAR(changes.points[i].first.seconds(), at, 1e-9) << i;
    at += i % 2 == 0 ? seconds(15, 12, 10) : seconds(12, 15, 20);
  }
  EXPECT_EQ(changes.throttles.size(), changes.points.size());
}

/// With leakage that follows temperature, every crossing is where a fine integration has it. The
/// node leaks so much that constant leakage would give instants that are wrong by 10 ms.
TEST(Clocks, CrossingsAllowForLeakage) {
  constexpr Leakage leaky{2e-3, 2660, 1e-3, {}};
  const Changes changes =
      under_bang_bang(chip().cluster("cpu", 1, {{"a", 10_s}}, Watts(10)).leaks(leaky));
  ASSERT_GE(changes.points.size(), 3U);
  double rise = 0, time = 0;
  std::size_t point = 1, seen = 0;
  constexpr double h = 1e-5;
  const auto slope = [&](double r) {
    const double leak = leaky.power(Volts(1), Temperature::celsius(25 + r)).value();
    return ((point == 1 ? 10.0 : 5.0) + leak - 0.5 * r) / 2;
  };
  while (seen < 3) {
    const double middle = rise + slope(rise) * h / 2;
    const double next = rise + slope(middle) * h;
    const double level = point == 1 ? 15 : 12;
    if ((rise < level) != (next < level)) {
      const double exact = time + h * (level - rise) / (next - rise);
      EXPECT_NEAR(changes.points[seen].first.seconds(), exact, 1e-6) << seen;
      ++seen;
      point = 1 - point;
      rise = level;
      time = exact;
      continue;
    }
    rise = next;
    time += h;
  }
}

TEST(Clocks, AChangeTakesItsTransition) {
  ChipBuilder builder = chip().cluster("cpu", 1, {{"a", 10_ms}}, Watts(2));
  builder.last().transition = {1_ms, Joules(0.5)};
  auto s = scenario(builder.build(), graph("job").task("a").build());
  s.incidents.push_back({Time(4_ms), Incident::Kind::point, ClusterId{0}, 0, {}});
  Changes changes;
  const RunResult result = run_with(s, "earliest_finish", &changes);
  ASSERT_EQ(changes.points.size(), 1U);
  EXPECT_EQ(changes.points[0].first, Time(5_ms));
  EXPECT_EQ(result.end, Time(15_ms));  // 5 ms at full speed, 10 ms at half.
  EXPECT_NEAR(result.element_energy[0].value(), 0.5 + 2 * 5e-3 + 1 * 10e-3, 1e-12);
}

TEST(Clocks, APolicySetsThePointOfItsDecision) {
  const auto s = scenario(chip().cluster("cpu", 1, {{"a", 10_ms}}, Watts(2)).build(),
                          graph("job").task("a").build());
  class Slow final : public Policy {
    std::optional<Decision> decide(const SystemView& view) override {
      const TaskRef task = view.ready().front();
      return Decision{task, view.elements_for(task).front(), 0};
    }
  } policy;
  Simulator simulator(s, make_event_backend(s.platform));
  run(simulator, policy);
  EXPECT_EQ(simulator.view().now(), Time(20_ms));
  EXPECT_EQ(simulator.view().point(ClusterId{0}), 0U);
}

/// Under full load from the lowest point, ondemand goes to the top at its first sample.
TEST(Clocks, GovernorsAreAskedWhileThereIsWork) {
  auto s = scenario(chip().cluster("cpu", 1, {{"a", 20_ms}}, Watts(2)).build(),
                    graph("job").task("a").build(), {Duration{}, 1000_s});
  s.governors.frequency = {Choice<FrequencyGovernor>("ondemand")};
  Changes changes;
  const RunResult result = run_with(s, "earliest_finish", &changes);
  // The changes are up, down, up, and there is none in 1000 s of rest.
  ASSERT_EQ(changes.points.size(), 3U);
  EXPECT_EQ(changes.points[0], std::pair(Time(10_ms), std::size_t{1}));
  EXPECT_EQ(find_task(result, 0, 0).finish, Time(25_ms));  // 10 ms at half speed, 15 ms at full.
  EXPECT_EQ(changes.points[2].first, Time(1000_s) + 10_ms);
}

/// The top point draws 10 W, and the cap is 6 W. The clock goes down to 5 W after the first period
/// and stays there.
TEST(Clocks, ARailIsHeldToItsCap) {
  RailConfig rail;
  rail.name = "cpu";
  rail.clusters = {"cpu"};
  rail.cap = Watts(6);
  const auto s = scenario(chip().cluster("cpu", 1, {{"a", 10_ms}}, Watts(10)).rail(rail).build(),
                          graph("job").task("a").build());
  Changes changes;
  run_with(s, "earliest_finish", &changes);
  ASSERT_EQ(changes.points.size(), 1U);
  EXPECT_EQ(changes.points[0], std::pair(Time(1_ms), std::size_t{0}));
  EXPECT_EQ(changes.throttles.size(), 1U);
}

/// Both clusters are at their lowest points when the work ends. The second cluster has three points
/// to be given back, the first has one. The second gets two; then both are one below, and the first
/// is next.
TEST(Clocks, ARailGivesBackFirstWhereItTookMost) {
  RailConfig rail;
  rail.name = "cpu";
  rail.clusters = {"first", "second"};
  rail.cap = Watts(2);
  auto builder = chip()
                     .cluster("first", 1, {{"a", 10_ms}}, Watts(10))
                     .cluster("second", 1, {{"b", 10_ms}}, Watts(10))
                     .bandwidth(BytesPerSecond(1e9))
                     .rail(rail);
  builder.last().points = {{Hertz(0.25e9), Volts(1)},
                           {Hertz(0.5e9), Volts(1)},
                           {Hertz(0.75e9), Volts(1)},
                           {Hertz(1e9), Volts(1)}};
  const auto s =
      scenario(builder.build(), graph("job").task("a").task("b").build(), {Duration{}, 1_s});
  Changes changes;
  run_with(s, "earliest_finish", &changes);
  ASSERT_GE(changes.points.size(), 8U);
  std::vector<std::size_t> given_back;
  for (std::size_t i = 4; i < 8; ++i) given_back.push_back(changes.points[i].second);
  EXPECT_EQ(given_back, (std::vector<std::size_t>{1, 2, 1, 3}));
}

TEST(Clocks, AThermalGovernorNeedsTemperatures) {
  const Platform platform = chip().cluster("cpu", 1, {}).build();
  Governors governors;
  governors.thermal = Choice<ThermalGovernor>("step_wise");
  EXPECT_THROW(ClockControl(platform, governors), InputError);
}

}  // namespace
}  // namespace kairos
