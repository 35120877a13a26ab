// Tests the rows of `expect` as a part of the document of an experiment.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/sweep.hpp"

namespace kairos {
namespace {

/// A job of one task of 10 or 20 ms, under two policies that do the same.
const std::string steps = R"(name: steps
platform: {name: chip, clusters: [{name: cpu, kind: cpu, kernels: {step: 10 ms}}]}
workload:
  name: one
  applications: [{name: app, tasks: [{name: t, kernel: step}]}]
  streams: [{arrivals: {name: closed, jobs: 1}, jobs: 1}]
policies: [earliest_finish, heft]
sweep: {platform.clusters.0.kernels.step: [10 ms, 20 ms]}
report: {formulas: {twice_s: {is: 2 * makespan_s, unit: s}}}
)";

Sweep sweep_of(const std::string& experiment, const std::string& rows) {
  return expand(experiment_from_text(experiment + "expect:\n" + rows, "test.yaml"));
}

/// Rows decide nothing about a run, so runs with and without them have the same hash.
TEST(Expect, IsNoPartOfTheHashesOfRuns) {
  const Sweep without = expand(experiment_from_text(steps, "test.yaml"));
  const Sweep with = sweep_of(steps, "  - {formula: '1', value: 1, kind: arithmetic}\n");
  EXPECT_EQ(without.runs.front().key.hash, with.runs.front().key.hash);
}

/// The resolved experiment, which is written into result folders, has the same rows.
TEST(Expect, IsWrittenAsItWasRead) {
  const std::string rows =
      "  - {name: a, where: {policy: [heft, earliest_finish]}, over: max, metric: makespan_s, "
      "value: 20 ms, tolerance: [2 %, 1 us], source: s, why: w}\n"
      "  - {formula: '1', value: 2, kind: same direction, than: 0}\n";
  const Sweep sweep = sweep_of(steps, rows);
  const Sweep again = expand(experiment_from_text(sweep.configuration, "again.yaml"));
  EXPECT_EQ(again.configuration, sweep.configuration);
  const ExpectConfig& row = again.experiment->expect.front();
  EXPECT_THAT(row.where.conditions.front().values,
              ::testing::Contains(std::string("earliest_finish")));
  EXPECT_EQ(row.tolerance.size(), 2U);
  EXPECT_EQ(row.value->unit, "ms");
}

}  // namespace
}  // namespace kairos
