// Tests faults of elements that run gangs, on chips so small that every number is worked out by
// hand.
#include <array>

#include <gtest/gtest.h>

#include "tests/support/gangs_on_chips.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using Effect = FaultProcess::Effect;

constexpr ElementId x{0}, y{1};

/// The members a (4 us, on x) and b (7 us, on y), with an outage of an element.
Scenario with_outage(ElementId element, Duration at, Duration lasts) {
  Scenario s = on_two_sides(GangGraph("job").member("g", "a").member("g", "b"));
  s.faults.processes.push_back({Effect::failure, element, {}, 0, outage(at, lasts), 0});
  return s;
}

/// Counts the executions that are lost and those that are wrong, by task.
class Losses final : public Probe {
 public:
  void observe(Time /*now*/, Event event) override {
    if (const auto* lost_task = event.as<TaskLost>()) ++lost[index(lost_task->task.task)];
    if (const auto* erred = event.as<TaskErred>()) ++wrong[index(erred->task.task)];
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskLost, TaskErred>(); }

  std::array<int, 2> lost{}, wrong{};
};

/// x is down from 2 to 5 us, so both members start again at 5 us. y works for b until the failure
/// is known: at once, after 2 us, or when x returns. It draws 1 W while it works.
TEST(GangFaults, AFailureRepeatsTheStepWhenItIsKnown) {
  for (const auto& [delay, wasted] :
       {std::pair(Duration{}, 2e-6), std::pair(2_us, 4e-6), std::pair(10_us, 5e-6)}) {
    Scenario s = with_outage(x, 2_us, 3_us);
    s.faults.detection_delay = delay;
    Losses losses;
    const RunResult result = run_with(s, "earliest_finish", &losses);
    expect_times(result, 0, 5_us, 12_us);
    expect_times(result, 1, 5_us, 12_us);
    EXPECT_NEAR(result.element_energy[1].value(), wasted + 7e-6, 1e-15);
    EXPECT_EQ(losses.lost, (std::array{1, 1}));
  }
}

/// a has come to its end at 4 us and waits for b until 7 us. x or y fails at 6 us for 2 us.
TEST(GangFaults, AFailureRepeatsTheStepOfMembersThatWait) {
  for (const ElementId element : {x, y}) {
    Losses losses;
    const RunResult result = run_with(with_outage(element, 6_us, 2_us), "earliest_finish", &losses);
    expect_times(result, 0, 8_us, 15_us);
    expect_times(result, 1, 8_us, 15_us);
    EXPECT_EQ(losses.lost, (std::array{1, 1}));
  }
}

/// x and y fail at 1 and 2 us, which is known at 4 and 5 us; they return at 8 us.
TEST(GangFaults, SeveralMembersMayFailBeforeThatIsKnown) {
  Scenario s = with_outage(x, 1_us, 7_us);
  s.faults.processes.push_back({Effect::failure, y, {}, 0, outage(2_us, 6_us), 0});
  s.faults.detection_delay = 3_us;
  Losses losses;
  const RunResult result = run_with(s, "earliest_finish", &losses);
  expect_times(result, 0, 8_us, 15_us);
  EXPECT_EQ(losses.lost, (std::array{1, 1}));
  EXPECT_NEAR(result.element_energy[1].value(), 2e-6 + 7e-6, 1e-15);
}

/// x fails at 2.5 us for 2.5 us while the gang waits for the end of o. The gang falls apart, so e
/// starts on y. From 5 us on, o runs again, and the gang starts at 10 us.
TEST(GangFaults, FallApartIfAnElementFailsBeforeTheyStart) {
  Scenario s =
      on_two_sides(GangGraph("job").task("o").member("g", "a").member("g", "b").task("u").task(
          "e", {{"u", {}}}));
  s.faults.processes.push_back({Effect::failure, x, {}, 0, outage(2'500_ns, 2'500_ns), 0});
  const RunResult result = run_with(s, "earliest_finish");
  expect_times(result, 0, 5_us, 10_us);
  expect_times(result, 4, 2'500_ns, 4'500_ns);
  expect_times(result, 1, 10_us, 17_us);
  expect_times(result, 2, 10_us, 17_us);
}

/// b waits for a on y when y fails, and is sent again when y returns.
TEST(GangFaults, AMemberThatWaitsForOthersIsTakenBackFromAFailedElement) {
  Scenario s =
      on_two_sides(GangGraph("job").member("g", "b").task("o").member("g", "a", {{"o", {}}}));
  s.faults.processes.push_back({Effect::failure, y, {}, 0, outage(1_us, 1_us), 0});
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(find_task(result, 0).sent, Time(2_us));
  expect_times(result, 0, 5_us, 12_us);
  expect_times(result, 2, 5_us, 12_us);
}

/// Nine in ten results of a are wrong, none of b. A wrong result repeats the step at its end.
TEST(GangFaults, AWrongResultRepeatsTheStep) {
  Scenario s = on_two_sides(GangGraph("job").member("g", "a").member("g", "b"));
  s.faults.errors.push_back({0.9, {}});
  s.faults.errors.push_back({0, {}});
  s.faults.errors.push_back({0, {}});
  Losses losses;
  const RunResult result = run_with(s, "earliest_finish", &losses);
  EXPECT_GE(losses.wrong[0], 1);
  EXPECT_EQ(losses.wrong[1], 0);
  EXPECT_EQ(losses.lost, (std::array{0, losses.wrong[0]}));
  EXPECT_EQ(find_task(result, 0).finish, find_task(result, 1).finish);
  EXPECT_NEAR(result.end.seconds(), (losses.wrong[0] + 1) * 7e-6, 1e-15);
}

/// Each member writes a checkpoint of 1 us after every 2 us of work. x fails at 4 us for 2 us. Each
/// member has kept 2 us of its work by then. From 6 us on, 2 us are left of a and 4 us of b (6 us),
/// which writes another checkpoint.
TEST(GangFaults, GoOnFromTheCheckpointsOfTheirMembers) {
  Scenario s = scenario(
      chip().element("x", {{"a", 4_us}}).element("y", {{"b", 6_us}}).bandwidth(any_rate).build(),
      GangGraph("job").member("g", "a").member("g", "b").build());
  s.faults.checkpoint = {2_us, 1_us};
  s.faults.processes.push_back({Effect::failure, x, {}, 0, outage(4_us, 2_us), 0});
  const RunResult result = run_with(s, "earliest_finish");
  expect_times(result, 0, 6_us, 11_us);
  expect_times(result, 1, 6_us, 11_us);
}

/// From 2 us on, x has a quarter of its speed: a ends at 2 + 8 us, and y is busy until then.
TEST(GangFaults, AreHeldUpByAStraggler) {
  Scenario s = on_two_sides(GangGraph("job").member("g", "a").member("g", "b"));
  s.faults.processes.push_back({Effect::slowness, x, {}, 0.25, outage(2_us, 98_us), 0});
  const RunResult result = run_with(s, "earliest_finish");
  expect_times(result, 1, Duration{}, 10_us);
  EXPECT_NEAR(result.element_energy[1].value(), 10e-6, 1e-15);
}

// ---- Detection by deviation

/// The step usually takes 7 us. With a factor of 2 the failure of x at 2 us is known at 14 us
/// rather than after 3 us. x is back at 100 us.
TEST(GangFaults, AFailureIsDetectedByTheTimeOfTheStep) {
  Scenario s = with_outage(x, 2_us, 98_us);
  s.faults.detection_delay = 3_us;
  EXPECT_NEAR(run_with(s, "earliest_finish").element_energy[1].value(), (5 + 7) * 1e-6, 1e-15);
  s.faults.deviation = Deviation{2, true};
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_NEAR(result.element_energy[1].value(), (14 + 7) * 1e-6, 1e-15);
  expect_times(result, 1, 100_us, 107_us);
}

/// Without a gang, the constant delay applies: o is lost at 2 us and ready again at 5 us.
TEST(GangFaults, OtherFailuresAreDetectedAfterTheDelay) {
  ChipBuilder builder = two_sides();
  builder.element("w", {{"o", 20_us}}).bandwidth(any_rate);
  Scenario s = scenario(builder.build(), GangGraph("job")
                                             .task("o")
                                             .task("q")
                                             .member("g", "a", {{"q", {}}})
                                             .member("g", "b", {{"q", {}}})
                                             .build());
  s.faults.processes.push_back({Effect::failure, x, {}, 0, outage(2_us, 28_us), 0});
  s.faults.detection_delay = 3_us;
  s.faults.deviation = Deviation{2, true};
  const RunResult result = run_with(s, "earliest_finish");
  expect_times(result, 0, 5_us, 25_us);
  expect_times(result, 2, 30_us, 37_us);
}

/// a (4 us) runs on x or, more slowly, on the spare element. b takes 5 us, so a step usually takes
/// 5 us. x is slow from 2 to 100 us.
Scenario with_straggler(bool has_spare) {
  ChipBuilder builder = chip();
  builder.element("x", {{"a", 4_us}}).element("y", {{"b", 5_us}});
  if (has_spare) builder.element("spare", {{"a", 6_us}});
  Scenario s = scenario(builder.bandwidth(any_rate).build(),
                        GangGraph("job").member("g", "a").member("g", "b").build());
  s.faults.processes.push_back({Effect::slowness, x, {}, 0.25, outage(2_us, 98_us), 0});
  return s;
}

/// At 7.5 us the step takes longer than usual. x is taken out of service, and the step begins again
/// with the spare element, or when x is fast again.
TEST(GangFaults, ASlowElementIsTakenOutOfService) {
  Scenario s = with_straggler(true);
  s.faults.deviation = Deviation{1.5, true};
  const RunResult spared = run_with(s, "earliest_finish");
  expect_times(spared, 0, 7'500_ns, 13'500_ns);
  EXPECT_EQ(find_task(spared, 0).element, ElementId{2});
  s = with_straggler(false);
  s.faults.deviation = Deviation{1.5, true};
  expect_times(run_with(s, "earliest_finish"), 0, 100_us, 105_us);
}

/// a ends at 2 + 8 us, before twice the usual time, or is not looked for.
TEST(GangFaults, ASlowElementStaysIfItIsNotLookedForOrNotSlowEnough) {
  Scenario s = with_straggler(true);
  s.faults.deviation = Deviation{1.5, false};
  expect_times(run_with(s, "earliest_finish"), 0, Duration{}, 10_us);
  s.faults.deviation = Deviation{2, true};
  expect_times(run_with(s, "earliest_finish"), 0, Duration{}, 10_us);
}

}  // namespace
}  // namespace kairos
