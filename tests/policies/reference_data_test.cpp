// Compares with published makespans and proved optima from the reference data beside the
// repository, if they are there.
#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/static/static_instance.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using nlohmann::json;

const std::filesystem::path folder = KAIROS_SOURCE_DIR "/../shared/reference/scheduling";

constexpr double rounding = 1e-6;

double makespan(const StaticInstance& instance, const std::string& policy) {
  const RunResult result = run_with(instance.scenario(), planning(policy));
  return static_cast<double>(result.end.picoseconds()) / instance.picoseconds_per_unit();
}

class ReferenceData : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
  }
  static json read(const char* file) { return json::parse(std::ifstream(folder / file)); }
};

TEST_F(ReferenceData, PublishedMakespansAreMet) {
  const std::map<std::string, std::string> names = {{"HEFT", "heft"},
                                                    {"CPOP", "cpop"},
                                                    {"DLS", "dls"},
                                                    {"PEFT", "peft"},
                                                    {"Lookahead", "lookahead_heft"}};
  const auto instances = read_instances(folder / "examples.json");
  const json document = read("examples.json");
  std::size_t compared = 0;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    for (const auto& [algorithm, length] : document[i]["published"].items()) {
      if (names.count(algorithm) == 0) continue;  // It is an optimum.
      EXPECT_NEAR(makespan(instances[i], names.at(algorithm)), length.get<double>(), rounding)
          << algorithm << " on " << instances[i].name;
      ++compared;
    }
  }
  EXPECT_GE(compared, 6U);
}

TEST_F(ReferenceData, NoPolicyBeatsAProvedOptimum) {
  const auto instances = read_instances(folder / "examples.json");
  const json document = read("examples.json");
  for (std::size_t i = 0; i < instances.size(); ++i) {
    for (const std::string& policy : Registry<Policy>::names()) {
      if (may_copy(Choice<Policy>(policy))) continue;
      EXPECT_GE(makespan(instances[i], policy) + rounding, document[i]["optimum"].get<double>())
          << policy << " on " << instances[i].name;
    }
  }
}

/// On graphs of the Standard Task Graph set and equal processors, list schedules stay within
/// Graham's bound, 2 - 1 / processors.
TEST_F(ReferenceData, ListSchedulesOfStandardGraphsAreBetweenTheOptimumAndGrahamsBound) {
  for (const json& graph : read("stg.json")) {
    for (const auto& [processors, length] : graph["opt"].items()) {
      StaticInstance instance;
      instance.name = graph["name"];
      instance.tasks = graph["n"];
      instance.elements = std::stoul(processors);
      for (const json& work : graph["work"]) {
        instance.cost.emplace_back(instance.elements, work.get<double>());
      }
      for (const json& edge : graph["edges"]) instance.edges.emplace_back(edge[0], edge[1], 0);
      instance.bandwidth.assign(instance.elements, std::vector<double>(instance.elements, 1));
      const double bound = 2 - 1 / static_cast<double>(instance.elements);
      for (const char* policy : {"heft", "mcp", "dls", "earliest_task_first", "min_min"}) {
        const double found = makespan(instance, policy);
        EXPECT_GE(found, length.front().get<double>()) << policy << " on " << instance.name;
        EXPECT_LE(found, length.back().get<double>() * bound) << policy << " on " << instance.name;
      }
    }
  }
}

}  // namespace
}  // namespace kairos
