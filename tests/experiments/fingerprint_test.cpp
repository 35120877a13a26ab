// Compares every experiment of the catalogue, shortened, with one recorded number per policy. Any
// change of a task's element, start or finish changes the number. KAIROS_UPDATE=1 writes the
// numbers again; the commit message says why they changed.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/json_text.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/yaml.hpp"

namespace kairos {
namespace {

/// True for trainings and for experiments with trained weights, whose sums differ between
/// processors.
bool is_learned(const Value& tree) {
  return tree.find("domains") != nullptr ||
         to_json_text(*tree.find("policies")).find("learned") != std::string::npos;
}

/// The assignments for one seed and few jobs; an experiment that sweeps the number of jobs keeps
/// it.
std::vector<std::string> small(const Value& tree) {
  const std::string jobs = "workload.streams.0.jobs";
  const Value* sweep = tree.find("sweep");
  if (sweep != nullptr && sweep->find(jobs) != nullptr) return {"seeds=1"};
  return {"seeds=1", jobs + "=25"};
}

std::string fingerprints() {
  std::string lines;
  for (const std::string& name : shelf_names(Shelf::experiments)) {
    const auto file = shelf_folder(Shelf::experiments) / (name + ".yaml");
    if (kind_of(read_yaml_file(file)) == "quality") continue;  // quality_test.cpp covers it.
    if (is_learned(read_yaml_file(file))) continue;  // Its weights change with every training.
    const Sweep sweep = expand(load_experiment(file.string(), small(read_yaml_file(file))));
    for (const RunConfig& config : sweep.runs) {
      lines += fmt::format("{} {} {} {:016x}\n", name, config.key.index, config.key.policy,
                           run(config).fingerprint);
    }
  }
  return lines;
}

TEST(Catalogue, RunsAsItDid) {
  const std::string file = std::string(KAIROS_SOURCE_DIR) + "/tests/golden/fingerprints.txt";
  const std::string now = fingerprints();
  if (std::getenv("KAIROS_UPDATE") != nullptr) std::ofstream(file) << now;
  std::ostringstream before;
  before << std::ifstream(file).rdbuf();
  EXPECT_EQ(now, before.str());
}

TEST(Catalogue, IsInTheDocumentation) {
  std::ostringstream page;
  page << std::ifstream(std::string(KAIROS_SOURCE_DIR) + "/docs/experiments.md").rdbuf();
  for (const std::string& name : shelf_names(Shelf::experiments)) {
    EXPECT_NE(page.str().find("| `" + name + "` | "), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace kairos
