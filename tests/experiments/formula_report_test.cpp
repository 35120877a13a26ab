// Tests the use of formulas as metrics: in reports, in hashes of runs and in other processes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/formulas.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kairos_program;
using ::testing::Not;
using testing::sweep_of;
using testing::three_jobs;
using testing::value;
using testing::with_formulas;

TEST(FormulaReport, IsAPartOfTheHashOfRunsAsFarAsItDecidesValues) {
  const auto hash = [](const std::string& formulas) {
    return sweep_of(with_formulas(formulas)).runs.front().key.hash;
  };
  EXPECT_EQ(hash(""), sweep_of(three_jobs).runs.front().key.hash);
  EXPECT_NE(hash("a: {is: jobs}"), hash(""));
  EXPECT_NE(hash("a: {is: jobs}"), hash("b: {is: jobs}"));
  EXPECT_NE(hash("a: {is: 1, over: jobs}"), hash("a: {is: 1, over: jobs, dropped: 0}"));
  EXPECT_EQ(hash("a: {is: jobs}"), hash("a: {is: jobs, unit: s, lower_is_better: false}"));
}

TEST(FormulaReport, IsTheSameAgainFromTheResolvedConfiguration) {
  const Sweep sweep = sweep_of(with_formulas(
      "b: {is: 'a > 1 ? 1 : 0'}, a: {is: latency_s, unit: s, over: jobs, dropped: 1}"));
  const Sweep again = expand(experiment_from_text(sweep.configuration, "experiment.yaml"));
  EXPECT_EQ(again.configuration, sweep.configuration);
  EXPECT_EQ(again.runs.front().key.hash, sweep.runs.front().key.hash);
}

TEST(FormulaReport, IsComputedInAProcessOfItsOwnToo) {
  const Sweep sweep = sweep_of(with_formulas("b: {is: 2 * jobs}, a: {is: latency_s, over: jobs}"));
  const Sweep alone =
      expand(experiment_from_text(single_run_document(sweep.runs.front()), "alone"));
  const auto metrics = run(alone.runs.front()).metrics;
  EXPECT_EQ(value(metrics, "b"), 6.0);
  EXPECT_NEAR(value(metrics, "a").value(), 15e-3, 1e-12);
}

class FormulaReportFolder : public testing::FolderFixture {
 protected:
  /// Runs the experiment with a report into folder out_JOBS. Returns what the program prints.
  std::string call(const std::string& report, const std::string& more = "",
                   const std::string& jobs = "1") const {
    const std::string text = three_jobs + "report: " + report + "\n" + more;
    const auto result = kairos_program("run " + write("experiment.yaml", text) + " --out " +
                                       path("out_" + jobs) + " --jobs " + jobs);
    EXPECT_EQ(result.code, 0) << result.output;
    return result.output;
  }
};

TEST_F(FormulaReportFolder, IsAMetricOfTheReport) {
  const std::string output = call(
      "{formulas: {mj_per_job: {is: energy_j * 1000 / jobs, unit: mJ}},"
      " metrics: [jobs, mj_per_job], plot: mj_per_job, gantt: false}");
  EXPECT_THAT(output, AllOf(HasSubstr("mj per job mJ"), HasSubstr("53.33")));
  EXPECT_THAT(read("out_1/summary.csv"), HasSubstr("first_come,mj_per_job,mJ,53.3"));
  EXPECT_THAT(read("out_1/runs.csv"), HasSubstr(",mj_per_job"));
  EXPECT_THAT(read("out_1/plot.svg"), HasSubstr("mj per job (mJ)"));
}

TEST_F(FormulaReportFolder, IsRefusedInTheReportIfItIsMisspelt) {
  const std::string file = write(
      "wrong.yaml", three_jobs + "report: {formulas: {costs: {is: jobs}}, metrics: [costz]}\n");
  const auto result = kairos_program("check " + file);
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.output, HasSubstr("unknown metric 'costz'; did you mean 'costs'?"));
}

/// Wall-clock times differ from run to run, and so does what is computed from them.
TEST_F(FormulaReportFolder, StandsBesideWallClockTimesIfItUsesOne) {
  call(
      "{formulas: {twice: {is: 2 * policy_ms}, policy_ms: {is: decision_wall_s * 1e3, unit: ms}},"
      " gantt: false}");
  EXPECT_THAT(read("out_1/wall.csv"), HasSubstr("twice,policy_ms,wall_s"));
  EXPECT_THAT(read("out_1/runs.csv"), Not(HasSubstr("policy_ms")));
}

TEST_F(FormulaReportFolder, GivesEqualBytesOnSeveralWorkers) {
  const std::string report =
      "{formulas: {a: {is: energy_j / makespan_s}, b: {is: latency_s ^ 1.5, over: jobs},"
      " c: {is: latency_mean_s, over: streams}}, metrics: [a, b, c], plot: b, gantt: false}";
  const std::string more = "noise: {name: lognormal, sigma: 0.3}\nseeds: 12\n";
  call(report, more);
  call(report, more, "4");
  for (const std::string name : {"runs.csv", "subjects.csv", "summary.csv", "plot.svg"}) {
    EXPECT_EQ(read("out_1/" + name), read("out_4/" + name)) << name;
    EXPECT_GT(read("out_1/" + name).size(), 100U) << name;
  }
}

}  // namespace
}  // namespace kairos
