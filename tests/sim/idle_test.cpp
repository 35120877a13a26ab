#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// The element draws 2 W at work and 1 W idle. After 50 us it draws 0.5 W and needs 10 us to wake
/// up, after 1 ms 0.1 W and 200 us.
ChipBuilder sleepy() {
  ChipBuilder builder = chip().cluster("cpu", 1, {{"a", 100_us}}, Watts(2), Watts(1));
  IdleStateConfig light, deep;
  light.name = "light";
  light.after = 50_us;
  light.exit = 10_us;
  light.power = Watts(0.5);
  deep.name = "deep";
  deep.after = 1_ms;
  deep.exit = 200_us;
  deep.power = Watts(0.1);
  deep.energy = Joules(1e-6);
  builder.last().power.idle_states = {light, deep};
  return builder;
}

/// The worked example of its file: the second job arrives 300 us after the first ended, the third 5
/// ms after the second ended.
TEST(IdleStates, DelayTheNextTaskByTheirExit) {
  const auto s =
      scenario(sleepy().build(), graph("job").task("a").build(), {Duration{}, 400_us, 5510_us});
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(find_task(result, 0, 0).start, Time{});
  EXPECT_EQ(find_task(result, 0, 1).start, Time(410_us));
  EXPECT_EQ(find_task(result, 0, 2).start, Time(5710_us));
  const double expected = 3 * 2 * 100e-6        // Three tasks.
                          + 1 * 50e-6           // Idle power after the first.
                          + 0.5 * 250e-6        // The light state until the second arrives.
                          + 1 * 10e-6           // Its exit.
                          + 1 * 50e-6           // Idle power after the second.
                          + 0.5 * 950e-6        // The light state.
                          + 0.1 * 4000e-6       // The deep state until the third arrives.
                          + 1 * 200e-6 + 1e-6;  // Its exit.
  EXPECT_NEAR(result.element_energy[0].value(), expected, 1e-12);
  EXPECT_NEAR(result.integral.value(), expected, 1e-12);
}

/// A task takes 100 us on the first element, plus 10 us to wake it up, and 105 us on the second,
/// which never sleeps. At 400 us the first is in its light state, so the second would end first.
TEST(IdleStates, AreForeseenInEstimates) {
  ChipBuilder builder = sleepy();
  builder.cluster("other", 1, {{"a", 105_us}}, Watts(2), Watts(1));
  builder.bandwidth(BytesPerSecond(1e9));
  const auto s =
      scenario(builder.build(), graph("job").task("a").build(), {Duration{}, 400_us, 401_us});
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(find_task(result, 0, 0).element, ElementId{0});
  EXPECT_EQ(find_task(result, 0, 1).element, ElementId{1});
  EXPECT_EQ(find_task(result, 0, 2).element, ElementId{0});
  EXPECT_EQ(find_task(result, 0, 2).start, Time(411_us));
}

TEST(IdleStates, AreLeftWhenAnElementFails) {
  auto s = scenario(sleepy().build(), graph("job").task("a").build(), {Duration{}, 3_ms});
  s.incidents.push_back({Time(2_ms), Incident::Kind::failure, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(2500_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(find_task(result, 0, 1).start, Time(3010_us));
  EXPECT_NEAR(result.integral / result.element_energy[0], 1, 1e-12);
}

TEST(IdleStates, GatedPowerDoesNotLeak) {
  ChipBuilder builder = sleepy();
  builder.leaks({0, 2660, 0.1, {}});
  builder.last().power.idle_states[0].leakage = 0;
  builder.last().power.idle_states[1].leakage = 0;
  const auto s = scenario(builder.build(), graph("job").task("a").build(), {Duration{}, 400_us});
  Simulator simulator(s, make_event_backend(s.platform));
  const auto policy = Choice<Policy>("earliest_finish").make();
  run(simulator, *policy);
  // The element leaks 0.1 W except for 250 us of the 510.
  EXPECT_NEAR(simulator.energy().leaked(ElementId{0}).value(), 0.1 * 260e-6, 1e-12);
}

/// 3000 B cross a link of 20 pJ/B.
TEST(LinkEnergy, CountsEveryByteThatCrosses) {
  ChipBuilder builder = chip().element("x", {{"a", 1_us}}).element("y", {{"b", 1_us}});
  builder.shared_link(BytesPerSecond(1e9), {}, JoulesPerByte(20e-12));
  const auto s =
      scenario(builder.build(), graph("job").task("a").task("b", {{"a", Bytes(3000)}}).build());
  Simulator simulator(s, make_event_backend(s.platform));
  const auto policy = Choice<Policy>("earliest_finish").make();
  run(simulator, *policy);
  EXPECT_DOUBLE_EQ(simulator.energy().of_link(LinkId{0}).value(), 60e-9);
}

/// Half of the energy that leaves the battery reaches the chip: 2 W for 100 us take 0.4 mJ of 1 mJ.
TEST(Battery, IsSeenByPolicies) {
  Platform platform = chip().cluster("cpu", 1, {{"a", 100_us}}, Watts(2)).build();
  platform.battery = Battery{Joules(1e-3), 0.9, 0.5};
  const auto s = scenario(platform, graph("job").task("a").build());
  Simulator simulator(s, make_event_backend(s.platform));
  const auto policy = Choice<Policy>("battery_aware").make();
  run(simulator, *policy);
  static_cast<void>(simulator.energy());
  EXPECT_NEAR(simulator.view().state_of_charge(), 0.5, 1e-12);
}

}  // namespace
}  // namespace kairos
