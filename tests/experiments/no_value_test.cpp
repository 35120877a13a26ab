// Tests metrics with nothing to average in a run: they have no value there and take no part in
// means over seeds, comparisons and tables.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "experiments/report/comparison.hpp"

namespace kairos {
namespace {

/// Runs with at most one job of 10 ms. At some seeds no job arrives within 0.6 s.
std::vector<RunRecord> runs_with_a_job_or_none() {
  const Sweep sweep = expand(experiment_from_text(R"(
name: sparse
platform: {name: one, clusters: [{name: cpu, kind: cpu, kernels: {a: 10 ms}}]}
workload:
  name: w
  applications: [{name: j, tasks: [{name: a}]}]
  streams: [{arrivals: {name: poisson, rate: 1 /s}, jobs: 1, until: 600 ms}]
policies: [first_come, heft]
seeds: 40
)",
                                                  "sparse"));
  std::vector<RunRecord> records;
  for (const RunConfig& config : sweep.runs) records.push_back({config.key, run(config)});
  return records;
}

std::size_t jobs_of(const RunRecord& record) {
  const auto& metrics = record.outcome.metrics;
  const auto jobs = std::ranges::find(metrics, "jobs", &Metric::name);
  return static_cast<std::size_t>(jobs->value);
}

TEST(NoValue, SeedsWithoutAJobTakeNoPartInMeans) {
  const std::vector<RunRecord> records = runs_with_a_job_or_none();
  const auto of_heft = [](const RunRecord& r) { return r.key.policy == "heft"; };
  std::size_t with_a_job = 0;
  for (const RunRecord& record : records) {
    if (of_heft(record)) with_a_job += jobs_of(record);
  }
  ASSERT_GT(with_a_job, 5U);
  ASSERT_LT(with_a_job, 35U);

  const Comparison c = compare(records, {"latency_mean_s", "jobs", "makespan_s"}, "first_come");
  const ComparisonCell& latency = c.cell(0, 1, 0);
  EXPECT_DOUBLE_EQ(latency.value.mean, 10e-3);
  EXPECT_EQ(latency.value.n, with_a_job);
  EXPECT_DOUBLE_EQ(latency.ratio.mean, 1);
  EXPECT_EQ(latency.ratio.n, with_a_job);
  EXPECT_EQ(c.cell(0, 1, 1).value.n, 40U) << "a count of none is a value";
}

TEST(NoValue, IsNoMetricOfTheRun) {
  for (const RunRecord& record : runs_with_a_job_or_none()) {
    const auto has = [&](const char* name) {
      return std::ranges::find(record.outcome.metrics, name, &Metric::name) !=
             record.outcome.metrics.end();
    };
    EXPECT_EQ(has("latency_mean_s"), jobs_of(record) == 1);
    EXPECT_EQ(has("energy_per_job_j"), jobs_of(record) == 1);
  }
}

}  // namespace
}  // namespace kairos
