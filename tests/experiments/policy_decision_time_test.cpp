// Tests decision times that belong to single policies.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/run.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;

/// One task of 4 ms, and a common decision time of 1 ms.
Sweep sweep_with(const std::string& policies) {
  return expand(experiment_from_text(fmt::format(R"(name: thinking
platform: {{name: one, clusters: [{{name: cpu, kind: cpu, kernels: {{work: 4 ms}}}}]}}
workload: {{name: w, applications: [{{name: a, tasks: [{{name: work}}]}}], streams: [{{arrivals: {{name: trace, times: [0 s]}}}}]}}
decision_time: {{constant: 1 ms}}
policies: {}
)",
                                                 policies),
                                     "thinking.yaml"));
}

double makespan_ms(const RunConfig& config) {
  for (const Metric& metric : run(config).metrics) {
    if (metric.name == "makespan_s" && metric.subject.empty()) return metric.value * 1e3;
  }
  return 0;
}

TEST(PolicyDecisionTime, ReplacesThatOfTheExperiment) {
  const Sweep sweep = sweep_with(
      "[edf, {name: edf, label: slow, decision_time: {constant: 2 ms}}, {name: edf, label: free, "
      "decision_time: {constant: 0 s}}]");
  EXPECT_DOUBLE_EQ(makespan_ms(sweep.runs[0]), 5);
  EXPECT_DOUBLE_EQ(makespan_ms(sweep.runs[1]), 6);
  EXPECT_DOUBLE_EQ(makespan_ms(sweep.runs[2]), 4);
  EXPECT_NE(sweep.runs[0].key.hash, sweep.runs[1].key.hash);
}

TEST(PolicyDecisionTime, BelongsToTheDocumentOfASingleRun) {
  const Sweep sweep = sweep_with("[{name: edf, decision_time: {constant: 2 ms}}]");
  const std::string document = single_run_document(sweep.runs.front());
  const Sweep again = expand(experiment_from_text(document, "single.json"));
  EXPECT_DOUBLE_EQ(makespan_ms(again.runs.front()), 6);
}

TEST(PolicyDecisionTime, NamesAHostOfThePlatform) {
  try {
    static_cast<void>(sweep_with("[{name: edf, decision_time: {constant: 1 us, host: cpy}}]"));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("'cpy'; did you mean 'cpu'?"));
  }
}

}  // namespace
}  // namespace kairos
