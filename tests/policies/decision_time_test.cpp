// Tests the effects of the scheduler's own work on a run.
#include <algorithm>

#include <gtest/gtest.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/run.hpp"
#include "experiments/report/decision_wait.hpp"
#include "policies/run.hpp"
#include "sim/metrics/timeline.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

RunResult run_deciding(const Scenario& s, const DecisionTime& decision_time,
                       const std::string& policy = "first_come") {
  Simulator simulator(s, make_event_backend(s.platform), decision_time);
  Timeline timeline;
  simulator.attach(timeline);
  run(simulator, *Choice<Policy>(policy).make());
  RunResult result{timeline.tasks(), simulator.view().now(), {}, {}};
  for (const ElementId e : ids<ElementId>(s.platform.elements.size())) {
    result.element_energy.push_back(simulator.energy().of_element(e));
  }
  result.integral = simulator.energy().integral();
  return result;
}

/// Two elements on which a task takes 10 us; the host is the first.
Scenario jobs_at(const std::vector<Duration>& arrivals) {
  return scenario(
      chip().cluster("cpu", 2, {{"a", 10_us}}, Watts(1)).bandwidth(BytesPerSecond(1e9)).build(),
      graph("job").task("a").build(), arrivals);
}

TEST(DecisionTime, DelaysWhatIsDecided) {
  const Scenario s = jobs_at({Duration{}});
  EXPECT_EQ(run_deciding(s, {}).end, Time(10_us));
  EXPECT_EQ(run_deciding(s, {2_us, {}, 0, {}}).end, Time(12_us));
  EXPECT_EQ(run_deciding(s, {2_us, 1_us, 0, {}}).end, Time(13_us));
}

/// Two passes of 2 us are requested at 0 and 1 us, so the second is decided from 2 to 4 us. A third
/// job at 1 us waits for an element until 12 us and is decided until 14 us.
TEST(DecisionTime, WorksOffPassesOneAfterTheOther) {
  const RunResult result = run_deciding(jobs_at({Duration{}, 1_us, 1_us}), {2_us, {}, 0, {}});
  EXPECT_EQ(find_task(result, 0, 0).start, Time(2_us));
  EXPECT_EQ(find_task(result, 0, 1).start, Time(4_us));
  EXPECT_EQ(find_task(result, 0, 2).start, Time(14_us));
}

/// Each element draws 1 W while it is busy with tasks of 10 us or decisions of 2 us.
TEST(DecisionTime, OccupiesItsHostAndDrawsPower) {
  const Scenario s = jobs_at({Duration{}, 5_us});
  const RunResult result = run_deciding(s, {2_us, {}, 0, ElementId{0}});
  EXPECT_EQ(find_task(result, 0, 0).start, Time(2_us));
  EXPECT_EQ(find_task(result, 0, 0).element, ElementId{0});
  // The host runs until 12 us; then it takes the second decision, for the other element.
  EXPECT_EQ(find_task(result, 0, 1).start, Time(14_us));
  EXPECT_NEAR(result.element_energy[0].value(), 14e-6, 1e-15);
  EXPECT_NEAR(result.element_energy[1].value(), 10e-6, 1e-15);
  EXPECT_NEAR(result.integral.value(), 24e-6, 1e-15);
}

/// The host runs no tasks. It draws 1 W while it decides, 0.5 W for 1 us after that, and then 0.25
/// W. A job for the npu arrives at 10 us, and the decision takes 2 us.
Scenario job_with_idle_host() {
  ChipBuilder builder = chip().cluster("cpu", 1, {}, Watts(1), Watts(0.5));
  IdleStateConfig gated;
  gated.name = "gated";
  gated.after = 1_us;
  gated.power = Watts(0.25);
  builder.last().power.idle_states = {gated};
  builder.element("npu", {{"a", 10_us}}).bandwidth(BytesPerSecond(1e9));
  return scenario(builder.build(), graph("job").task("a").build(), {10_us});
}

TEST(DecisionTime, WakesItsHostFromAnIdleState) {
  const RunResult result = run_deciding(job_with_idle_host(), {2_us, {}, 0, ElementId{0}});
  EXPECT_EQ(result.end, Time(22_us));
  EXPECT_NEAR(result.element_energy[0].value(), 0.5e-6 + 2.25e-6 + 2e-6 + 0.5e-6 + 2.25e-6, 1e-15);
  EXPECT_NEAR(result.integral.value(),
              (result.element_energy[0] + result.element_energy[1]).value(), 1e-15);
}

/// The host fails at 11 us, in the middle of the decision, and draws nothing from then on.
TEST(DecisionTime, AHostThatFailsEntersNoIdleState) {
  Scenario s = job_with_idle_host();
  s.incidents.push_back({Time(11_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  const RunResult result = run_deciding(s, {2_us, {}, 0, ElementId{0}});
  EXPECT_EQ(result.end, Time(22_us));
  EXPECT_NEAR(result.element_energy[0].value(), 0.5e-6 + 2.25e-6 + 1e-6, 1e-15);
}

TEST(DecisionTime, LeavesASlotOfTheHostFree) {
  const Scenario s = scenario(
      chip().element("cpu", {{"a", 10_us}}).slots(2).bandwidth(BytesPerSecond(1e9)).build(),
      graph("job").task("a").build(), {Duration{}, 5_us});
  const RunResult result = run_deciding(s, {2_us, {}, 0, ElementId{0}});
  EXPECT_EQ(find_task(result, 0, 1).start, Time(7_us));
}

/// The element fails at 1 us, during the decision to use it.
TEST(DecisionTime, ForgetsDecisionsForAnElementThatFails) {
  Scenario s = jobs_at({Duration{}});
  s.incidents.push_back({Time(1_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  const RunResult result = run_deciding(s, {2_us, {}, 0, ElementId{0}});
  ASSERT_EQ(result.tasks.size(), 1U);
  EXPECT_EQ(result.tasks.front().element, ElementId{1});
  EXPECT_EQ(result.tasks.front().start, Time(4_us));
}

TEST(DecisionTime, SharedLinksCarryNothingBeforeTheDecision) {
  const Scenario s = scenario(chip()
                                  .element("x", {{"a", 1_us}})
                                  .element("y", {{"b", 1_us}})
                                  .shared_link(BytesPerSecond(1e9))
                                  .build(),
                              graph("job").task("a").task("b", {{"a", Bytes(4000)}}).build());
  const RunResult result = run_deciding(s, {2_us, {}, 0, {}});
  // The task is ready at 2 + 1 us and decided at 5 us; its data take 4 us.
  EXPECT_EQ(find_task(result, 1).start, Time(9_us));
}

TEST(DecisionTime, EveryPolicyCopesWithItUnderFailures) {
  Scenario s = jobs_at({});
  Value times = Value::list();
  for (int i = 0; i < 30; ++i) {
    times.items.push_back(Value::scalar(format(Duration::picoseconds(i * 6'000'000LL))));
  }
  s.workload.streams.front().arrivals->options.set("times", times);
  for (std::uint32_t i = 0; i < 4; ++i) {
    const Time at(Duration::picoseconds(30'000'000LL * (i + 1) + 1'234'567));
    const ElementId element{i % 2};
    s.incidents.push_back({at, Incident::Kind::failure, {}, 0, element});
    s.incidents.push_back({at + 9_us, Incident::Kind::repair, {}, 0, element});
  }
  for (const std::string& policy : Registry<Policy>::names()) {
    Simulator simulator(s, make_event_backend(s.platform), {2_us, 1_us, 0, ElementId{0}});
    Timeline timeline;
    simulator.attach(timeline);
    run(simulator, *short_search(policy).make());
    EXPECT_EQ(timeline.tasks().size(), 30U) << policy;
  }
}

double makespan(const std::string& decision_time) {
  const Sweep sweep = expand(experiment_from_text(
      "{name: x, platform: topcuoglu_cpus, workload: topcuoglu, policies: heft, decision_time: " +
          decision_time + "}",
      "x"));
  const Outcome outcome = run(sweep.runs.front());
  return std::ranges::find(outcome.metrics, "makespan_s", &Metric::name)->value;
}

TEST(DecisionTime, IsReadFromAnExperiment) {
  EXPECT_DOUBLE_EQ(makespan("{}"), 80e-6);
  EXPECT_GE(makespan("{constant: 1 us}"), 81e-6);
  EXPECT_GT(makespan("{measured: 1000}"), 80e-6);
  EXPECT_THROW(makespan("{constant: 1 us, host: nowhere}"), InputError);
  EXPECT_THROW(makespan("{constant: -1 us}"), InputError);
  EXPECT_THROW(makespan("{constant: 1 us, interrupts: true}"), InputError);
}

/// The host runs a task of 10 us when the second decision, of 2 us, is requested at 5 us. It waits
/// for 7 us, and the mean of the two is half of that.
TEST(DecisionTime, WarnsWhenItsHostIsBusy) {
  const auto warning = [](const std::string& host) {
    const Sweep sweep = expand(experiment_from_text(
        R"({name: x, platform: {name: two, clusters: [{name: cpu, kind: cpu, count: 2,
            kernels: {a: 10 us}}], paths: [{from: all, to: all, bandwidth: 1 GB/s}]},
            workload: {name: w, applications: [{name: j, tasks: [{name: a}]}],
            streams: [{arrivals: {name: trace, times: [0 us, 5 us]}}]},
            policies: first_come, decision_time: {constant: 2 us)" +
            host + "}}",
        "x"));
    const RunConfig& config = sweep.runs.front();
    const std::vector<RunRecord> records{{config.key, run(config)}};
    return decision_wait_warning(sweep, records);
  };
  EXPECT_EQ(warning(""), "");
  EXPECT_NE(warning(", host: cpu_0").find("in 1 of 1 runs"), std::string::npos);
  EXPECT_NE(warning(", host: cpu_0").find("3.5 us"), std::string::npos);
  EXPECT_EQ(warning(", host: cpu_0, interrupts: true"), "");
}

}  // namespace
}  // namespace kairos
