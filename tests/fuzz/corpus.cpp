#include "tests/fuzz/corpus.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <unistd.h>

#include "tests/fuzz/onnx_model.hpp"
#include "tests/fuzz/verdict.hpp"

namespace kairos::fuzz {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// The document with one seed, so that it is checked quickly.
std::string with_one_seed(const std::string& text) {
  static const std::regex count("(^|\n)seeds: [0-9]+");
  return std::regex_replace(text, count, "$1seeds: 1");
}

void add_documents(const fs::path& folder, std::vector<Case>& cases) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  for (const fs::path& path : paths) {
    const std::string name = path.stem();
    cases.push_back({{{"mutant.yaml", with_one_seed(contents(path))}},
                     {"check", "mutant.yaml"},
                     name == "learned" || name == "policy_quality"});
  }
}

constexpr auto experiment_head = R"(name: beside
platform: ds3_soc
report: {gantt: false}
)";

Case trace_case() {
  return {{{"mutant.txt", "# instants\n0 s\n1.5 ms\n2 ms\n\n2 ms\n7.25 ms\n"},
           {"beside.yaml", std::string(experiment_head) +
                               "workload: {use: ds3, streams: [{arrivals: {name: trace, file: "
                               "mutant.txt}}]}\npolicies: [first_come]\n"}},
          {"check", "beside.yaml"}};
}

Case weights_case(const std::string& source) {
  return {{{"mutant.weights", contents(source + "/policies/learned/weights/default.weights")},
           {"beside.yaml", std::string(experiment_head) +
                               "workload: {use: ds3, streams: [{jobs: 3, arrivals: {name: "
                               "periodic, rate: 1 /ms}}]}\n"
                               "policies: [{name: learned, weights: ./mutant.weights}]\n"}},
          {"check", "beside.yaml"}};
}

Case instance_case() {
  return {{{"mutant.json",
            R"([{"name": "a", "n": 3, "p": 2, "cost": [[1, 2.5], [3e0, null], [0.5, 4]],
  "edges": [[0, 1, 2], [0, 2], [1, 2, 0.5]], "bw": [[0, 1], [2, 0]]},
 {"name": "b, \"c\"", "n": 1, "p": 1, "cost": [[7]], "edges": []}])"}},
          {"solve", "mutant.json", "--policy", "heft,earliest_finish"}};
}

/// The format of an example, of which damaged copies may not be recognised.
std::string format_of(const fs::path& path) {
  static const std::vector<std::pair<std::string, std::string>> formats{
      {".dot", "dot"},     {".graphml", "graphml"},    {".stg", "stg"},
      {".ds3.txt", "ds3"}, {".chakra.json", "chakra"}, {".wfcommons.json", "wfcommons"}};
  const std::string name = path.filename().string();
  for (const auto& [ending, format] : formats) {
    if (name.ends_with(ending)) return format;
  }
  return "jobshop";
}

/// The format of a table of measurements; empty for other files.
std::string profile_format_of(const fs::path& path) {
  static const std::vector<std::pair<std::string, std::string>> formats{
      {".tensorrt.", "tensorrt"}, {".aihub.", "aihub"},         {".vllm.", "vllm"},
      {".synap.", "synap"},       {".freqbench.", "freqbench"}, {".profile.", "csv"}};
  for (const auto& [part, format] : formats) {
    if (path.filename().string().find(part) != std::string::npos) return format;
  }
  return {};
}

/// One case per format of files that can be imported, and a table of times.
std::vector<Case> import_cases(const std::string& source) {
  std::vector<Case> cases;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(source + "/tests/import_files")) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  for (const fs::path& path : paths) {
    const std::string name = "mutant" + path.extension().string();
    if (const std::string format = profile_format_of(path); !format.empty()) {
      cases.push_back({{{name, contents(path)}}, {"import", "profile", name, "--format", format}});
      continue;
    }
    cases.push_back({{{name, contents(path)}}, {"import", name, "--format", format_of(path)}});
  }
  cases.push_back({{{"mutant.csv", contents(source + "/tests/scenarios/times.csv")},
                    {"times.yaml", contents(source + "/tests/scenarios/times.yaml")}},
                   {"check", "times.yaml"}});
  cases.back().files[1].contents =
      std::regex_replace(cases.back().files[1].contents, std::regex("times.csv"), "mutant.csv");
  return cases;
}

constexpr auto floorplan =
    "cpu 0.004 0.004 0 0\ngpu 0.004 0.002 0.004 0\nmem 0.004 0.002 0.004 0.002\n";
constexpr auto configuration = "-ambient 318.15\n-sampling_intvl 0.001\n-init_temp 333.15\n";
constexpr auto powers = "cpu gpu mem\n1.5 2 0.5\n1 0 0.25\n3 1 1\n";

std::vector<Case> thermal_cases() {
  const std::vector<Case::File> files{
      {"mutant.flp", floorplan}, {"mutant.config", configuration}, {"mutant.ptrace", powers}};
  std::vector<Case> cases;
  for (std::size_t damaged = 0; damaged < files.size(); ++damaged) {
    Case one{files,
             {"thermal", "--floorplan", "mutant.flp", "--config", "mutant.config", "--power",
              "mutant.ptrace"}};
    std::swap(one.files.front(), one.files[damaged]);
    cases.push_back(std::move(one));
  }
  return cases;
}

/// The results of a small experiment, which is then resumed.
Case results_case() {
  const fs::path folder =
      fs::temp_directory_path() / ("kairos_fuzz_results_" + std::to_string(getpid()));
  const std::string experiment =
      std::string(experiment_head) +
      "workload: {use: ds3, streams: [{jobs: 2, arrivals: {name: periodic, rate: 1 /ms}}]}\n"
      "policies: [first_come, earliest_finish]\n";
  fs::create_directories(folder);
  std::ofstream(folder / "beside.yaml") << experiment;
  static_cast<void>(verdict({"run", "beside.yaml", "--out", "out"}, folder, {}));
  Case one{{{"out/results.sqlite", contents(folder / "out/results.sqlite")},
            {"out/.kairos_files", contents(folder / "out/.kairos_files")},
            {"beside.yaml", experiment}},
           {"run", "beside.yaml", "--resume", "--out", "out"}};
  fs::remove_all(folder);
  return one;
}

}  // namespace

std::vector<Case> corpus(const std::string& source) {
  std::vector<Case> cases;
  for (const char* folder : {"/experiments/catalogue", "/platforms/library", "/workloads/library",
                             "/tests/scenarios", "/tests/experiments"}) {
    add_documents(source + folder, cases);
  }
  cases.push_back(trace_case());
  cases.push_back(weights_case(source));
  cases.push_back(instance_case());
  cases.push_back(
      {{{"mutant.onnx", small_onnx_model()}}, {"operators", "mutant.onnx", "--format", "json"}});
  cases.push_back(results_case());
  for (Case& one : import_cases(source)) cases.push_back(std::move(one));
  for (Case& one : thermal_cases()) cases.push_back(std::move(one));
  return cases;
}

}  // namespace kairos::fuzz
