// Compares the story of every experiment beside this file with the *.story file of the same name.
// KAIROS_UPDATE=1 writes the stories again; read the difference before you commit it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/run.hpp"
#include "sim/metrics/story.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> scenario_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(KAIROS_SOURCE_DIR "/tests/scenarios")) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

class ScenarioStory : public ::testing::TestWithParam<std::string> {};

TEST_P(ScenarioStory, IsAsWritten) {
  const fs::path base = fs::path(KAIROS_SOURCE_DIR "/tests/scenarios") / GetParam();
  const Sweep sweep = expand(load_experiment(base.string() + ".yaml", {}));
  std::string told;
  for (const RunConfig& config : sweep.runs) {
    const auto scenario = config.scenario();
    Story story(*scenario);
    run(config, {&story});
    told += "under " + config.key.policy + "\n" + story.text();
  }
  if (std::getenv("KAIROS_UPDATE") != nullptr) std::ofstream(base.string() + ".story") << told;
  std::ifstream file(base.string() + ".story");
  std::ostringstream written;
  written << file.rdbuf();
  EXPECT_EQ(told, written.str());
}

INSTANTIATE_TEST_SUITE_P(All, ScenarioStory, ::testing::ValuesIn(scenario_names()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace kairos
