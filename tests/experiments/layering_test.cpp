// The architecture as a test: includes point down, and heavy headers stay where they are meant to
// be.
//
//   sim/base <- workloads, platforms <- sim <- policies <- experiments
#include <filesystem>
#include <fstream>
#include <regex>

#include <gtest/gtest.h>

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// 0 is the ground.
int layer_of(const std::string& path) {
  if (path.starts_with("sim/base/")) return 0;
  if (path.starts_with("workloads/") || path.starts_with("platforms/")) return 1;
  if (path.starts_with("sim/")) return 2;
  if (path.starts_with("policies/")) return 3;
  if (path.starts_with("experiments/")) return 4;
  return -1;
}

struct Include {
  std::string file, included;
};

std::vector<Include> all_includes() {
  static const std::regex pattern(R"(^\s*#include\s+[<"]([^>"]+)[>"])");
  std::vector<Include> includes;
  for (const char* folder : {"sim", "workloads", "platforms", "policies", "experiments"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(KAIROS_SOURCE_DIR) / folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".hpp" && extension != ".cpp") continue;
      std::ifstream file(entry.path());
      std::string line;
      std::smatch match;
      while (std::getline(file, line)) {
        if (std::regex_search(line, match, pattern)) {
          includes.push_back({fs::relative(entry.path(), KAIROS_SOURCE_DIR).string(), match[1]});
        }
      }
    }
  }
  return includes;
}

TEST(Layering, IncludesPointDown) {
  const auto includes = all_includes();
  EXPECT_GT(includes.size(), 100U);
  for (const auto& [file, included] : includes) {
    const int from = layer_of(file);
    const int to = layer_of(included);
    EXPECT_LE(to, from) << file << " must not include " << included;
    const bool siblings = from == 1 && to == 1 && file.substr(0, 5) != included.substr(0, 5);
    EXPECT_FALSE(siblings) << file << " must not include " << included;
  }
}

TEST(Layering, HeavyHeadersStayInTheFilesMeantForThem) {
  const std::vector<std::pair<std::string, std::string>> homes = {
      {"yaml-cpp/", "experiments/document/yaml.cpp"}, {"boost/graph/", "workloads/job_graph.cpp"},
      {"simgrid/", "sim/backend/simgrid_module.cpp"}, {"xbt/", "sim/backend/simgrid_module.cpp"},
      {"z3++.h", "policies/exact/z3_solver.cpp"},     {"SQLiteCpp/", "experiments/store/"},
      {"torch/", "experiments/learning/torch_"},
  };
  for (const auto& [file, included] : all_includes()) {
    for (const auto& [prefix, home] : homes) {
      if (!included.starts_with(prefix)) continue;
      EXPECT_TRUE(file.starts_with(home)) << file << " includes " << included;
    }
  }
}

}  // namespace
}  // namespace kairos
