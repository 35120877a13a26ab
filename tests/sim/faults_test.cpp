// Tests faults on chips so small that every number is worked out by hand.
#include <cmath>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/metrics/metric.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using Effect = FaultProcess::Effect;

/// One outage, which lasts for ever if its duration is zero.
Choice<FaultModel> outage(Duration at, Duration lasts) {
  Value written = Value::map();
  written.set("at", Value::scalar(format(at)));
  if (lasts > Duration{}) written.set("for", Value::scalar(format(lasts)));
  Choice<FaultModel> model("scripted");
  model.options.set("times", Value::list({written}));
  return model;
}

Choice<FaultModel> exponential(Duration mtbf, Duration mttr) {
  Choice<FaultModel> model("exponential");
  model.options.set("mtbf", Value::scalar(format(mtbf)));
  model.options.set("mttr", Value::scalar(format(mttr)));
  return model;
}

/// One task of 10 us on one core, or on two.
Scenario one_task(std::uint64_t cores = 1) {
  return scenario(
      chip().cluster("cpu", cores, {{"a", 10_us}}).bandwidth(BytesPerSecond(1e9)).build(),
      graph("job").task("a").build());
}

void add_failure(Scenario& s, ElementId element, Duration at, Duration lasts) {
  s.faults.processes.push_back({Effect::failure, element, {}, 0, outage(at, lasts), 0});
}

double metric(const Scenario& s, const std::string& name) {
  const auto probe = Registry<MetricProbe>::find("faults", {}).make(Value::map());
  probe->begin(s);
  Simulator simulator(s, make_event_backend(s.platform));
  simulator.attach(*probe);
  run(simulator, *Choice<Policy>("earliest_finish").make());
  std::vector<Metric> metrics;
  probe->report({s, simulator.view().now(), simulator.energy(), 0, 0}, metrics);
  return std::ranges::find_if(metrics,
                              [&](const Metric& m) { return m.name == name && m.subject.empty(); })
      ->value;
}

TEST(Faults, AFailureLosesWhatRuns) {
  Scenario s = one_task();
  add_failure(s, ElementId{0}, 4_us, 2_us);
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(16_us));
}

/// The failure is known at 7 us, so the task runs on the other core from 7 to 17 us.
TEST(Faults, AFailureIsKnownAfterTheDetectionDelay) {
  Scenario s = one_task(2);
  add_failure(s, ElementId{0}, 4_us, {});
  s.faults.detection_delay = 3_us;
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(17_us));
}

/// Core 0 is down from 1 us on, which is known at 9 us. The job of 2 us is sent there and the job
/// of 5 us to core 1, where the first one follows at 15 us.
TEST(Faults, TasksAreSentToAnElementThatIsNotKnownToBeDown) {
  Scenario s = one_task(2);
  s.workload.streams.front().arrivals->options.set(
      "times", Value::list({Value::scalar("2 us"), Value::scalar("5 us")}));
  add_failure(s, ElementId{0}, 1_us, {});
  s.faults.detection_delay = 8_us;
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(find_task(result, 0, 1).finish, Time(15_us));
  EXPECT_EQ(find_task(result, 0, 0).sent, Time(9_us));
  EXPECT_EQ(find_task(result, 0, 0).finish, Time(25_us));
}

/// The element returns at 6 us, before its failure is known. The task becomes ready again and
/// starts again.
TEST(Faults, AReturnRevealsAFailure) {
  Scenario s = one_task();
  add_failure(s, ElementId{0}, 4_us, 2_us);
  s.faults.detection_delay = 50_us;
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(16_us));
}

/// The element is down from 4 to 9 us for one reason and from 6 to 12 us for another.
TEST(Faults, AnElementIsDownWhileAnythingHoldsItDown) {
  Scenario s = one_task();
  add_failure(s, ElementId{0}, 4_us, 5_us);
  add_failure(s, ElementId{0}, 6_us, 6_us);
  s.incidents.push_back({Time(8_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(22_us));
}

/// 4 us are done at 4 us. From 4 to 12 us, a quarter of the speed does 2 us; 4 us more follow.
TEST(Faults, AStragglerRunsAtAPartOfItsSpeed) {
  Scenario s = one_task();
  s.faults.processes.push_back({Effect::slowness, ElementId{0}, {}, 0.25, outage(4_us, 8_us), 0});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(16_us));
}

/// The clock is half from 2 us on, and a quarter from 4 to 12 us: 2 + 1 + 2 us are done, and 5 us
/// take 10 us.
TEST(Faults, AStragglerIsSlowerAtASlowerClock) {
  Scenario s = one_task();
  s.incidents.push_back({Time(2_us), Incident::Kind::point, ClusterId{0}, 0, {}});
  s.faults.processes.push_back({Effect::slowness, ElementId{0}, {}, 0.5, outage(4_us, 8_us), 0});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(22_us));
}

/// 4000 B leave at 4 us: 1000 B by 5 us, 1000 B at a quarter of the rate by 9 us, the rest by 11
/// us.
TEST(Faults, ALinkLosesBandwidthForATime) {
  Scenario s = scenario(chip()
                            .element("x", {{"a", 4_us}})
                            .element("y", {{"b", 1_us}})
                            .shared_link(BytesPerSecond(1e9))
                            .build(),
                        graph("job").task("a").task("b", {{"a", Bytes(4000)}}).build());
  s.faults.processes.push_back({Effect::degradation, {}, LinkId{0}, 0.25, outage(5_us, 4_us), 0});
  EXPECT_EQ(find_task(run_with(s, "earliest_finish"), 1).start, Time(11_us));
}

/// Work lasts to 4, a checkpoint to 5, work to 9, a checkpoint to 10, and work to 12 us. There is
/// no third checkpoint.
TEST(Faults, CheckpointsTakeTime) {
  Scenario s = one_task();
  s.faults.checkpoint = {4_us, 1_us};
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(result.end, Time(12_us));
  EXPECT_EQ(result.tasks.front().nominal, 12_us);
  EXPECT_EQ(metric(s, "checkpoints"), 2);
}

/// The task is lost at 11 us with 80 % kept, so 2 us are left from 13 us on. Only the microsecond
/// since the checkpoint is lost.
TEST(Faults, ALostTaskResumesFromItsCheckpoint) {
  Scenario s = one_task();
  s.faults.checkpoint = {4_us, 1_us};
  add_failure(s, ElementId{0}, 11_us, 2_us);
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(15_us));
  EXPECT_NEAR(metric(s, "work_lost_s"), 1e-6, 1e-18);
}

/// A checkpoint that is not complete is worth nothing: 40 % are kept at 5 us, and the task is lost
/// at 9.5 us. 6 us and one checkpoint follow from 13 us on.
TEST(Faults, AnUnfinishedCheckpointIsLost) {
  Scenario s = one_task();
  s.faults.checkpoint = {4_us, 1_us};
  add_failure(s, ElementId{0}, 9'500_ns, 3'500_ns);
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(20_us));
}

/// The other element takes 20 us for the whole task, so 60 % are 12 us, with two checkpoints.
TEST(Faults, ATaskResumesOnAnotherKindOfElement) {
  Scenario s = scenario(chip()
                            .element("fast", {{"a", 10_us}})
                            .element("slow", {{"a", 20_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        graph("job").task("a").build());
  s.faults.checkpoint = {4_us, 1_us};
  add_failure(s, ElementId{0}, 9'500_ns, {});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(23'500_ns));
}

/// The memory of this roofline task takes longer than its computing: 10 us alone at 10 B/us.
TEST(Faults, MemoryTrafficIsCheckpointedToo) {
  class Fixed final : public CostModel {
    [[nodiscard]] std::optional<TaskCost> cost(const Task&, const Cluster&) const override {
      return TaskCost{5_us, Bytes(100)};
    }
  };
  Scenario s = one_task();
  s.platform.interconnect.links.push_back({"memory", BytesPerSecond(1e7)});
  s.platform.clusters[ClusterId{0}].memory_route = {LinkId{0}};
  s.cost = std::make_shared<Fixed>();
  s.faults.checkpoint = {4_us, 1_us};
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(12_us));
  add_failure(s, ElementId{0}, 7_us, 3_us);
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(17_us));
}

TEST(Faults, AWrongResultIsFoundAtTheEndAndTheTaskRunsAgain) {
  Scenario s = one_task();
  s.faults.errors.push_back({0.9, {}});
  const double errors = metric(s, "task_errors");
  EXPECT_GE(errors, 1);
  EXPECT_EQ(metric(s, "faults"), errors);
  EXPECT_NEAR(metric(s, "work_lost_s"), errors * 10e-6, 1e-15);
  EXPECT_NEAR(metric(s, "recovery_max_s"), errors * 10e-6, 1e-15);
  EXPECT_NEAR(run_with(s, "earliest_finish").end.seconds(), (errors + 1) * 10e-6, 1e-15);
}

/// An execution of 10 us at 10^5 errors per second is right with probability 1 / e, and with 40 %
/// more errors per execution with probability 0.6 / e.
TEST(Faults, WrongResultsHaveTheirProbability) {
  Scenario s = one_task();
  const std::vector<Duration> arrivals(4000);
  s = scenario(s.platform, graph("job").task("a").build(), arrivals);
  s.faults.errors.push_back({0.4, Hertz(1e5)});
  const double executions = 4000 + metric(s, "task_errors");
  const double expected = 0.6 / std::exp(1.0);
  const double deviation = std::sqrt(expected * (1 - expected) / executions);
  EXPECT_NEAR(4000 / executions, expected, 4 * deviation);
}

/// The task is lost at 4 us, which is known at 5 us; the element is back at 6 us, and the task ends
/// at 16 us.
TEST(Faults, MetricsCountWhatWasLost) {
  Scenario s = one_task();
  add_failure(s, ElementId{0}, 4_us, 2_us);
  s.faults.detection_delay = 1_us;
  EXPECT_EQ(metric(s, "faults"), 1);
  EXPECT_EQ(metric(s, "tasks_lost"), 1);
  EXPECT_NEAR(metric(s, "work_lost_s"), 4e-6, 1e-18);
  EXPECT_NEAR(metric(s, "recovery_mean_s"), 12e-6, 1e-18);
  EXPECT_NEAR(metric(s, "availability"), 14.0 / 16, 1e-12);
}

TEST(Faults, ARunEndsWithItsJobsThoughFaultsGoOn) {
  Scenario s = one_task();
  s.faults.processes.push_back({Effect::failure, ElementId{0}, {}, 0, exponential(30_us, 5_us), 0});
  EXPECT_LT(run_with(s, "earliest_finish").end, Time(10'000_us));
}

/// The only core that can run the task fails for good, while the other comes and goes for ever.
TEST(Faults, SaysWhatCanNeverRunThoughFaultsGoOn) {
  Scenario s = scenario(chip()
                            .element("able", {{"a", 10_us}})
                            .element("other", {{"b", 10_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        graph("job").task("a").build());
  add_failure(s, ElementId{0}, 4_us, {});
  s.faults.processes.push_back({Effect::failure, ElementId{1}, {}, 0, exponential(30_us, 5_us), 0});
  EXPECT_THROW(run_with(s, "earliest_finish"), InputError);
}

TEST(Faults, EndsWhenAPolicyWaitsForeverThoughFaultsGoOn) {
  Scenario s = one_task();
  s.faults.processes.push_back(
      {Effect::slowness, ElementId{0}, {}, 0.5, exponential(30_us, 5_us), 0});
  Simulator simulator(s, make_event_backend(s.platform));
  EXPECT_THROW(while (simulator.advance()){}, std::logic_error);
}

/// The failures that two policies meet, by time and element.
TEST(Faults, PoliciesMeetTheSameFailures) {
  class Failures final : public Probe {
   public:
    void observe(Time now, Event event) override {
      if (const auto* f = event.as<ElementFailed>()) all.emplace_back(now, f->element);
    }
    std::vector<std::pair<Time, ElementId>> all;
  };
  const std::vector<Duration> arrivals(40);
  Scenario s = scenario(one_task(3).platform, graph("job").task("a").build(), arrivals);
  for (const ElementId e : ids<ElementId>(3)) {
    s.faults.processes.push_back({Effect::failure, e, {}, 0, exponential(30_us, 5_us), 0});
  }
  Failures one, other;
  run_with(s, "earliest_finish", &one);
  run_with(s, "random", &other);
  const std::size_t common = std::min(one.all.size(), other.all.size());
  ASSERT_GT(common, 5U);
  one.all.resize(common);
  other.all.resize(common);
  EXPECT_EQ(one.all, other.all);
}

}  // namespace
}  // namespace kairos
