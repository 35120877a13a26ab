// Tests that both backends give the same results on whole experiments.
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/experiment/run.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using testing::kairos_program;

TEST(Crosscheck, SixtyRandomStreamsOf500TasksAgree) {
  const std::string file =
      std::string(KAIROS_SOURCE_DIR) + "/tests/experiments/backends_agree.yaml";
  const auto result = kairos_program("crosscheck --format json " + file);
  ASSERT_EQ(result.code, 0) << result.output;
  const auto report = nlohmann::json::parse(result.output);
  EXPECT_LE(report["largest_relative_difference"].get<double>(), 1e-9);
  EXPECT_TRUE(report["same_order"].get<bool>());
  EXPECT_EQ(report["runs"].size(), 60U);
  std::size_t tasks = 0;
  for (const auto& run : report["runs"]) tasks += run["tasks"].get<std::size_t>();
  EXPECT_GE(tasks, 60U * 500U);
}

void expect_agreement(const std::string& experiment, std::size_t runs) {
  const std::string file = std::string(KAIROS_SOURCE_DIR) + "/tests/experiments/" + experiment;
  const auto result = kairos_program("crosscheck --format json " + file);
  ASSERT_EQ(result.code, 0) << result.output;
  const auto report = nlohmann::json::parse(result.output);
  EXPECT_LE(report["largest_relative_difference"].get<double>(), 1e-9);
  EXPECT_TRUE(report["same_order"].get<bool>());
  EXPECT_EQ(report["runs"].size(), runs);
}

TEST(Crosscheck, EveryKindOfFaultIsTheSameOnBothBackends) {
  expect_agreement("faults_agree.yaml", 20);
}

TEST(Crosscheck, MemoriesAndNetworksOnChipAreTheSameOnBothBackends) {
  expect_agreement("contention_agree.yaml", 20);
}

TEST(Crosscheck, BehavioursAreTheSameOnBothBackends) {
  expect_agreement("overheads_agree.yaml", 10);
}

TEST(Crosscheck, DecisionTimeAndCopiesAreTheSameOnBothBackends) {
  expect_agreement("decisions_agree.yaml", 15);
}

TEST(Crosscheck, TensorsThatWaitAndSpillAreTheSameOnBothBackends) {
  expect_agreement("memory_agree.yaml", 10);
}

TEST(Crosscheck, TensorsWithSeveralReadersAndWeightsAreTheSameOnBothBackends) {
  expect_agreement("tensors_agree.yaml", 15);
}

TEST(Crosscheck, StreamsThatFollowAndDropAreTheSameOnBothBackends) {
  expect_agreement("streams_agree.yaml", 25);
}

TEST(Crosscheck, ConditionalTasksAndAmountsAreTheSameOnBothBackends) {
  expect_agreement("conditions_agree.yaml", 24);
}

TEST(Crosscheck, InterruptionsAreTheSameOnBothBackends) {
  expect_agreement("interruptions_agree.yaml", 20);
}

TEST(Crosscheck, InterruptionsOfTheHostAreTheSameOnBothBackends) {
  expect_agreement("host_interrupts_agree.yaml", 15);
}

TEST(Crosscheck, GangsAreTheSameOnBothBackends) {
  expect_agreement("gangs_agree.yaml", 20);
}

/// Without losses, the test of sixty streams would not cover failures.
TEST(Crosscheck, ItsStreamsLoseTasksToFailures) {
  const Sweep sweep = expand(load_experiment(
      std::string(KAIROS_SOURCE_DIR) + "/tests/experiments/backends_agree.yaml", {}));
  double lost = 0;
  for (const RunConfig& config : sweep.runs) {
    for (const Metric& m : run(config).metrics) lost += m.name == "tasks_lost" ? m.value : 0;
  }
  EXPECT_GE(lost, 60);
}

}  // namespace
}  // namespace kairos
