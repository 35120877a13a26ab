// Tests the values of formulas, which are worked out by hand.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/formulas/job_formulas.hpp"
#include "tests/support/formulas.hpp"

namespace kairos {
namespace {

using namespace kairos::literals;
using testing::sweep_of;
using testing::three_jobs;
using testing::value;
using testing::with_formulas;

std::vector<Metric> metrics_of(const std::string& text) {
  return run(sweep_of(text).runs.front()).metrics;
}

TEST(Formula, IsComputedForTheRunAndForSubjectsWithAllItsMetrics) {
  const auto metrics =
      metrics_of(with_formulas("mj_per_job: {is: energy_j * 1000 / jobs, unit: mJ},"
                               "missed: {is: deadline_misses / jobs}"));
  EXPECT_NEAR(value(metrics, "mj_per_job").value(), 160.0 / 3, 1e-9);
  EXPECT_EQ(value(metrics, "mj_per_job", "one"), std::nullopt) << "an application has no energy";
  EXPECT_NEAR(value(metrics, "missed").value(), 1.0 / 3, 1e-12);
  EXPECT_NEAR(value(metrics, "missed", "one").value(), 0.5, 1e-12);
  EXPECT_NEAR(value(metrics, "missed", "left").value(), 0.5, 1e-12);
  EXPECT_EQ(value(metrics, "missed", "two"), 0.0);
  EXPECT_EQ(value(metrics, "missed", "cpu"), std::nullopt);
}

TEST(Formula, WithoutMetricsIsAValueOfTheRunOnly) {
  const auto metrics = metrics_of(with_formulas("four: {is: 2 * 2}"));
  EXPECT_EQ(value(metrics, "four"), 4.0);
  EXPECT_EQ(std::ranges::count(metrics, "four", &Metric::name), 1);
}

TEST(Formula, UsesFormulasBeforeAndAfterIt) {
  const auto metrics =
      metrics_of(with_formulas("c: {is: b + 1}, b: {is: a * jobs}, a: {is: 2}, d: {is: c - b}"));
  EXPECT_EQ(value(metrics, "b"), 6.0);
  EXPECT_EQ(value(metrics, "c"), 7.0);
  EXPECT_EQ(value(metrics, "d"), 1.0);
}

TEST(Formula, HasFunctionsAndConditions) {
  const auto metrics = metrics_of(
      with_formulas("f: {is: 'max(1, jobs) + min (jobs, 1) + exp(0) + ln(1) + sqrt(4) + abs(-2)'},"
                    "g: {is: 'jobs > 2 && jobs != 4 ? 1 : 2'}, h: {is: 2 ^ 3 ^ 2}"));
  EXPECT_DOUBLE_EQ(value(metrics, "f").value(), 3 + 1 + 1 + 0 + 2 + 2);
  EXPECT_EQ(value(metrics, "g"), 1.0);
  EXPECT_EQ(value(metrics, "h"), 512.0);
}

/// The mean latencies of the streams are 12.5 and 20 ms. Only the left one has jobs with a
/// deadline, whose tardinesses are 0 and 3 ms.
TEST(Formula, OverStreamsIsAMeanOverStreamsWithItsMetrics) {
  const auto metrics =
      metrics_of(with_formulas("latency: {is: latency_mean_s, unit: s, over: streams},"
                               "tardiness: {is: tardiness_mean_s, unit: s, over: streams},"
                               "ratio: {is: latency / latency_mean_s}"));
  EXPECT_NEAR(value(metrics, "latency").value(), 16.25e-3, 1e-12);
  EXPECT_EQ(value(metrics, "latency", "left"), std::nullopt);
  EXPECT_NEAR(value(metrics, "tardiness").value(), 1.5e-3, 1e-12);
  EXPECT_NEAR(value(metrics, "ratio").value(), 16.25 / 15, 1e-12);
}

TEST(Formula, OverStreamsKnowsAStreamWithTheNameOfAnApplication) {
  std::string text = three_jobs;
  text.replace(text.find("left"), 4, "one");
  const auto metrics =
      metrics_of(with_formulas("latency: {is: latency_mean_s, unit: s, over: streams},"
                               "job_latency: {is: latency_s, unit: s, over: jobs}",
                               text));
  EXPECT_NEAR(value(metrics, "latency").value(), 16.25e-3, 1e-12);
  EXPECT_NEAR(value(metrics, "job_latency", "stream one").value(), 12.5e-3, 1e-12);
}

/// The jobs finish 2 ms before their deadline and 3 ms after it. Their tasks take 20, 20 and 40 mJ.
TEST(Formula, OverJobsIsAMeanOverFinishedJobs) {
  const auto metrics =
      metrics_of(with_formulas("latency: {is: latency_s, unit: s, over: jobs},"
                               "in_time: {is: 'lateness_s <= 0 ? 1 : 0', over: jobs},"
                               "relative: {is: lateness_s / deadline_s, over: jobs},"
                               "energy: {is: energy_j / tasks, unit: J, over: jobs}"));
  EXPECT_NEAR(value(metrics, "latency").value(), 15e-3, 1e-12);
  EXPECT_NEAR(value(metrics, "in_time").value(), 0.5, 1e-12);
  EXPECT_NEAR(value(metrics, "in_time", "one").value(), 0.5, 1e-12);
  EXPECT_NEAR(value(metrics, "in_time", "left").value(), 0.5, 1e-12);
  EXPECT_EQ(value(metrics, "in_time", "two"), std::nullopt) << "its jobs have no deadline";
  EXPECT_NEAR(value(metrics, "relative").value(), (-2.0 / 12 + 3.0 / 12) / 2, 1e-12);
  EXPECT_NEAR(value(metrics, "energy").value(), 80e-3 / 3, 1e-12);
  EXPECT_NEAR(value(metrics, "energy", "one").value(), 20e-3, 1e-12);
  EXPECT_NEAR(value(metrics, "energy", "right").value(), 40e-3, 1e-12);
}

/// The product of the scores of each job is not the product of their means. The first job has the
/// scores 1 and 2, the second 0 and 2, so the mean product is 1.
TEST(Formula, OverJobsUsesTheValuesOfOtherFormulasForTheSameJob) {
  const auto metrics =
      metrics_of(with_formulas("both: {is: in_time * paid, over: jobs},"
                               "in_time: {is: 'lateness_s < 0 ? 1 : 0', over: jobs},"
                               "paid: {is: 2 * in_time + 2 * (1 - in_time), over: jobs},"
                               "percent: {is: 100 * in_time}"));
  EXPECT_NEAR(value(metrics, "both").value(), 1, 1e-12);
  EXPECT_NEAR(value(metrics, "percent").value(), 50, 1e-12);
  EXPECT_NEAR(value(metrics, "percent", "left").value(), 50, 1e-12);
}

/// The job finishes 5 ms after its arrival and 5 ms before its deadline: 1 - (-5) / 10 = 1.5.
TEST(Formula, OverJobsCountsDroppedJobsIfItHasAValueForThem) {
  FormulaList list;
  Codec<FormulaList>::read(
      read_yaml_text("{score: {is: 1 - lateness_s / deadline_s, over: jobs, dropped: 0},"
                     " finished: {is: 1 - lateness_s / deadline_s, over: jobs}}",
                     "formulas.yaml"),
      list);
  const std::vector<Formula> formulas = parse_formulas(list);
  Workload workload;
  workload.applications.push_back({"net", nullptr, {}});
  workload.streams.emplace_back().name = "camera";
  workload.streams.front().is_named = true;
  JobFormulas probe(formulas, workload);
  Job job;
  job.deadline = Time(10_ms);
  probe.observe(Time(5_ms), JobFinished{job, 5_ms});
  job.id = JobId{1};
  job.deadline = Time::never();
  probe.observe(Time(6_ms), JobDropped{job});
  std::vector<Metric> metrics;
  probe.report(metrics);
  for (const std::string subject : {"", "net", "camera"}) {
    EXPECT_NEAR(value(metrics, "score", subject).value(), 0.75, 1e-12) << subject;
    EXPECT_NEAR(value(metrics, "finished", subject).value(), 1.5, 1e-12) << subject;
  }
}

/// When the third job arrives, the second one still waits for the first.
TEST(Formula, OverJobsCountsTheDroppedJobsOfARun) {
  std::string text = three_jobs;
  text.replace(text.find("times: [0 s, 5 ms]}"), 19, "times: [0 s, 4 ms, 8 ms]}, drop: busy");
  const auto metrics = metrics_of(with_formulas("done: {is: 1, over: jobs, dropped: 0}", text));
  EXPECT_NEAR(value(metrics, "done", "left").value(), 2.0 / 3, 1e-12);
  EXPECT_NEAR(value(metrics, "done").value(), 3.0 / 4, 1e-12);
  EXPECT_NEAR(value(metrics, "done", "right").value(), 1, 1e-12);
}

TEST(Formula, HasNoValueIfItIsNotFinite) {
  const auto metrics = metrics_of(
      with_formulas("inverse: {is: 1 / deadline_misses}, user: {is: inverse + 1},"
                    "root: {is: sqrt(-jobs)}, nothing: {is: spilled_bytes / spilled_bytes},"
                    "late: {is: ln(lateness_s), over: jobs}"));
  EXPECT_EQ(value(metrics, "inverse"), 1.0);
  EXPECT_EQ(value(metrics, "inverse", "one"), 1.0);
  EXPECT_EQ(value(metrics, "inverse", "two"), std::nullopt);
  EXPECT_EQ(value(metrics, "user", "one"), 2.0);
  EXPECT_EQ(value(metrics, "user", "two"), std::nullopt);
  EXPECT_EQ(value(metrics, "root"), std::nullopt);
  EXPECT_EQ(value(metrics, "nothing"), std::nullopt);
  // The logarithm of -2 ms has no value, so only the job that is 3 ms late counts.
  EXPECT_NEAR(value(metrics, "late").value(), std::log(3e-3), 1e-9);
}

}  // namespace
}  // namespace kairos
