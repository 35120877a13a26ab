// Tests the engine on chips and graphs so small that every number is worked out by hand.
#include "sim/engine/simulator.hpp"

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/later_job.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

TEST(Simulator, RunsOneTask) {
  const auto s = scenario(chip().element("cpu", {{"a", 4_us}}).build(),
                          graph("job").task("a").build(), {10_us});
  const RunResult result = run_with(s, "earliest_finish");
  ASSERT_EQ(result.tasks.size(), 1U);
  EXPECT_EQ(result.tasks[0].start, Time(10_us));
  EXPECT_EQ(result.tasks[0].finish, Time(14_us));
}

TEST(Simulator, RunsATaskAfterItsInputs) {
  const auto s = scenario(chip().element("cpu", {{"a", 4_us}, {"b", 3_us}}).build(),
                          graph("job").task("a").task("b", {{"a", Bytes(1000)}}).build());
  // Nothing moves if tasks are on one element.
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(7_us));
}

/// b runs only on the npu, and 1000 B at 1 GB/s take 1 us.
TEST(Simulator, DataOverADedicatedPathArrivesAfterItsDelay) {
  const auto s = scenario(chip()
                              .element("cpu", {{"a", 4_us}})
                              .element("npu", {{"b", 2_us}})
                              .bandwidth(BytesPerSecond(1e9))
                              .build(),
                          graph("job").task("a").task("b", {{"a", Bytes(1000)}}).build());
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(find_task(result, 1).start, Time(5_us));
  EXPECT_EQ(result.end, Time(7_us));
  EXPECT_EQ(find_task(result, 1).received, Bytes(1000));
}

/// Two inputs of 1000 B from two elements share a bus of 1 GB/s, so both take 2 us.
TEST(Simulator, TransfersShareALink) {
  const auto s = scenario(
      chip()
          .element("x", {{"a", 4_us}})
          .element("y", {{"b", 4_us}})
          .element("z", {{"c", 1_us}})
          .shared_link(BytesPerSecond(1e9))
          .build(),
      graph("job").task("a").task("b").task("c", {{"a", Bytes(1000)}, {"b", Bytes(1000)}}).build());
  EXPECT_EQ(find_task(run_with(s, "earliest_finish"), 2).start, Time(6_us));
}

TEST(Simulator, LatencyComesBeforeTheFirstByte) {
  const auto s = scenario(chip()
                              .element("x", {{"a", 4_us}})
                              .element("z", {{"c", 1_us}})
                              .shared_link(BytesPerSecond(1e9), 3_us)
                              .build(),
                          graph("job").task("a").task("c", {{"a", Bytes(1000)}}).build());
  EXPECT_EQ(find_task(run_with(s, "earliest_finish"), 1).start, Time(8_us));
}

TEST(Simulator, AnElementRunsAsManyTasksAsItHasSlots) {
  const auto g = graph("job")
                     .task_of_kernel("a", "k")
                     .task_of_kernel("b", "k")
                     .task_of_kernel("c", "k")
                     .build();
  const auto one = scenario(chip().element("gpu", {{"k", 5_us}}).build(), g);
  const auto two = scenario(chip().element("gpu", {{"k", 5_us}}).slots(2).build(), g);
  EXPECT_EQ(run_with(one, "earliest_finish").end, Time(15_us));
  EXPECT_EQ(run_with(two, "earliest_finish").end, Time(10_us));
}

/// Three clients think for 1 ms, and jobs take 1 us on three elements: each client sends a job
/// every 1001 us.
TEST(Simulator, ClientsOfAClosedSystemThinkEachByThemselves) {
  Scenario s =
      scenario(chip().cluster("cpu", 3, {{"a", 1_us}}).bandwidth(BytesPerSecond(1e9)).build(),
               graph("job").task("a").build());
  Stream& stream = s.workload.streams.front();
  stream.arrivals = Choice<ArrivalProcess>("closed");
  stream.arrivals->options.set("jobs", Value::scalar("3"));
  stream.arrivals->options.set("think", Value::scalar("1 ms"));
  stream.jobs = 3000;
  EXPECT_EQ(run_with(s, "first_come").end,
            Time(Duration::picoseconds(999'999'000'000 + 1'000'000)));
}

/// X sends b to P0 at 2 us with 1000 B at 10 MB/s, which arrive at 102 us. Y arrives at 5 us, and
/// its task c takes 10 us on P0.
TEST(Simulator, TasksWhoseDataAreThereMayPass) {
  const auto with_queue = [](QueueRule rule) {
    ChipBuilder builder = chip();
    builder.element("P0", {{"b", 10_us}, {"c", 10_us}});
    builder.last().queue = rule;
    builder.element("P1", {{"a", 2_us}}).bandwidth(BytesPerSecond(1e7));
    Scenario s =
        scenario(builder.build(), graph("X").task("a").task("b", {{"a", Bytes(1000)}}).build());
    add_job(s, graph("Y").task("c").build(), 5_us);
    return run_with(s, "minimum_execution");
  };
  EXPECT_EQ(find_task(with_queue(QueueRule::in_order), 0, 1).finish, Time(122_us));
  EXPECT_EQ(find_task(with_queue(QueueRule::data_ready), 0, 1).finish, Time(15_us));
  EXPECT_EQ(with_queue(QueueRule::data_ready).end, Time(112_us));
}

/// Notes the jobs in the order in which they finish.
class OrderOfJobs final : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override { return EventSet::of<JobFinished>(); }
  void observe(Time /*now*/, Event event) override {
    jobs.push_back(static_cast<std::uint32_t>(event.as<JobFinished>()->job.id));
  }
  std::vector<std::uint32_t> jobs;
};

/// Sixty jobs are sent in the opposite order. The last one starts at once. The others wait in a
/// queue that is long at first, and start in the order of their jobs, or as they were sent.
TEST(Simulator, LongQueuesKeepTheirRule) {
  for (const QueueRule rule : {QueueRule::ready_first, QueueRule::data_ready}) {
    ChipBuilder builder = chip();
    builder.element("cpu", {{"t", 1_us}});
    builder.last().queue = rule;
    const Scenario s = scenario(builder.build(), graph("job").task("t").build(),
                                std::vector<Duration>(60, Duration{}));
    Simulator simulator(s, make_event_backend(s.platform));
    OrderOfJobs order;
    simulator.attach(order);
    ASSERT_TRUE(simulator.advance());
    std::vector<std::uint32_t> expected{59};
    for (std::uint32_t job = 60; job-- > 0;) {
      simulator.apply({{static_cast<JobId>(job), TaskId{}}, ElementId{}});
      if (job < 59) expected.push_back(rule == QueueRule::ready_first ? 58 - job : job);
    }
    while (simulator.advance()) {
    }
    EXPECT_EQ(order.jobs, expected);
    EXPECT_EQ(simulator.view().now(), Time(60_us));
  }
}

/// While P0 is busy until 20 us, a task of the young job queues before one of the old job, whose
/// data arrive at 12 us. With `ready_first` the old job's task starts next, at 20 us.
TEST(Simulator, TheOldestJobStartsFirstAmongTheTasksWhoseDataAreThere) {
  const auto start_of_old = [](QueueRule rule) {
    ChipBuilder builder = chip();
    builder.element("P0", {{"long", 20_us}, {"b", 1_us}, {"c", 1_us}});
    builder.last().queue = rule;
    builder.element("P1", {{"a", 10_us}}).bandwidth(BytesPerSecond(1e9));
    Scenario s =
        scenario(builder.build(), graph("old").task("a").task("b", {{"a", Bytes(2000)}}).build());
    add_job(s, graph("busy").task("long").build(), 0_us);
    add_job(s, graph("young").task("c").build(), 5_us);
    return find_task(run_with(s, "minimum_execution"), 1, 0).start;
  };
  EXPECT_EQ(start_of_old(QueueRule::in_order), Time(21_us));
  EXPECT_EQ(start_of_old(QueueRule::data_ready), Time(21_us));
  EXPECT_EQ(start_of_old(QueueRule::ready_first), Time(20_us));
}

/// The case of X and Y, over a shared link.
TEST(Simulator, TasksMayPassThoseWhoseTransfersGoOn) {
  ChipBuilder builder = chip();
  builder.element("P0", {{"b", 10_us}, {"c", 10_us}});
  builder.last().queue = QueueRule::data_ready;
  builder.element("P1", {{"a", 2_us}}).shared_link(BytesPerSecond(1e7));
  const Scenario s = scenario(
      builder.build(),
      graph("X").task("a").task("b", {{"a", Bytes(1000)}}).task("c", {{"a", Bytes(0)}}).build());
  const RunResult result = run_with(s, "minimum_execution");
  EXPECT_EQ(find_task(result, 2).start, Time(2_us));
  EXPECT_EQ(find_task(result, 1).start, Time(102_us));
}

TEST(Simulator, ZeroTimeTasksTakeNoTime) {
  const auto s = scenario(chip().element("cpu", {{"a", 0_us}, {"b", 0_us}}).build(),
                          graph("job").task("a").task("b", {{"a", Bytes(0)}}).build());
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time{});
}

/// There are 10 us of work. At 4 us the clock halves: 4 + 6 * 2 = 16 us.
TEST(Simulator, ASlowerClockStretchesWhatRuns) {
  auto s = scenario(chip().element("cpu", {{"a", 10_us}}).build(), graph("job").task("a").build());
  s.incidents.push_back({Time(4_us), Incident::Kind::point, ClusterId{0}, 0, {}});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(16_us));
}

/// The cpu fails at 4 us while it runs the task, which starts again when the cpu returns at 6 us.
TEST(Simulator, AFailureLosesWhatRunsAndAReturnBringsItBack) {
  auto s = scenario(chip().element("cpu", {{"a", 10_us}}).build(), graph("job").task("a").build());
  s.incidents.push_back({Time(4_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(6_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(result.end, Time(16_us));
  EXPECT_EQ(result.tasks.size(), 1U);
}

TEST(Simulator, WorkMovesToAnotherElementWhenOneFails) {
  auto s = scenario(chip().cluster("cpu", 2, {{"a", 10_us}}).bandwidth(BytesPerSecond(1e9)).build(),
                    graph("job").task("a").build());
  s.incidents.push_back({Time(4_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(14_us));
  EXPECT_EQ(run_with(s, "heft").end, Time(14_us));
}

/// The input of c leaves at 4 us and arrives at 5 us, just when its element fails, so c runs on z.
TEST(Simulator, AnElementMayFailAsItsDataArrive) {
  auto s = scenario(chip()
                        .element("x", {{"a", 4_us}})
                        .cluster("z", 2, {{"c", 1_us}})
                        .shared_link(BytesPerSecond(1e9))
                        .build(),
                    graph("job").task("a").task("c", {{"a", Bytes(1000)}}).build());
  s.incidents.push_back({Time(5_us), Incident::Kind::failure, {}, 0, ElementId{1}});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(7_us));
}

TEST(Simulator, SaysWhatCanNeverRun) {
  auto s = scenario(chip().element("cpu", {{"a", 10_us}}).build(), graph("job").task("a").build());
  s.incidents.push_back({Time(4_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  EXPECT_THROW(run_with(s, "earliest_finish"), InputError);
}

TEST(Simulator, SaysWhichTaskCanRunNowhere) {
  const auto s =
      scenario(chip().element("cpu", {{"a", 1_us}}).build(), graph("job").task("x").build());
  try {
    run_with(s, "earliest_finish");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(
        std::string(error.what()).find("task 'x' of application 'job' cannot run on any element"),
        std::string::npos);
  }
}

TEST(Simulator, RefusesADecisionForATaskThatIsNotReady) {
  const auto s = scenario(chip().element("cpu", {{"a", 1_us}, {"b", 1_us}}).build(),
                          graph("job").task("a").task("b", {{"a", Bytes(0)}}).build());
  Simulator simulator(s, make_event_backend(s.platform));
  ASSERT_TRUE(simulator.advance());
  EXPECT_THROW(simulator.apply({{JobId{0}, TaskId{1}}, ElementId{0}}), std::logic_error);
  EXPECT_THROW(simulator.apply({{JobId{9}, TaskId{0}}, ElementId{0}}), std::logic_error);
  EXPECT_THROW(simulator.apply({{JobId{0}, TaskId{0}}, ElementId{7}}), std::logic_error);
}

TEST(Simulator, EndsWhenAPolicyWaitsForever) {
  const auto s =
      scenario(chip().element("cpu", {{"a", 1_us}}).build(), graph("job").task("a").build());
  Simulator simulator(s, make_event_backend(s.platform));
  ASSERT_TRUE(simulator.advance());
  EXPECT_THROW(simulator.advance(), std::logic_error);
}

/// Noise belongs to the task, not to the policy: a task has the same time under both.
TEST(Simulator, PoliciesMeetTheSameNoise) {
  auto s = scenario(chip().element("cpu", {{"a", 10_us}}).build(), graph("job").task("a").build(),
                    {0_us, 0_us, 0_us});
  s.noise = Choice<NoiseModel>("gaussian").make();
  const RunResult one = run_with(s, "earliest_finish");
  const RunResult other = run_with(s, "random");
  for (std::uint32_t job = 0; job < 3; ++job) {
    const auto& a = find_task(one, 0, job);
    const auto& b = find_task(other, 0, job);
    EXPECT_EQ(a.finish - a.start, b.finish - b.start);
    EXPECT_NE(a.finish - a.start, 10_us);
  }
}

}  // namespace
}  // namespace kairos
