// Tests the architecture: includes point down, and heavy headers stay in the files that are meant
// to use them.
//
//   sim/base <- workloads, platforms <- sim <- policies <- experiments
//
// Inside sim and experiments, the folders have an order of their own (rooms_below).
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include <gtest/gtest.h>

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// The lowest layer is 0.
int layer_of(const std::string& path) {
  if (path.starts_with("sim/base/")) return 0;
  if (path.starts_with("workloads/") || path.starts_with("platforms/")) return 1;
  if (path.starts_with("sim/")) return 2;
  if (path.starts_with("policies/")) return 3;
  if (path.starts_with("experiments/")) return 4;
  return -1;
}

/// The folder of a file inside a layer that has an order of its own: "sim/engine" for
/// sim/engine/simulator.hpp. Empty for other files.
std::string room_of(const std::string& path) {
  for (const std::string layer : {"sim/", "experiments/"}) {
    const std::size_t end = path.find('/', layer.size());
    if (path.starts_with(layer) && end != std::string::npos) return path.substr(0, end);
  }
  return {};
}

using Rooms = std::map<std::string, std::set<std::string>>;

/// The rooms of a layer with the names of all rooms below them.
Rooms in_layer(const std::string& layer, const Rooms& names) {
  Rooms rooms;
  for (const auto& [name, below] : names) {
    std::set<std::string>& paths = rooms[layer + name];
    for (const std::string& other : below) paths.insert(layer + other);
  }
  return rooms;
}

/// The folders that a folder inside sim may include, besides itself and base.
Rooms rooms_of_sim() {
  return in_layer(
      "sim/", {{"base", {}},
               {"backend", {}},
               {"events", {}},
               {"cost", {}},
               {"power", {}},
               {"thermal", {"power"}},
               {"faults", {}},
               {"governors", {"power", "thermal"}},
               {"state", {"backend", "events", "cost", "power", "thermal", "faults", "governors"}},
               {"decision", {"events", "state"}},
               {"engine",
                {"backend", "events", "state", "decision", "cost", "power", "thermal", "faults",
                 "governors"}},
               {"metrics", {"events", "state", "power", "thermal"}}});
}

/// The folders that a folder inside experiments may include, besides itself.
Rooms rooms_of_experiments() {
  return in_layer(
      "experiments/",
      {{"processes", {}},
       {"statistics", {}},
       {"files", {}},
       {"recordings", {}},
       {"formulas", {}},
       {"hotspot", {"files"}},
       {"profiles", {}},
       {"scenarios", {"files"}},
       {"experiment", {"processes", "files", "recordings", "formulas", "scenarios"}},
       {"fit", {"processes", "files", "recordings", "formulas", "scenarios", "experiment"}},
       {"execute", {"processes", "files", "recordings", "experiment"}},
       {"store", {"files", "recordings", "experiment"}},
       {"charts", {"statistics", "files", "recordings", "experiment"}},
       {"report",
        {"statistics", "files", "recordings", "formulas", "experiment", "store", "charts"}},
       {"static",
        {"statistics", "files", "recordings", "experiment", "execute", "store", "report"}},
       {"gallery", {"statistics", "files", "recordings", "formulas", "experiment", "execute"}},
       {"training",
        {"processes", "statistics", "files", "recordings", "scenarios", "experiment", "execute"}},
       {"schema", {"files"}},
       {"kinds", {"files", "experiment", "static", "gallery", "training"}},
       {"python", {"files", "experiment", "training"}},
       {"commands",
        {"processes", "statistics", "files", "recordings", "hotspot", "profiles", "scenarios",
         "experiment", "fit", "execute", "store", "charts", "report", "static", "gallery",
         "training", "schema", "kinds"}}});
}

const Rooms& rooms_below() {
  static const Rooms below = [] {
    Rooms all = rooms_of_sim();
    all.merge(rooms_of_experiments());
    return all;
  }();
  return below;
}

bool may_include(const std::string& file, const std::string& included) {
  const std::string from = room_of(file), to = room_of(included);
  if (from.empty() || to.empty() || from == to || to == "sim/base") return true;
  if (from.starts_with("experiments/") && to.starts_with("sim/")) return true;
  return rooms_below().at(from).contains(to);
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

TEST(Layering, RoomsIncludeOnlyThoseBelow) {
  std::set<std::string> seen;
  for (const auto& [file, included] : all_includes()) {
    const std::string room = room_of(file);
    if (room.empty()) continue;
    seen.insert(room);
    ASSERT_TRUE(rooms_below().contains(room)) << "rooms_below() does not know " << room;
    EXPECT_TRUE(may_include(file, included)) << file << " must not include " << included;
  }
  EXPECT_EQ(seen.size(), rooms_below().size());
}

/// Checks the rules themselves: they must refuse what they are meant to refuse.
TEST(Layering, RefusesIncludesThatPointUp) {
  EXPECT_FALSE(may_include("sim/state/job_table.hpp", "sim/decision/decision.hpp"));
  EXPECT_FALSE(may_include("sim/events/event.hpp", "sim/state/job_table.hpp"));
  EXPECT_FALSE(may_include("sim/decision/task_view.hpp", "sim/engine/agenda.hpp"));
  EXPECT_FALSE(may_include("sim/governors/none.cpp", "sim/engine/clocks.hpp"));
  EXPECT_FALSE(may_include("sim/metrics/latency.cpp", "sim/engine/simulator.hpp"));
  EXPECT_FALSE(may_include("sim/metrics/latency.cpp", "sim/cost/cost_table.hpp"));
  EXPECT_FALSE(may_include("sim/base/time.hpp", "sim/events/event.hpp"));
  EXPECT_FALSE(
      may_include("experiments/recordings/run_record.hpp", "experiments/store/schema.hpp"));
  EXPECT_FALSE(may_include("experiments/charts/svg.hpp", "experiments/report/comparison.hpp"));
  EXPECT_TRUE(may_include("sim/engine/transfers.cpp", "sim/decision/task_view.hpp"));
  EXPECT_TRUE(may_include("sim/metrics/latency.cpp", "sim/state/scenario.hpp"));
}

/// A class has one header and at most two sources; a part of the engine has one of each.
TEST(Layering, NoClassOfTheSimulatorIsSpreadOverManyFiles) {
  static const std::regex member(R"(^[A-Za-z\[].*\b([A-Z]\w*)::~?\w+\()");
  std::map<std::string, std::set<std::string>> sources_of;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(KAIROS_SOURCE_DIR) / "sim")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream file(entry.path());
    std::string line;
    std::smatch match;
    while (std::getline(file, line)) {
      if (std::regex_search(line, match, member)) sources_of[match[1]].insert(entry.path());
    }
  }
  EXPECT_TRUE(sources_of.contains("Simulator"));
  for (const auto& [name, sources] : sources_of) {
    EXPECT_LE(sources.size(), 2U) << name << " is spread over " << sources.size() << " sources";
  }
}

TEST(Layering, HeavyHeadersStayInTheFilesMeantForThem) {
  const std::vector<std::pair<std::string, std::string>> homes = {
      {"yaml-cpp/", "experiments/files/yaml.cpp"},
      {"boost/graph/", "workloads/graph"},  // graph_algorithms.cpp and graphviz_module.cpp
      {"onnx/", "workloads/onnx/onnx_module.cpp"},
      {"google/protobuf/", "workloads/onnx/onnx_module.cpp"},
      {"simgrid/", "sim/backend/simgrid_"},
      {"xbt/", "sim/backend/simgrid_"},
      {"z3++.h", "policies/exact/z3_solver.cpp"},
      {"SQLiteCpp/", "experiments/store/"},
      {"muParser.h", "experiments/formulas/expression.cpp"},
      {"torch/", "experiments/training/torch_"},
  };
  for (const auto& [file, included] : all_includes()) {
    for (const auto& [prefix, home] : homes) {
      if (!included.starts_with(prefix)) continue;
      EXPECT_TRUE(file.starts_with(home)) << file << " includes " << included;
      const bool is_source = file.ends_with(".cpp") || prefix == "SQLiteCpp/";
      EXPECT_TRUE(is_source) << file << " passes " << included << " on to all that include it";
    }
  }
}

}  // namespace
}  // namespace kairos
