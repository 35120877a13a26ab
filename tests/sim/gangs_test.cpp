// Tests when gangs start and end, on chips so small that every number is worked out by hand.
#include "sim/engine/gangs.hpp"

#include <utility>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/metrics/timeline.hpp"
#include "tests/support/gangs_on_chips.hpp"
#include "tests/support/later_job.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// The worked example of gangs.hpp, with a task after it. The elements draw 1 W while they are
/// busy: x from 0 to 1, 3 to 10 and 10 to 13 us, y from 0 to 3 and 3 to 10 us.
TEST(Gangs, StartTogetherAndEndTogether) {
  const RunResult result = run_with(on_two_sides(GangGraph("job")
                                                     .task("p")
                                                     .task("q")
                                                     .member("g", "a", {{"p", {}}})
                                                     .member("g", "b", {{"q", {}}})
                                                     .task("c", {{"a", {}}})),
                                    "earliest_finish");
  expect_times(result, 2, 3_us, 10_us);
  expect_times(result, 3, 3_us, 10_us);
  expect_times(result, 4, 10_us, 13_us);
  EXPECT_NEAR(result.element_energy[0].value(), 11e-6, 1e-15);
  EXPECT_NEAR(result.element_energy[1].value(), 10e-6, 1e-15);
}

/// b is ready at once, and a when r has ended. Meanwhile e may pass b.
TEST(Gangs, AMemberThatWaitsForOthersDelaysNobody) {
  const RunResult result = run_with(on_two_sides(GangGraph("job")
                                                     .member("g", "b")
                                                     .task("r")
                                                     .task("u")
                                                     .member("g", "a", {{"r", {}}})
                                                     .task("e", {{"u", {}}})),
                                    "earliest_finish");
  // z runs r until 3 us and u until 5 us, so e is ready at 5 us, when the gang is under way.
  expect_times(result, 0, 3_us, 10_us);
  expect_times(result, 3, 3_us, 10_us);
  expect_times(result, 4, 10_us, 12_us);
  const RunResult other = run_with(on_two_sides(GangGraph("job")
                                                    .member("g", "b")
                                                    .task("u")
                                                    .task("r")
                                                    .member("g", "a", {{"r", {}}})
                                                    .task("e", {{"u", {}}})),
                                   "earliest_finish");
  // z runs u until 2 us and r until 5 us, so e runs before the gang.
  expect_times(other, 4, 2_us, 4_us);
  expect_times(other, 0, 5_us, 12_us);
}

/// o keeps x until 5 us. The first gang is complete at 0, the second at 2 us, and e is sent at 3
/// us. e waits behind members that have been sent, although y is free.
TEST(Gangs, KeepTheirPlacesInTheQueues) {
  ChipBuilder builder = two_sides();
  builder.element("w", {{"v", 2_us}}).bandwidth(any_rate);
  const RunResult result = run_with(scenario(builder.build(), GangGraph("job")
                                                                  .task("o")
                                                                  .member("one", "a")
                                                                  .member("one", "b")
                                                                  .task("r")
                                                                  .task("v")
                                                                  .member("two", "c", {{"v", {}}})
                                                                  .member("two", "d", {{"v", {}}})
                                                                  .task("e", {{"r", {}}})
                                                                  .build()),
                                    "earliest_finish");
  expect_times(result, 1, 5_us, 12_us);
  expect_times(result, 2, 5_us, 12_us);
  expect_times(result, 5, 12_us, 15_us);
  expect_times(result, 6, 12_us, 15_us);
  expect_times(result, 7, 15_us, 17_us);
}

/// The gang of the young job is complete at 0, that of the old job at 2 us, and o keeps x until 5
/// us. Then x, whose queue is in order, would begin with the young job and y with the old one. The
/// gang that was complete first goes first on both.
TEST(Gangs, DoNotWaitForEachOtherInQueuesWithDifferentRules) {
  ChipBuilder builder = chip();
  builder.element("x", {{"o", 5_us}, {"a", 4_us}, {"c", 3_us}});
  builder.element("y", {{"b", 7_us}, {"d", 1_us}});
  builder.last().queue = QueueRule::ready_first;
  builder.element("z", {{"u", 2_us}}).bandwidth(any_rate);
  Scenario s = scenario(builder.build(), GangGraph("old")
                                             .task("u")
                                             .member("g", "c", {{"u", {}}})
                                             .member("g", "d", {{"u", {}}})
                                             .build());
  add_job(s, GangGraph("young").task("o").member("g", "a").member("g", "b").build(), Duration{});
  const RunResult result = run_with(s, "earliest_finish");
  for (const std::uint32_t member : {1U, 2U}) {
    EXPECT_EQ(find_task(result, member, 1).start, Time(5_us));
    EXPECT_EQ(find_task(result, member, 1).finish, Time(12_us));
    EXPECT_EQ(find_task(result, member, 0).start, Time(12_us));
    EXPECT_EQ(find_task(result, member, 0).finish, Time(15_us));
  }
}

/// o takes one of the two slots until 5 us, and both members need one. f waits behind them.
TEST(Gangs, MayHaveSeveralMembersOnAnElementWithSlots) {
  ChipBuilder builder = chip();
  builder.element("x", {{"o", 5_us}, {"a", 4_us}, {"b", 6_us}, {"f", 1_us}}).slots(2);
  const RunResult result = run_with(
      scenario(builder.build(),
               GangGraph("job").task("o").member("g", "a").member("g", "b").task("f").build()),
      "earliest_finish");
  expect_times(result, 1, 5_us, 11_us);
  expect_times(result, 2, 5_us, 11_us);
  expect_times(result, 3, 11_us, 12_us);
}

/// The data of b leave x at 1 us and take 4 us, over a dedicated path or over a shared link, and
/// whether b is sent before or after a.
TEST(Gangs, WaitForTheDataOfAllMembers) {
  const Platform dedicated = two_sides().bandwidth(any_rate).build();
  const Platform shared = two_sides().shared_link(any_rate).build();
  for (const Platform& platform : {dedicated, shared}) {
    const RunResult last = run_with(scenario(platform, GangGraph("job")
                                                           .task("p")
                                                           .member("g", "a", {{"p", {}}})
                                                           .member("g", "b", {{"p", Bytes(4000)}})
                                                           .build()),
                                    "earliest_finish");
    expect_times(last, 1, 5_us, 12_us);
    const RunResult first = run_with(scenario(platform, GangGraph("job")
                                                            .task("p")
                                                            .member("g", "b", {{"p", Bytes(4000)}})
                                                            .member("g", "a", {{"p", {}}})
                                                            .build()),
                                     "earliest_finish");
    expect_times(first, 1, 5_us, 12_us);
    expect_times(first, 2, 5_us, 12_us);
  }
}

/// The gang is sent at 1 us and has its data at 5 us; e is sent at 3 us.
TEST(Gangs, AreOvertakenWhileTheirDataAreOnTheWayIfTheQueueAllowsIt) {
  const auto with_queue = [](QueueRule rule) {
    ChipBuilder builder = chip();
    builder.element("x", {{"p", 1_us}, {"a", 4_us}});
    builder.element("y", {{"b", 7_us}, {"e", 4_us}});
    builder.last().queue = rule;
    builder.element("z", {{"r", 3_us}}).bandwidth(any_rate);
    return run_with(scenario(builder.build(), GangGraph("job")
                                                  .task("p")
                                                  .task("r")
                                                  .member("g", "a", {{"p", {}}})
                                                  .member("g", "b", {{"p", Bytes(4000)}})
                                                  .task("e", {{"r", {}}})
                                                  .build()),
                    "earliest_finish");
  };
  const RunResult in_order = with_queue(QueueRule::in_order);
  expect_times(in_order, 2, 5_us, 12_us);
  expect_times(in_order, 4, 12_us, 16_us);
  for (const QueueRule rule : {QueueRule::data_ready, QueueRule::ready_first}) {
    const RunResult overtaken = with_queue(rule);
    expect_times(overtaken, 4, 3_us, 7_us);
    expect_times(overtaken, 2, 7_us, 14_us);
    expect_times(overtaken, 3, 7_us, 14_us);
  }
}

/// c reads 100 kB from each member. A copy of one of them beside the other one would save 100 us,
/// but then it would run without its gang.
TEST(Gangs, AreNotCopied) {
  const Scenario s = scenario(
      chip().cluster("cpu", 2, {{"a", 1_us}, {"b", 1_us}, {"c", 1_us}}).bandwidth(any_rate).build(),
      GangGraph("job")
          .member("g", "a")
          .member("g", "b")
          .task("c", {{"a", Bytes(100'000)}, {"b", Bytes(100'000)}})
          .build());
  for (const char* policy : {"heft", "heft_duplication"}) {
    const RunResult result = run_with(s, policy);
    EXPECT_EQ(result.tasks.size(), 3U) << policy;
    EXPECT_EQ(result.end, Time(102_us)) << policy;
  }
}

/// A pass of 2 us sends both members.
TEST(Gangs, StartAfterTheDecisionsAboutAllMembers) {
  const Scenario s = on_two_sides(GangGraph("job").member("g", "a").member("g", "b"));
  DecisionTime decision_time;
  decision_time.constant = 2_us;
  Simulator simulator(s, make_event_backend(s.platform), decision_time);
  Timeline timeline;
  simulator.attach(timeline);
  run(simulator, *Choice<Policy>("earliest_finish").make());
  ASSERT_EQ(timeline.tasks().size(), 2U);
  for (const TaskFinished& task : timeline.tasks()) {
    EXPECT_EQ(task.start, Time(2_us));
    EXPECT_EQ(task.finish, Time(9_us));
  }
}

/// x enters its idle state after 5 us and leaves it in 10 us; y enters one after 50 us and leaves
/// it in 30 us. Both begin to wake at 100 us, and x does not fall asleep again before y is awake.
TEST(Gangs, WakeTheirElementsTogether) {
  const auto add = [](ChipBuilder& builder, const std::string& name, const std::string& kernel,
                      Duration after, Duration exit) {
    builder.cluster(name, 1, {{kernel, 7_us}}, Watts(2), Watts(1));
    IdleStateConfig sleep;
    sleep.name = "sleep";
    sleep.after = after;
    sleep.exit = exit;
    sleep.power = Watts(0.5);
    builder.last().power.idle_states = {sleep};
  };
  ChipBuilder builder = chip();
  add(builder, "x", "a", 5_us, 10_us);
  add(builder, "y", "b", 50_us, 30_us);
  const Scenario s = scenario(builder.bandwidth(any_rate).build(),
                              GangGraph("job").member("g", "a").member("g", "b").build(), {100_us});
  const RunResult result = run_with(s, "earliest_finish");
  expect_times(result, 0, 130_us, 137_us);
  expect_times(result, 1, 130_us, 137_us);
  EXPECT_NEAR(result.element_energy[0].value(), 5e-6 + 0.5 * 95e-6 + 30e-6 + 2 * 7e-6, 1e-15);
  EXPECT_NEAR(result.element_energy[1].value(), 50e-6 + 0.5 * 50e-6 + 30e-6 + 2 * 7e-6, 1e-15);
}

/// The gang keeps its place on y until it is dropped, just after its deadline at 4.5 us. Then e
/// starts.
TEST(Gangs, LeaveTheQueuesWhenTheirJobIsDropped) {
  Scenario s = on_two_sides(GangGraph("long").task("o"));
  add_job(s, GangGraph("late").member("g", "a").member("g", "b").build(), 1_us);
  add_job(s, GangGraph("short").task("e").build(), 3_us);
  s.workload.streams[StreamId{1}].drop = DropRule::late;
  s.workload.streams[StreamId{1}].deadline = 3'500_ns;
  const RunResult result = run_with(s, "earliest_finish");
  ASSERT_EQ(result.tasks.size(), 2U);
  EXPECT_EQ(find_task(result, 0, 2).start, Time(4'500_ns + 1_ps));
}

/// Runs the gang of a (4 us on x) and b (7 us on y) until the clock of one of them has been halved
/// at 2 us, and returns the instants at which x and y are expected to be free.
std::pair<Time, Time> free_after_halving(ClusterId cluster) {
  Scenario s = on_two_sides(GangGraph("job").member("g", "a").member("g", "b"));
  s.incidents.push_back({Time(2_us), Incident::Kind::point, cluster, 0, {}});
  Simulator simulator(s, make_event_backend(s.platform));
  EXPECT_TRUE(simulator.advance());
  simulator.apply({{JobId{}, TaskId{0}}, ElementId{0}});
  simulator.apply({{JobId{}, TaskId{1}}, ElementId{1}});
  EXPECT_EQ(simulator.view().free_at(ElementId{0}), Time(7_us));
  while (simulator.view().now() < Time(2_us)) EXPECT_TRUE(simulator.advance());
  const SystemView& view = simulator.view();
  return {view.free_at(ElementId{0}), view.free_at(ElementId{1})};
}

/// At half its clock, b has 10 us left at 2 us and a has 4. Both members end when the later one
/// does: at 12 us if b is slower, and still at 7 us if a is.
TEST(Gangs, ExpectedEndsOfAllMembersFollowAChangeOfOneClock) {
  EXPECT_EQ(free_after_halving(ClusterId{1}), std::pair(Time(12_us), Time(12_us)));
  EXPECT_EQ(free_after_halving(ClusterId{0}), std::pair(Time(7_us), Time(7_us)));
}

}  // namespace
}  // namespace kairos
