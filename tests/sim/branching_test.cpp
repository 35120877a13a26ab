// Tests conditional tasks and edges, shares and amounts: which tasks are skipped and when, and how
// much time and data the others take.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/conditional_graphs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::ElementsAre;
using ::testing::Pair;

// ---- Conditional tasks and edges

/// The task b is skipped when a ends at 4 us, and so is c, which waits for b alone.
TEST(Branching, SkipsATaskAndThoseBehindIt) {
  JobGraph::Builder builder("job");
  const TaskId a = add(builder, "a");
  const TaskId b = add(builder, "b", 0);
  const TaskId c = add(builder, "c");
  builder.connect(a, b, {});
  builder.connect(b, c, {});
  const Platform platform = chip().element("cpu", {{"a", 4_us}, {"b", 2_us}, {"c", 1_us}}).build();
  for (const char* policy : {"first_come", "heft", "heft_duplication", "rolling_horizon"}) {
    Log log;
    const RunResult result = run_with(scenario(platform, builder.build()), policy, &log);
    EXPECT_THAT(log.skipped, ElementsAre(Pair(1, 4_us), Pair(2, 4_us))) << policy;
    EXPECT_THAT(log.jobs, ElementsAre(4_us)) << policy;
    EXPECT_EQ(result.tasks.size(), 1U) << policy;
    EXPECT_EQ(result.end, Time(4_us)) << policy;
  }
}

TEST(Branching, AJobWhoseTasksAreAllSkippedEndsWhenItArrives) {
  JobGraph::Builder builder("job");
  const TaskId a = add(builder, "a", 0);
  builder.connect(a, add(builder, "b"), {});
  Log log;
  const RunResult result =
      run_with(scenario(chip().element("cpu", {{"a", 4_us}, {"b", 2_us}}).build(), builder.build(),
                        {0_us, 5_us}),
               "first_come", &log);
  EXPECT_THAT(log.jobs, ElementsAre(0_us, 5_us));
  EXPECT_EQ(log.skipped.size(), 4U);
  EXPECT_TRUE(result.tasks.empty());
  EXPECT_EQ(result.end, Time(5_us));
}

/// A graph of a, behind which either b or c follows, and then d.
std::shared_ptr<const JobGraph> either_b_or_c(double probability_of_b) {
  JobGraph::Builder builder("job");
  const TaskId a = add(builder, "a");
  const TaskId b = add(builder, "b");
  const TaskId c = add(builder, "c");
  const TaskId d = add(builder, "d");
  builder.connect_one_of("way", a, b, Bytes(10), {.probability = probability_of_b});
  builder.connect_one_of("way", a, c, Bytes(10), {.probability = 1 - probability_of_b});
  builder.connect(b, d, {});
  builder.connect(c, d, {});
  return builder.build();
}

Platform four_kernels() {
  return chip().element("cpu", {{"a", 4_us}, {"b", 2_us}, {"c", 1_us}, {"d", 1_us}}).build();
}

TEST(EdgeGroup, TakesTheEdgeThatIsCertain) {
  Log log;
  const RunResult result = run_with(scenario(four_kernels(), either_b_or_c(0)), "first_come", &log);
  EXPECT_THAT(log.skipped, ElementsAre(Pair(1, 4_us)));
  EXPECT_EQ(result.end, Time(6_us));
  Log other;
  EXPECT_EQ(run_with(scenario(four_kernels(), either_b_or_c(1)), "first_come", &other).end,
            Time(7_us));
  EXPECT_THAT(other.skipped, ElementsAre(Pair(2, 4_us)));
}

/// One of the edges is taken in every job: b's in 300 of 1000 on average, with a standard deviation
/// of 14.5.
TEST(EdgeGroup, TakesExactlyOneEdgeInEveryJobAndUnderEveryPolicy) {
  std::vector<Duration> arrivals;
  for (int job = 0; job < 1000; ++job)
    arrivals.push_back(Duration::picoseconds(10'000'000LL * job));
  const Scenario s = scenario(four_kernels(), either_b_or_c(0.3), arrivals);
  Log log;
  run_with(s, "first_come", &log);
  EXPECT_EQ(log.skipped.size(), 1000U);
  const auto with_b =
      std::ranges::count(log.skipped, std::size_t{2}, &decltype(log.skipped)::value_type::first);
  EXPECT_NEAR(static_cast<double>(with_b), 300, 5 * 14.5);
  Log other;
  run_with(s, "heft", &other);
  EXPECT_EQ(other.skipped, log.skipped);
}

/// The camera ends at 2 us, but only the end of the detector at 5 us tells that the recogniser is
/// skipped. Then the fusion is ready, because one of its inputs is there.
TEST(Branching, ATaskWaitsUntilAllOfItsInputsAreDecidedOn) {
  JobGraph::Builder builder("job");
  const TaskId camera = add(builder, "camera");
  const TaskId detect = add(builder, "detect");
  const TaskId recognise = add(builder, "recognise", 0);
  const TaskId fuse = add(builder, "fuse");
  builder.connect(detect, recognise, {});
  builder.connect(camera, fuse, {});
  builder.connect(recognise, fuse, {});
  const Platform platform =
      chip()
          .cluster("cpu", 2,
                   {{"camera", 2_us}, {"detect", 5_us}, {"recognise", 7_us}, {"fuse", 1_us}})
          .bandwidth(BytesPerSecond(1e9))
          .build();
  for (const char* policy : {"earliest_finish", "heft"}) {
    const RunResult result = run_with(scenario(platform, builder.build()), policy);
    EXPECT_EQ(find_task(result, 3).ready, Time(5_us)) << policy;
    EXPECT_EQ(result.end, Time(6_us)) << policy;
  }
}

/// The task c gets 3000 B from a, which take 3 us at 1 GB/s, only if that edge is taken.
TEST(Branching, AnEdgeThatIsNotTakenSendsNothing) {
  const auto run_c = [](double probability, bool has_other_input, Probe* probe = nullptr) {
    JobGraph::Builder builder("job");
    const TaskId a = add(builder, "a");
    const TaskId b = add(builder, "b");
    const TaskId c = add(builder, "c");
    builder.connect(a, c, Bytes(3000), EdgeDraw{probability, 1});
    if (has_other_input) builder.connect(b, c, {});
    const Platform platform = chip()
                                  .element("left", {{"a", 2_us}})
                                  .element("right", {{"b", 1_us}, {"c", 3_us}})
                                  .bandwidth(BytesPerSecond(1e9))
                                  .build();
    return run_with(scenario(platform, builder.build()), "earliest_finish", probe);
  };
  const RunResult taken = run_c(1, true);
  EXPECT_EQ(find_task(taken, 2).start, Time(5_us));
  EXPECT_EQ(find_task(taken, 2).received, Bytes(3000));
  const RunResult not_taken = run_c(0, true);
  EXPECT_EQ(find_task(not_taken, 2).start, Time(2_us));
  EXPECT_EQ(find_task(not_taken, 2).received, Bytes(0));
  Log log;
  EXPECT_EQ(run_c(0, false, &log).end, Time(2_us));
  EXPECT_THAT(log.skipped, ElementsAre(Pair(2, 2_us)));
}

/// Of 2000 jobs, a quarter runs a; the deviation of the number is 19. The edge behind it is taken
/// in half of these, with a deviation of 11 or so.
TEST(Branching, TakesTasksAndEdgesAsOftenAsTheirProbabilitiesSay) {
  JobGraph::Builder builder("job");
  const TaskId a = add(builder, "a", 0.25);
  builder.connect(a, add(builder, "b"), {}, EdgeDraw{0.5, 1});
  const std::vector<Duration> arrivals(2000, 0_us);
  const RunResult result =
      run_with(scenario(chip().element("cpu", {{"a", 1_us}, {"b", 1_us}}).build(), builder.build(),
                        arrivals),
               "first_come");
  const auto runs_of = [&](std::uint32_t task) {
    return static_cast<double>(std::ranges::count_if(
        result.tasks, [&](const TaskFinished& t) { return index(t.task.task) == task; }));
  };
  EXPECT_NEAR(runs_of(0), 500, 97);
  EXPECT_NEAR(runs_of(1), runs_of(0) / 2, 60);
}

// ---- Shares and amounts

/// The filter ends at 2 us and passes a quarter of its 4000 B, which arrives at 3 us. The
/// reconstruction takes 2 of its 8 us and sends 500 of its 2000 B. The store gets them at 5.5 us
/// and takes 1 of its 4 us.
TEST(Branching, AShareScalesEverythingBehindIt) {
  JobGraph::Builder builder("job");
  const TaskId filter = add(builder, "filter");
  const TaskId reconstruct = add(builder, "reconstruct");
  const TaskId store = add(builder, "store");
  builder.connect(filter, reconstruct, Bytes(4000), EdgeDraw{1, 0.25});
  builder.connect(reconstruct, store, Bytes(2000));
  const Platform platform = chip()
                                .element("cpu", {{"filter", 2_us}, {"store", 4_us}})
                                .element("npu", {{"reconstruct", 8_us}})
                                .bandwidth(BytesPerSecond(1e9))
                                .build();
  for (const char* policy : {"earliest_finish", "heft"}) {
    Log log;
    const RunResult result = run_with(scenario(platform, builder.build()), policy, &log);
    EXPECT_THAT(log.scales, ElementsAre(Pair(1, 0.25), Pair(2, 0.25))) << policy;
    EXPECT_EQ(find_task(result, 1).start, Time(3_us)) << policy;
    EXPECT_EQ(find_task(result, 1).finish, Time(5_us)) << policy;
    EXPECT_EQ(find_task(result, 1).received, Bytes(1000)) << policy;
    EXPECT_EQ(find_task(result, 2).start, Time(5500_ns)) << policy;
    EXPECT_EQ(find_task(result, 2).finish, Time(6500_ns)) << policy;
    EXPECT_EQ(find_task(result, 2).received, Bytes(500)) << policy;
  }
}

/// With inputs of shares 0.5 and 0.25, a task works for the larger one.
TEST(Branching, ATaskWorksForTheLargestShareOfItsInputs) {
  JobGraph::Builder builder("job");
  const TaskId a = add(builder, "a");
  const TaskId b = add(builder, "b");
  const TaskId c = add(builder, "c");
  builder.connect(a, c, {}, EdgeDraw{1, 0.25});
  builder.connect(b, c, {}, EdgeDraw{1, 0.5});
  const RunResult result =
      run_with(scenario(chip().element("cpu", {{"a", 1_us}, {"b", 1_us}, {"c", 8_us}}).build(),
                        builder.build()),
               "first_come");
  EXPECT_EQ(result.end, Time(6_us));
}

Platform cpu_and_npu() {
  return chip()
      .element("cpu", {{"detect", 2_us}, {"track", 1_us}})
      .element("npu", {{"recognise", 4_us}})
      .bandwidth(BytesPerSecond(1e9))
      .build();
}

/// 500 B arrive at 2.5 us, the recogniser ends at 14.5 us, and 3000 B arrive at 17.5 us.
TEST(Branching, ATaskWorksForEachUnitOfAnAmount) {
  for (const char* policy : {"earliest_finish", "heft", "srpt_eft", "least_laxity"}) {
    Log log;
    const RunResult result = run_with(scenario(cpu_and_npu(), detector(3)), policy, &log);
    EXPECT_THAT(log.amounts, ElementsAre(3)) << policy;
    EXPECT_THAT(log.scales, ElementsAre(Pair(1, 3))) << policy;
    EXPECT_EQ(find_task(result, 1).start, Time(2500_ns)) << policy;
    EXPECT_EQ(find_task(result, 1).finish, Time(14500_ns)) << policy;
    EXPECT_EQ(find_task(result, 1).nominal, 12_us) << policy;
    EXPECT_EQ(find_task(result, 2).start, Time(17500_ns)) << policy;
    EXPECT_EQ(find_task(result, 2).received, Bytes(3000)) << policy;
    EXPECT_EQ(result.end, Time(18500_ns)) << policy;
  }
}

TEST(Branching, ATaskIsSkippedIfTheAmountIsZero) {
  Log log;
  const RunResult result = run_with(scenario(cpu_and_npu(), detector(0)), "heft", &log);
  EXPECT_THAT(log.skipped, ElementsAre(Pair(1, 2_us), Pair(2, 2_us)));
  EXPECT_THAT(log.amounts, ElementsAre(0));
  EXPECT_EQ(result.end, Time(2_us));
}

/// The recogniser has an input from the start, but the detector has drawn nothing.
TEST(Branching, ASkippedTaskDrawsZero) {
  JobGraph::Builder builder("job");
  const TaskId start = add(builder, "start");
  const TaskId detect = add(builder, "detect", 0);
  const TaskId recognise = add(builder, "recognise");
  builder.connect(start, detect, {});
  builder.connect(start, recognise, {});
  builder.connect(detect, recognise, {});
  builder.work_for_each(recognise, builder.draw(detect, "objects", always(3)));
  Log log;
  const RunResult result = run_with(
      scenario(
          chip().element("cpu", {{"start", 1_us}, {"detect", 2_us}, {"recognise", 4_us}}).build(),
          builder.build()),
      "first_come", &log);
  EXPECT_THAT(log.skipped, ElementsAre(Pair(1, 1_us), Pair(2, 1_us)));
  EXPECT_THAT(log.amounts, ElementsAre(0));
  EXPECT_EQ(result.end, Time(1_us));
}

TEST(Branching, PoliciesSeeExpectedAmountsBeforeTheyAreDrawn) {
  const Scenario s = scenario(cpu_and_npu(), detector(3));
  Simulator simulator(s, make_event_backend(s.platform));
  ASSERT_TRUE(simulator.advance());
  const SystemView& view = simulator.view();
  const TaskRef recognise{JobId{0}, TaskId{1}};
  EXPECT_EQ(view.duration(recognise, ElementId{1}), 12_us);
  EXPECT_EQ(view.bytes(JobId{0}, view.graph(JobId{0}).outputs(TaskId{1})[0]), Bytes(3000));
  EXPECT_FALSE(view.is_skipped(recognise));
}

}  // namespace
}  // namespace kairos
