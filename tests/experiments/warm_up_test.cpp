// Tests the key `report.warm_up` of experiments, with numbers worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "experiments/files/yaml.hpp"
#include "tests/support/formulas.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;
using testing::sweep_of;
using testing::three_jobs;
using testing::value;

std::string with_report(const std::string& report) {
  return three_jobs + "report: {" + report + "}\n";
}

std::string complaint(const std::string& report) {
  try {
    static_cast<void>(run(sweep_of(with_report(report)).runs.front()));
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

/// The warm-up ends at 15 ms, in the middle of job 1. From then on the element is busy for 5 and 20
/// ms of 105 ms, and job 2 counts.
TEST(WarmUpKey, LeavesOutATime) {
  const auto metrics = run(sweep_of(with_report("warm_up: 15 ms")).runs.front()).metrics;
  EXPECT_EQ(value(metrics, "jobs"), 1);
  EXPECT_EQ(value(metrics, "jobs", "two"), 1);
  EXPECT_EQ(value(metrics, "jobs", "left"), std::nullopt);
  EXPECT_NEAR(value(metrics, "latency_mean_s").value(), 20e-3, 1e-15);
  EXPECT_NEAR(value(metrics, "makespan_s").value(), 105e-3, 1e-15);
  EXPECT_NEAR(value(metrics, "energy_j").value(), 25e-3 * 2 + 80e-3, 1e-12);
  EXPECT_NEAR(value(metrics, "utilisation").value(), 25.0 / 105, 1e-12);
}

/// Job 1 arrives at 5 ms. Jobs 1 and 2 count, of which the first has a deadline and is 3 ms late.
TEST(WarmUpKey, LeavesOutANumberOfJobs) {
  const auto metrics = run(sweep_of(with_report("warm_up: {jobs: 1}")).runs.front()).metrics;
  EXPECT_EQ(value(metrics, "jobs"), 2);
  EXPECT_EQ(value(metrics, "deadline_jobs"), 1);
  EXPECT_NEAR(value(metrics, "tardiness_mean_s").value(), 3e-3, 1e-15);
  EXPECT_NEAR(value(metrics, "makespan_s").value(), 115e-3, 1e-15);
}

/// The second job of the stream `left` arrives at 5 ms; the time ends the warm-up after that.
TEST(WarmUpKey, CombinesStreamsAndTime) {
  const auto begin_ms = [](const std::string& warm_up) {
    const auto metrics = run(sweep_of(with_report("warm_up: " + warm_up)).runs.front()).metrics;
    return 120 - value(metrics, "makespan_s").value() * 1e3;
  };
  EXPECT_NEAR(begin_ms("{streams: {left: 1}}"), 5, 1e-9);
  EXPECT_NEAR(begin_ms("{streams: {left: 1}, time: 7 ms}"), 7, 1e-9);
  EXPECT_NEAR(begin_ms("{streams: {left: 1}, time: 3 ms}"), 5, 1e-9);
}

/// The formula over jobs counts job 2 alone, which takes 20 ms and draws 40 mJ.
TEST(WarmUpKey, AppliesToFormulas) {
  const auto metrics =
      run(sweep_of(with_report("warm_up: 15 ms, formulas: {power: {is: energy_j / latency_s, over: "
                               "jobs}, per_s: {is: jobs / makespan_s}}"))
              .runs.front())
          .metrics;
  EXPECT_NEAR(value(metrics, "power").value(), 2, 1e-9);
  EXPECT_NEAR(value(metrics, "per_s").value(), 1 / 105e-3, 1e-9);
}

TEST(WarmUpKey, BelongsToTheHashAndTheDocumentOfARun) {
  const RunConfig without = sweep_of(three_jobs).runs.front();
  const RunConfig with = sweep_of(with_report("warm_up: 15 ms")).runs.front();
  EXPECT_NE(without.key.hash, with.key.hash);
  EXPECT_EQ(without.key.hash, sweep_of(with_report("gantt: false")).runs.front().key.hash);
  EXPECT_EQ(run(without).fingerprint, run(with).fingerprint);
  const Sweep again = expand(read_yaml_text(single_run_document(with), "single.json"));
  EXPECT_EQ(value(run(again.runs.front()).metrics, "jobs"), 1);
}

TEST(WarmUpKey, RefusesWhatCannotBe) {
  EXPECT_THAT(complaint("warm_up: {streams: {lft: 1}}"), HasSubstr("did you mean 'left'?"));
  EXPECT_THAT(complaint("warm_up: -1 ms"), HasSubstr("negative"));
  EXPECT_THAT(complaint("warm_up: 200"), HasSubstr("unit"));
  EXPECT_THAT(complaint("warm_up: 1 s"), HasSubstr("before the warm-up; shorten"));
  EXPECT_EQ(complaint("warm_up: 0 s"), "nothing");
}

/// Every task computes for 10 us while it moves 10 kB at 1 GB/s. They run one after the other from
/// 0 to 30 us. The warm-up ends in the middle of the second one, whose job does not count, so 15 kB
/// are moved in 15 us.
TEST(WarmUpKey, LeavesOutTheTrafficOfAPartOfATask) {
  const Sweep sweep = sweep_of(R"(name: traffic
platform:
  name: chip
  clusters: [{name: npu, kind: npu, throughput: {any: 1 Gop/s}, memory: [dram]}]
  links: [{name: dram, bandwidth: 4 GB/s}]
workload:
  name: work
  applications: [{name: one, tasks: [{name: a, work: 10 kop, memory: 10 kB}]}]
  streams: [{arrivals: {name: trace, times: [0 us, 0 us, 15 us]}}]
cost: roofline
policies: [first_come]
report: {warm_up: 15 us}
)");
  const auto metrics = run(sweep.runs.front()).metrics;
  EXPECT_EQ(value(metrics, "tasks"), 1);
  EXPECT_NEAR(value(metrics, "memory_traffic_bytes_per_s").value(), 1e9, 1);
}

/// Jobs arrive every 10 ms and take 5 ms. The element draws 2 W for half of the time and 1 W for
/// the other half, so means and ratios do not depend on the length of the warm-up.
TEST(WarmUpKey, LetsMeansOfARepeatingRunAgree) {
  const auto metrics = [](const std::string& warm_up) {
    return run(sweep_of(R"(name: repeating
platform:
  name: chip
  clusters: [{name: cpu, kind: cpu, kernels: {a: 5 ms}, power: {busy: 2 W, idle: 1 W}}]
workload:
  name: work
  applications: [{name: one, tasks: [{name: a}]}]
  streams: [{arrivals: {name: periodic, period: 10 ms}, jobs: 21}]
policies: [first_come]
report: {warm_up: )" + warm_up +
                        "}\n")
                   .runs.front())
        .metrics;
  };
  // From 45 ms until 205 ms there are 16 jobs, which are 80 ms of work; from 145 ms on there are 6.
  const auto early = metrics("45 ms");
  const auto late = metrics("145 ms");
  EXPECT_NEAR(value(early, "utilisation").value(), 0.5, 1e-9);
  EXPECT_NEAR(value(late, "utilisation").value(), 0.5, 1e-9);
  EXPECT_NEAR(value(early, "average_power_w").value(), 1.5, 1e-9);
  EXPECT_NEAR(value(late, "average_power_w").value(), 1.5, 1e-9);
  EXPECT_NEAR(value(early, "energy_per_job_j").value(), 15e-3, 1e-9);
  EXPECT_NEAR(value(late, "energy_per_job_j").value(), 15e-3, 1e-9);
}

}  // namespace
}  // namespace kairos
