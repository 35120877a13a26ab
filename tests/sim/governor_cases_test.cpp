// Governors in runs whose clock changes were computed by hand or by an independent program.
#include <gtest/gtest.h>

#include "sim/governors/clock_control.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

struct Change {
  double at = 0;  ///< In seconds.
  ClusterId cluster{};
  std::size_t point = 0;
};

class Changes final : public Probe {
 public:
  void observe(Time now, Event event) override {
    const auto* change = event.as<PointChanged>();
    list.push_back({now.seconds(), change->cluster, change->point});
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<PointChanged>(); }
  std::vector<Change> list;
};

/// Points at these frequencies, in megahertz, at one voltage.
std::vector<PointConfig> points(std::initializer_list<double> megahertz) {
  std::vector<PointConfig> made;
  for (const double f : megahertz) made.push_back({Hertz(f * 1e6), Volts(1)});
  return made;
}

std::vector<PointConfig> eight_points() {
  return points({600, 800, 1000, 1200, 1400, 1600, 1800, 2000});
}

/// A chain of tasks that have these kernels in turns.
std::shared_ptr<const JobGraph> chain(int tasks, const std::vector<std::string>& kernels) {
  GraphBuilder builder = graph("chain");
  std::string last;
  for (int i = 0; i < tasks; ++i) {
    std::vector<std::pair<std::string, Bytes>> inputs;
    if (i > 0) inputs.emplace_back(last, Bytes(0));
    last = "t" + std::to_string(i);
    builder.task_of_kernel(last, kernels[static_cast<std::size_t>(i) % kernels.size()], inputs);
  }
  return builder.build();
}

Governors governed(const std::string& name, std::size_t clusters) {
  Governors governors;
  for (std::size_t i = 0; i < clusters; ++i) {
    governors.frequency.push_back(Choice<FrequencyGovernor>(name));
  }
  return governors;
}

/// 2.4 ms of work at 1400 MHz arrive every 10 ms. They take 16.8 ms at 200 MHz, so the first sample
/// has a load of 1. The second has 0.97 + 2.4 ms of work: 200 + 0.337 * 1200 = 605 MHz, closest to
/// 600. The work takes 5.6 ms there: 872 MHz, closest to 800. It takes 4.2 ms there: 704 MHz,
/// closest to 800 again.
TEST(GovernorCases, OndemandTakesTheClosestPoint) {
  ChipBuilder builder = chip().cluster("cpu", 1, {{"a", 2400_us}});
  builder.last().points = points({200, 400, 600, 800, 1000, 1200, 1400});
  auto s = scenario(builder.build(), graph("job").task("a").build(),
                    {Duration{}, 10_ms, 20_ms, 30_ms, 40_ms});
  s.governors = governed("ondemand", 1);
  Changes changes;
  run_with(s, "earliest_finish", &changes);
  const std::vector<std::pair<double, std::size_t>> expected{{0.01, 6}, {0.02, 2}, {0.03, 3}};
  ASSERT_EQ(changes.list.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_DOUBLE_EQ(changes.list[i].at, expected[i].first) << i;
    EXPECT_EQ(changes.list[i].point, expected[i].second) << i;
  }
}

/// Two cores work in turns, each for 80 ms of work at 2 GHz, 250 times. The mean clock is 1287 MHz
/// by Linux' rule, computed by an independent program that tracks the utilisation of each core. One
/// utilisation of whichever core is busiest would grow to 1, and the mean would be 1989 MHz.
TEST(GovernorCases, SchedutilTracksTheUtilisationOfEveryCore) {
  ChipBuilder builder = chip().cluster("cpu", 2, {{"a", 80_ms}}).bandwidth(BytesPerSecond(1e9));
  builder.last().points = eight_points();
  auto s = scenario(builder.build(), chain(250, {"a"}));
  s.governors = governed("schedutil", 1);
  Changes changes;
  const RunResult result = run_with(s, "round_robin", &changes);
  double cycles = 0, since = 0, megahertz = 600;
  for (const Change& change : changes.list) {
    cycles += megahertz * (change.at - since);
    since = change.at;
    megahertz = 600 + 200 * static_cast<double>(change.point);
  }
  const double end = result.end.seconds();
  cycles += megahertz * (end - since);
  EXPECT_NEAR(end, 31.0889, 1e-3);
  EXPECT_NEAR(cycles / end, 1286.63, 0.1);
}

/// A closed loop of one element: u(n) = u(n - 1) y + (f / 2 GHz) (1 - y) after every millisecond,
/// with y = 2^(-1 / 32.768). Every change is at the first n at which 2.5 GHz u exceeds the clock.
TEST(GovernorCases, TheClockOfAnElementThatIsAlwaysBusyRisesToTheTop) {
  ChipBuilder builder = chip().cluster("npu", 1, {{"net", 2_ms}});
  builder.last().points = eight_points();
  auto s = scenario(builder.build(), chain(200, {"net"}));
  s.governors = governed("schedutil", 1);
  Changes changes;
  run_with(s, "earliest_finish", &changes);
  const std::vector<int> expected{77, 110, 138, 162, 184, 203, 221};
  ASSERT_EQ(changes.list.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(changes.list[i].at, expected[i] * 1e-3, 1e-9) << i;
    EXPECT_EQ(changes.list[i].point, i + 1) << i;
  }
}

/// A closed loop of two elements, each of which is busy for half of the time. Their utilisation is
/// 0.5 f / fmax, at most 0.54 f / fmax within a turn, so they never request more than the lowest
/// clock. The loop takes 6.67 ms for each task instead of 2 ms for ever, in Linux as well.
TEST(GovernorCases, TheClocksOfALoopOverTwoElementsStayAtTheLowestPoint) {
  ChipBuilder builder = chip().cluster("npu", 1, {{"net", 2_ms}});
  builder.last().points = eight_points();
  builder.cluster("cpu", 1, {{"post", 2_ms}}).bandwidth(BytesPerSecond(1e9));
  builder.last().points = eight_points();
  auto s = scenario(builder.build(), chain(300, {"net", "post"}));
  s.governors = governed("schedutil", 2);
  Changes changes;
  const RunResult result = run_with(s, "earliest_finish", &changes);
  EXPECT_TRUE(changes.list.empty());
  EXPECT_NEAR(result.end.seconds(), 300 * 0.002 / 0.3, 1e-6);
}

/// Two clusters with unequal tables heat one node from 69 C (switch-on 70 C, trip 85 C, 4 W
/// sustainable). At switch-on the budget is that of both tops, 7 W. At 1.087 s it is less for the
/// first time: the first cluster falls from 4 to 3.5 W, the second, which has no point between,
/// from 3 to 0.6 W. In the next reading the request of the second is that of its low point, so the
/// first gets its top again, and both stay. By the power at the wanted points, the second would
/// get more than it can use, and clusters would change 10 times in 3 s. All instants come from an
/// independent program.
TEST(GovernorCases, PowerAllocatorLeavesClustersWithUnequalTablesAlone) {
  ThermalConfig thermal;
  thermal.initial = Temperature::celsius(69);
  thermal.nodes = {node("die", 0.3, 0.08)};
  thermal.heats = {{"fine", {"die"}}, {"coarse", {"die"}}};
  ZoneConfig zone;
  zone.name = "die";
  zone.sensors = {"die"};
  zone.clusters = {"fine", "coarse"};
  zone.trip = Temperature::celsius(85);
  zone.switch_on = Temperature::celsius(70);
  zone.sustainable = Watts(4);
  thermal.zones = {zone};
  ChipBuilder builder = chip().cluster("fine", 1, {{"a", 3_s}}, Watts(4));
  builder.last().points = points({125, 250, 375, 500, 625, 750, 875, 1000});
  builder.cluster("coarse", 1, {{"b", 3_s}}, Watts(3)).bandwidth(BytesPerSecond(1e9));
  builder.last().points = points({200, 1000});
  auto s = scenario(builder.thermal(thermal).build(), graph("job").task("a").task("b").build());
  s.governors.thermal = Choice<ThermalGovernor>("power_allocator");
  Changes changes;
  run_with(s, "earliest_finish", &changes);
  std::erase_if(changes.list, [](const Change& change) { return change.at > 3; });
  ASSERT_EQ(changes.list.size(), 3U);
  const std::vector<Change> expected{{1.0872132331160018, ClusterId{0}, 6},
                                     {1.0872132331160018, ClusterId{1}, 0},
                                     {1.187213233116002, ClusterId{0}, 7}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(changes.list[i].at, expected[i].at, 1e-9) << i;
    EXPECT_EQ(changes.list[i].cluster, expected[i].cluster) << i;
    EXPECT_EQ(changes.list[i].point, expected[i].point) << i;
  }
}

}  // namespace
}  // namespace kairos
