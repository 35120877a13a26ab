// Tests metrics of runs that are worked out by hand: utilisation with batches and decisions, and
// runs with nothing to average.
#include "tests/support/metrics.hpp"

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Six tasks of 10 ms arrive 1 ms apart. One runs alone until 10 ms, four run together for 6 + 4 *
/// 4 = 22 ms until 32 ms, and one runs alone until 42 ms. The gpu is never idle.
TEST(Metrics, ABatchTakesOneSlot) {
  ChipBuilder builder = chip();
  builder.element("gpu", {{"g", 10_ms}});
  builder.last().overheads.batching = {4, 0.6};
  const Scenario s = scenario(builder.build(), graph("job").task("g").build(),
                              {0_ms, 1_ms, 2_ms, 3_ms, 4_ms, 5_ms});
  EXPECT_DOUBLE_EQ(metric(s, "makespan_s").value(), 42e-3);
  EXPECT_DOUBLE_EQ(metric(s, "utilisation").value(), 1);
}

/// Two tasks wait for the first and run together from 10 us on. The element fails at 15 us and
/// returns at 20 us; it is busy from 0 to 15 us and from 20 us on.
TEST(Metrics, ALostBatchTakesOneSlot) {
  ChipBuilder builder = chip();
  builder.element("gpu", {{"g", 10_us}});
  builder.last().overheads.batching = {4, 0.6};
  Scenario s = scenario(builder.build(), graph("job").task("g").build(), {0_us, 1_us, 1_us});
  s.incidents.push_back({Time(15_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(20_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  // The first task is sent again and starts at once, and the second follows: they run until 30 and
  // 40 us.
  EXPECT_DOUBLE_EQ(metric(s, "makespan_s").value(), 40e-6);
  EXPECT_DOUBLE_EQ(metric(s, "utilisation").value(), 35.0 / 40);
}

/// Two passes of 10 us and two tasks of 1 us run on the only element, which is never idle.
TEST(Metrics, AHostFullOfDecisionsIsBusy) {
  const Scenario s = scenario(chip().element("cpu", {{"a", 1_us}}).build(),
                              graph("job").task("a").build(), {0_us, 2_us});
  const DecisionTime on_host{10_us, {}, 0, ElementId{0}};
  // The passes run from 0 to 10 and from 10 to 20 us, and the tasks until 22 us.
  EXPECT_DOUBLE_EQ(metric(s, "makespan_s", {.decision_time = on_host}).value(), 22e-6);
  EXPECT_DOUBLE_EQ(metric(s, "utilisation", {.decision_time = on_host}).value(), 1);
  EXPECT_NEAR(metric(s, "decision_wait_s", {.decision_time = on_host}).value(), 4e-6, 1e-15);
  EXPECT_NEAR(metric(s, "decision_wait_max_s", {.decision_time = on_host}).value(), 8e-6, 1e-15);
  EXPECT_EQ(metric(s, "decision_wait_s"), std::nullopt);
}

/// No job comes before the stream ends.
TEST(Metrics, WithoutAJobThereIsNothingToAverage) {
  Scenario s =
      scenario(chip().element("cpu", {{"a", 1_us}}).build(), graph("job").task("a").build());
  s.workload.streams.front().arrivals = Choice<ArrivalProcess>("poisson");
  s.workload.streams.front().arrivals->options.set("rate", Value::scalar("1 /s"));
  s.workload.streams.front().until = Time(1_us);
  for (const char* name :
       {"makespan_s",       "throughput_per_s", "latency_mean_s",  "latency_p50_s",
        "latency_p99_s",    "latency_max_s",    "slowdown_mean",   "deadline_miss_ratio",
        "tardiness_mean_s", "tardiness_max_s",  "utilisation",     "waiting_mean_s",
        "waiting_max_s",    "energy_per_job_j", "average_power_w", "edp_js",
        "recovery_mean_s",  "recovery_max_s",   "availability",    "decision_wall_s"}) {
    EXPECT_EQ(metric(s, name), std::nullopt) << name;
  }
  for (const char* name : {"jobs", "tasks", "energy_j", "deadline_misses", "faults", "decisions"}) {
    EXPECT_EQ(metric(s, name), 0) << name;
  }
}

TEST(Metrics, WithoutDeadlinesThereIsNoMissRatio) {
  Scenario s =
      scenario(chip().element("cpu", {{"a", 1_us}}).build(), graph("job").task("a").build());
  EXPECT_EQ(metric(s, "deadline_miss_ratio"), std::nullopt);
  EXPECT_EQ(metric(s, "deadline_jobs"), 0);
  s.workload.applications.front().deadline = 5_us;
  EXPECT_EQ(metric(s, "deadline_miss_ratio"), 0);
}

/// A job without duration has no slowdown and takes no part in the mean.
TEST(Metrics, AJobOfNoLengthHasNoSlowdown) {
  const Scenario s =
      scenario(chip().element("cpu", {{"a", 0_us}}).build(), graph("job").task("a").build());
  EXPECT_EQ(metric(s, "latency_mean_s"), 0);
  EXPECT_EQ(metric(s, "slowdown_mean"), std::nullopt);
}

/// Two streams of one application have jobs of 2 us at 0 and 1 us; the second job waits for the
/// first.
TEST(Metrics, AreReportedByNamedStream) {
  Scenario s =
      scenario(chip().element("cpu", {{"a", 2_us}}).build(), graph("job").task("a").build());
  s.workload.streams.push_back(s.workload.streams.front());
  Stream& late = s.workload.streams.back();
  late.name = "late";
  late.is_named = true;
  late.arrivals->options.set("times", Value::list({Value::scalar("1 us")}));
  EXPECT_NEAR(metric(s, "latency_mean_s", {.subject = "late"}).value(), 3e-6, 1e-15);
  EXPECT_EQ(metric(s, "jobs", {.subject = "stream"}), std::nullopt);
  late.name = "job";  // The application has this name, too.
  EXPECT_EQ(metric(s, "jobs", {.subject = "stream job"}), 1);
  EXPECT_EQ(metric(s, "jobs", {.subject = "job"}), 2);
}

}  // namespace
}  // namespace kairos
