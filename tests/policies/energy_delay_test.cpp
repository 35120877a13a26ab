// Tests policies that weigh energy against time, with and without control of the clocks.
#include <gtest/gtest.h>

#include "sim/metrics/fingerprint.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Cores that share one clock: a task takes 2 W and 10 ms at 1 GHz and 1 V, or 0.64 W and 20 ms at
/// 500 MHz and 0.8 V.
Platform cores(std::uint64_t count) {
  ChipBuilder builder = chip().cluster("cpu", count, {{"a", 10_ms}, {"b", 10_ms}}, Watts(2));
  builder.last().points = {{Hertz(5e8), Volts(0.8)}, {Hertz(1e9), Volts(1)}};
  return builder.bandwidth(BytesPerSecond(1e9)).build();
}

Choice<Policy> policy(const std::string& name, const std::string& exponent) {
  Choice<Policy> choice(name);
  choice.options.set("exponent", Value::scalar(exponent));
  return choice;
}

const auto one = graph("one").task("a").build();

/// Compares 20 mJ * 10 ms with 12.8 mJ * 20 ms; with exponent 0.5, 63.2 with 57.2.
TEST(EnergyDelayDvfs, DecidesItsWorkedExample) {
  const auto s = scenario(cores(1), one);
  const RunResult fast = run_with(s, policy("energy_delay_dvfs", "1"));
  EXPECT_EQ(fast.end, Time(10_ms));
  EXPECT_NEAR(fast.element_energy[0].value(), 20e-3, 1e-12);
  const RunResult slow = run_with(s, policy("energy_delay_dvfs", "0.5"));
  EXPECT_EQ(slow.end, Time(20_ms));
  EXPECT_NEAR(slow.element_energy[0].value(), 12.8e-3, 1e-12);
}

class Points : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override { return EventSet::of<PointChanged>(); }
  void observe(Time now, Event event) override {
    all.emplace_back(now.since_start(), event.as<PointChanged>()->point);
  }
  std::vector<std::pair<Duration, std::size_t>> all;
};

/// Three tasks arrive at once on two cores. The third starts at 10 ms. The slow point would be
/// better for it, 12.8 mJ * 30 ms compared with 20 mJ * 20 ms, but it would slow the first two.
TEST(EnergyDelayDvfs, SlowsNothingThatHasBeenSent) {
  Points points;
  const RunResult result =
      run_with(scenario(cores(2), one, {0_ms, 0_ms, 0_ms}), "energy_delay_dvfs", &points);
  EXPECT_TRUE(points.all.empty());
  EXPECT_EQ(find_task(result, 0, 1).finish, Time(10_ms));
  EXPECT_EQ(find_task(result, 0, 2).finish, Time(20_ms));
}

/// Without other tasks the policy takes the point with the lowest energy: the slow one at first,
/// and again for the next task.
TEST(EnergyDelayDvfs, TakesAnyPointOfAClusterAtRest) {
  Points points;
  run_with(scenario(cores(2), one, {0_ms, 100_ms}), policy("energy_delay_dvfs", "0"), &points);
  EXPECT_EQ(points.all, (std::vector<std::pair<Duration, std::size_t>>{{0_ms, 0}}));
}

/// If each cluster has one point, there is nothing to choose but the element.
TEST(EnergyDelayDvfs, IsEnergyDelayWhereThereIsOnePoint) {
  ChipBuilder builder = chip()
                            .cluster("big", 2, {{"a", 4_us}, {"b", 9_us}}, Watts(3), Watts(0.2))
                            .bandwidth(BytesPerSecond(1e9));
  builder.last().points = {{Hertz(1e9), Volts(1)}};
  builder.cluster("little", 2, {{"a", 9_us}, {"b", 15_us}}, Watts(1), Watts(0.1));
  builder.last().points = {{Hertz(1e9), Volts(1)}};
  std::vector<Duration> arrivals;
  arrivals.reserve(50);
  for (int i = 0; i < 50; ++i) arrivals.push_back(Duration::picoseconds(i * 3'700'000LL));
  const auto s = scenario(
      builder.build(), graph("pair").task("a").task("b", {{"a", Bytes(2000)}}).build(), arrivals);
  const RunResult without = run_with(s, "energy_delay");
  const RunResult with = run_with(s, "energy_delay_dvfs");
  ASSERT_EQ(with.tasks.size(), without.tasks.size());
  bool both = false;
  for (std::size_t t = 0; t < with.tasks.size(); ++t) {
    EXPECT_EQ(with.tasks[t].element, without.tasks[t].element);
    EXPECT_EQ(with.tasks[t].finish, without.tasks[t].finish);
    both = both || with.tasks[t].element != with.tasks[0].element;
  }
  EXPECT_TRUE(both);
}

}  // namespace
}  // namespace kairos
