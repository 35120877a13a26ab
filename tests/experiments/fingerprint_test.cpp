// Every experiment of the catalogue, small, as one number per policy: any change of any task's
// element, start or finish shows. KAIROS_UPDATE=1 writes them anew; say in the commit why they
// changed.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "experiments/document/yaml.hpp"
#include "experiments/library.hpp"
#include "experiments/quality/quality_spec.hpp"
#include "experiments/run.hpp"

namespace kairos {
namespace {

/// Trainings, and experiments with trained weights, whose sums differ between processors.
bool is_learned(const Value& tree) {
  return tree.find("domains") != nullptr ||
         to_json_text(*tree.find("policies")).find("learned") != std::string::npos;
}

/// One seed and few jobs, unless the experiment sweeps the number of jobs.
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
    if (is_quality(read_yaml_file(file))) continue;  // see quality_test.cpp
    if (is_learned(read_yaml_file(file))) continue;  // weights change with training
    const Sweep sweep = expand(load_experiment(file.string(), small(read_yaml_file(file))));
    for (const RunSpec& spec : sweep.runs) {
      lines += fmt::format("{} {} {} {:016x}\n", name, spec.key.index, spec.key.policy,
                           run(spec).fingerprint);
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
