// Tests metrics that leave out the beginning of a run.
#include <gtest/gtest.h>

#include "sim/metrics/fingerprint.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/metrics.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Jobs of one task of 10 us arrive at 0, 5, 40 and 45 us on an element that draws 2 W while it is
/// busy and 1 W while it is idle. They run from 0 to 10, 10 to 20, 40 to 50 and 50 to 60 us.
Scenario four_jobs(const WarmUp& warm_up) {
  Scenario s = scenario(chip().cluster("cpu", 1, {{"a", 10_us}}, Watts(2), Watts(1)).build(),
                        graph("job").task("a").build(), {0_us, 5_us, 40_us, 45_us});
  s.warm_up = warm_up;
  return s;
}

/// The warm-up ends at 15 us, between two events. The element is busy for 5 and 20 of the 45 us
/// that follow, so it draws 25 us * 2 W + 20 us * 1 W = 70 uJ. The jobs that count take 10 and 15
/// us.
TEST(WarmUp, LeavesOutATime) {
  const Scenario s = four_jobs({15_us, 0, {}});
  EXPECT_EQ(metric(s, "jobs"), 2);
  EXPECT_NEAR(metric(s, "makespan_s").value(), 45e-6, 1e-18);
  EXPECT_NEAR(metric(s, "throughput_per_s").value(), 2 / 45e-6, 1e-6);
  EXPECT_NEAR(metric(s, "latency_mean_s").value(), 12.5e-6, 1e-18);
  EXPECT_NEAR(metric(s, "slowdown_mean").value(), 1.25, 1e-12);
  EXPECT_NEAR(metric(s, "energy_j").value(), 70e-6, 1e-15);
  EXPECT_NEAR(metric(s, "energy_j", {.subject = "cpu"}).value(), 70e-6, 1e-15);
  EXPECT_NEAR(metric(s, "average_power_w").value(), 70.0 / 45, 1e-9);
  EXPECT_NEAR(metric(s, "energy_per_job_j").value(), 35e-6, 1e-15);
  EXPECT_NEAR(metric(s, "edp_js").value(), 70e-6 * 12.5e-6, 1e-20);
  EXPECT_NEAR(metric(s, "task_energy_j").value(), 40e-6, 1e-15);
  EXPECT_NEAR(metric(s, "utilisation").value(), 25.0 / 45, 1e-12);
  EXPECT_EQ(metric(s, "tasks"), 2);
  EXPECT_NEAR(metric(s, "waiting_mean_s").value(), 2.5e-6, 1e-18);
  EXPECT_NEAR(metric(s, "waiting_max_s").value(), 5e-6, 1e-18);
  EXPECT_EQ(metric(s, "decisions"), 2);
}

/// Without a warm-up the element is busy for 40 of 60 us and draws 40 * 2 + 20 * 1 = 100 uJ.
TEST(WarmUp, IsOffByItself) {
  const Scenario s = four_jobs({});
  EXPECT_EQ(metric(s, "jobs"), 4);
  EXPECT_NEAR(metric(s, "energy_per_job_j").value(), 25e-6, 1e-15);
  EXPECT_NEAR(metric(s, "utilisation").value(), 40.0 / 60, 1e-12);
}

/// After two jobs the warm-up ends with the arrival of the third at 40 us, and after one job with
/// that of the second at 5 us. The element is then busy from 5 to 20 us, too, so it draws
/// 35 us * 2 W + 20 us * 1 W = 90 uJ.
TEST(WarmUp, LeavesOutANumberOfJobs) {
  const Scenario two = four_jobs({{}, 2, {}});
  EXPECT_EQ(metric(two, "jobs"), 2);
  EXPECT_NEAR(metric(two, "makespan_s").value(), 20e-6, 1e-18);
  EXPECT_NEAR(metric(two, "energy_j").value(), 40e-6, 1e-15);
  EXPECT_NEAR(metric(two, "utilisation").value(), 1, 1e-12);
  const Scenario one = four_jobs({{}, 1, {}});
  EXPECT_EQ(metric(one, "jobs"), 3);
  EXPECT_NEAR(metric(one, "latency_mean_s").value(), 40e-6 / 3, 1e-16);
  EXPECT_NEAR(metric(one, "energy_j").value(), 90e-6, 1e-15);
}

/// The fourth job arrives at 45 us, while the third one runs until 50 us. Its slot counts from 45
/// us on, although the job does not.
TEST(WarmUp, EndsWhenAllItsConditionsHold) {
  const Scenario by_jobs = four_jobs({15_us, 3, {}});
  EXPECT_EQ(metric(by_jobs, "jobs"), 1);
  EXPECT_NEAR(metric(by_jobs, "makespan_s").value(), 15e-6, 1e-18);
  EXPECT_NEAR(metric(by_jobs, "energy_j").value(), 30e-6, 1e-15);
  EXPECT_NEAR(metric(by_jobs, "utilisation").value(), 1, 1e-12);
  // The third job arrives at 40 us, but the time is not over before 41 us.
  const Scenario by_time = four_jobs({41_us, 2, {}});
  EXPECT_EQ(metric(by_time, "jobs"), 1);
  EXPECT_NEAR(metric(by_time, "makespan_s").value(), 19e-6, 1e-18);
}

/// A job that arrives at the end of the warm-up counts if time ends it.
TEST(WarmUp, CountsTheJobsThatArriveAtItsEnd) {
  EXPECT_EQ(metric(four_jobs({40_us, 0, {}}), "jobs"), 2);
  Scenario s = scenario(chip().element("cpu", {{"a", 10_us}}).build(),
                        graph("job").task("a").build(), {0_us, 0_us, 0_us});
  s.warm_up.jobs = 1;
  EXPECT_EQ(metric(s, "jobs"), 2);
  EXPECT_NEAR(metric(s, "makespan_s").value(), 30e-6, 1e-18);
}

/// The second stream brings its jobs at 12 and 30 us; the warm-up ends with the second of them. The
/// jobs at 40 and 45 us count, and so does the one at 30 us.
TEST(WarmUp, CountsTheJobsOfSingleStreams) {
  Scenario s = four_jobs({});
  s.workload.streams.push_back(s.workload.streams.front());
  Stream& second = s.workload.streams.back();
  second.name = "second";
  second.is_named = true;
  second.arrivals->options.set("times",
                               Value::list({Value::scalar("12 us"), Value::scalar("30 us")}));
  s.warm_up.of_streams = {0, 1};
  EXPECT_EQ(metric(s, "jobs"), 3);
  EXPECT_EQ(metric(s, "jobs", {.subject = "second"}), 1);
  // The job of 12 us runs from 20 to 30 us and those that count until 60 us.
  EXPECT_NEAR(metric(s, "makespan_s").value(), 30e-6, 1e-18);
}

TEST(WarmUp, MustEndBeforeTheRun) {
  EXPECT_THROW(metric(four_jobs({61_us, 0, {}}), "jobs"), InputError);
  EXPECT_THROW(metric(four_jobs({{}, 4, {}}), "jobs"), InputError);
  EXPECT_EQ(metric(four_jobs({60_us, 0, {}}), "jobs"), 0);
  EXPECT_EQ(metric(four_jobs({60_us, 0, {}}), "energy_per_job_j"), std::nullopt);
}

/// The element fails at 12 us, returns at 18 us, and fails again from 22 to 24 us. Of the 35 us
/// that follow the warm-up it is down for 3 and 2 us; only the second failure begins then.
TEST(WarmUp, LeavesOutFaults) {
  Scenario s = scenario(chip().element("cpu", {{"a", 10_us}}).build(),
                        graph("job").task("a").build(), {0_us, 40_us});
  for (const Duration at : {12_us, 22_us}) {
    s.incidents.push_back({Time(at), Incident::Kind::failure, {}, 0, ElementId{0}});
  }
  s.incidents.push_back({Time(18_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(24_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  s.warm_up.time = 15_us;
  EXPECT_EQ(metric(s, "faults"), 1);
  EXPECT_NEAR(metric(s, "availability").value(), 30.0 / 35, 1e-12);
}

/// Two passes of 2 us are requested at 0 and 1 us and begin at 0 and 2 us; two more at 40 and 41 us
/// begin at 40 and 42 us. The last two count, and their mean wait is 0.5 us.
TEST(WarmUp, LeavesOutPassesOfTheScheduler) {
  Scenario s =
      scenario(chip().cluster("cpu", 2, {{"a", 10_us}}).bandwidth(BytesPerSecond(1e9)).build(),
               graph("job").task("a").build(), {0_us, 1_us, 40_us, 41_us});
  s.warm_up.time = 30_us;
  const MetricOf wait{.decision_time = {2_us, {}, 0, {}}};
  EXPECT_NEAR(metric(s, "decision_wait_s", wait).value(), 0.5e-6, 1e-16);
  s.warm_up.time = Duration::picoseconds(1'500'000);  // The pass of 1 us begins at 2 us.
  EXPECT_NEAR(metric(s, "decision_wait_s", wait).value(), 0.5e-6, 1e-16);
  EXPECT_EQ(metric(s, "decisions", wait), 2);
}

/// A region is loaded before each task, because two kernels alternate in it. The second loading
/// begins after the warm-up, although its job arrives before.
TEST(WarmUp, CountsWhatTheChipDoesForEarlierJobs) {
  ChipBuilder builder = chip();
  builder.element("fpga", {{"a", 10_us}, {"b", 10_us}});
  builder.last().overheads.reconfiguration.time = 5_us;
  builder.last().overheads.reconfiguration.energy = Joules(1e-6);
  Scenario s =
      scenario(builder.build(), graph("job").task("a").task("b", {{"a", Bytes(0)}}).build());
  EXPECT_EQ(metric(s, "reconfigurations"), 2);
  s.warm_up.time = 12_us;
  EXPECT_EQ(metric(s, "reconfigurations"), 1);
  EXPECT_NEAR(metric(s, "reconfiguration_energy_j").value(), 1e-6, 1e-18);
  EXPECT_EQ(metric(s, "setup_time_s"), 0);
  EXPECT_EQ(metric(s, "tasks"), 0);
}

TEST(WarmUp, DoesNotChangeTheRun) {
  const auto fingerprint = [](const WarmUp& warm_up) {
    Fingerprint probe;
    run_with(four_jobs(warm_up), "edf", &probe);
    return probe.value();
  };
  EXPECT_EQ(fingerprint({15_us, 0, {}}), fingerprint({}));
  EXPECT_EQ(fingerprint({{}, 2, {}}), fingerprint({}));
}

}  // namespace
}  // namespace kairos
