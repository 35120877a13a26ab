// Imports files of foreign formats as a user would, and compares their runs with those of the YAML
// that they become.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/read_document.hpp"
#include "experiments/files/yaml.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kairos_program;

namespace fs = std::filesystem;

const fs::path examples = KAIROS_SOURCE_DIR "/tests/import_files";
const fs::path shared = KAIROS_SOURCE_DIR "/../shared/reference";

constexpr auto chip = R"({name: chip, clusters: [{name: cpu, kind: cpu, count: 3},
  {name: gpu, kind: gpu}], paths: [{from: all, to: all, bandwidth: 1 GB/s}]})";

/// The fingerprints of the runs of an experiment with a platform and a workload under two policies.
std::vector<std::uint64_t> fingerprints(const std::string& platform, const std::string& workload) {
  const std::string text = "name: x\nplatform: " + platform + "\nworkload: " + workload +
                           "\npolicies: [heft, earliest_finish]\n";
  std::vector<std::uint64_t> all;
  for (const RunConfig& config : expand(experiment_from_text(text, "x.yaml")).runs) {
    all.push_back(run(config).fingerprint);
  }
  return all;
}

class Importing : public testing::FolderFixture {
 protected:
  /// Imports a file, and expects its runs to equal those of the YAML, and of the graph as JSON.
  void expect_round_trip(const fs::path& file, const std::string& platform = chip,
                         const std::string& settings = {}) const {
    SCOPED_TRACE(file);
    const std::string options = settings.empty() ? "" : " --set " + settings;
    const auto result =
        kairos_program("import " + file.string() + options + " -o " + path("job.yaml"));
    ASSERT_EQ(result.code, 0) << result.output;
    EXPECT_THAT(result.output, AllOf(HasSubstr("job.yaml: "), HasSubstr("is fine")));
    EXPECT_THAT(read("job.yaml"), HasSubstr("from " + file.filename().string()));
    const auto json =
        kairos_program("export " + path("job.yaml") + " --format json -o " + path("job.json"));
    ASSERT_EQ(json.code, 0) << json.output;
    std::string named = file.string();
    if (!settings.empty()) {
      const std::size_t equals = settings.find('=');
      named = "{use: " + named + ", import: {" + settings.substr(0, equals) + ": " +
              settings.substr(equals + 1) + "}}";
    }
    const auto direct = fingerprints(platform, named);
    EXPECT_EQ(direct.size(), 2U);
    EXPECT_EQ(direct, fingerprints(platform, path("job.yaml")));
    EXPECT_EQ(direct, fingerprints(platform, path("job.json")));
  }
};

TEST_F(Importing, RoundTripsOfSmallFilesRunAlike) {
  for (const char* name : {"pipeline.dot", "pipeline.graphml", "control.stg", "trace.chakra.json",
                           "workflow.wfcommons.json"}) {
    expect_round_trip(examples / name);
  }
  const std::string shop = (examples / "shop.jsp").string();
  expect_round_trip(shop, shop);
  const std::string shops = (examples / "shops.json").string();
  expect_round_trip(shops, shops, "application=small");
  expect_round_trip(examples / "canonical.ds3.txt", (examples / "three_cpus.ds3.txt").string());
}

TEST_F(Importing, RoundTripsOfRealWorkflowsRunAlike) {
  if (!fs::exists(shared / "wfcommons"))
    GTEST_SKIP() << shared / "wfcommons"
                 << " is not there";
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(shared / "wfcommons")) {
    if (entry.path().extension() != ".json") continue;
    expect_round_trip(entry.path());
    ++count;
  }
  EXPECT_EQ(count, 3U);
}

/// The tasks, run times and dependencies of the file as they were counted by hand.
TEST_F(Importing, RealWorkflowsAreComplete) {
  if (!fs::exists(shared / "wfcommons"))
    GTEST_SKIP() << shared / "wfcommons"
                 << " is not there";
  WorkloadConfig config;
  Codec<WorkloadConfig>::read(
      read_document(shared / "wfcommons/1000genome-chameleon-2ch-100k-001.json", "workload"),
      config);
  const auto graph = config.build().applications.front().graph;
  EXPECT_EQ(graph->size(), 52U);
  EXPECT_EQ((*graph)[TaskId{0}].kernel, "individuals");
  EXPECT_EQ((*graph)[TaskId{0}].times.at("cpu"), Duration::picoseconds(53'600'000'000'000));
}

TEST_F(Importing, RoundTripsOfRealJobShopsRunAlike) {
  const fs::path file = shared / "silicon/jobshop.json";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  for (const char* name : {"ft06", "ft10"}) {
    const std::string platform =
        "{use: " + file.string() + ", import: {application: " + name + "}}";
    expect_round_trip(file, platform, std::string("application=") + name);
  }
}

/// HEFT's published makespan of the canonical graph is 80.
TEST_F(Importing, Ds3FilesRunAsPublished) {
  const std::string experiment =
      "name: x\nplatform: " + (examples / "three_cpus.ds3.txt").string() +
      "\nworkload: " + (examples / "canonical.ds3.txt").string() + "\npolicies: [heft]\n";
  const auto result = kairos_program("story " + write("x.yaml", experiment));
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("80.000 us"));
}

TEST_F(Importing, AnApplicationMayNameAFile) {
  const std::string file = (examples / "pipeline.graphml").string();
  const auto named =
      fingerprints(chip, "{name: w, applications: [{name: camera, graph: " + file +
                             "}], streams: [{arrivals: {name: trace, times: [0 s]}}]}");
  EXPECT_EQ(named, fingerprints(chip, file));
}

TEST_F(Importing, PathsAreRelativeToTheFileThatNamesThem) {
  fs::copy(examples / "control.stg", folder / "control.stg");
  write("w.yaml",
        "name: w\napplications: [{name: a, graph: control.stg}]\n"
        "streams: [{arrivals: {name: trace, times: [0 s]}}]\n");
  const std::string head = std::string("name: x\nplatform: ") + chip + "\npolicies: [heft]\n";
  for (const char* workload : {"control.stg", "w.yaml"}) {
    const auto result =
        kairos_program("check " + write("x.yaml", head + "workload: " + workload + "\n"));
    EXPECT_EQ(result.code, 0) << result.output;
  }
}

TEST_F(Importing, AChangedFileChangesTheHashOfItsRuns) {
  const std::string workload = "{name: w, applications: [{name: a, graph: " + path("x.stg") +
                               "}], streams: [{arrivals: {name: trace, times: [0 s]}}]}";
  const auto hash = [&] {
    const auto text = std::string("name: x\nplatform: ") + chip + "\nworkload: " + workload +
                      "\npolicies: [heft]\n";
    return expand(experiment_from_text(text, "x.yaml")).runs.front().key.hash;
  };
  write("x.stg", "1\n0 0 0\n1 5 1 0\n2 0 1 1\n");
  const auto before = hash();
  EXPECT_EQ(hash(), before);
  write("x.stg", "1\n0 0 0\n1 6 1 0\n2 0 1 1\n");
  EXPECT_NE(hash(), before);
}

TEST_F(Importing, MistakesGetOneClearMessage) {
  const auto refused = [](const std::string& arguments, const std::string& part) {
    const auto result = kairos_program(arguments);
    EXPECT_EQ(result.code, 2) << result.output;
    EXPECT_THAT(result.output, HasSubstr(part));
  };
  refused("import " + write("a.bin", "?"), "no reader recognises the file");
  refused("import " + write("a.stg", "1\n0 x 0\n"), "a.stg:2:1: 'x' is not the time of the task");
  refused("import " + path("a.stg") + " --format stgg", "did you mean 'stg'");
  refused("import " + path("a.stg") + " --bind N=0", "bind");
  refused("import " + path("a.stg") + " --set factor.cpu=1", "did you mean 'factors'");
  refused("export ds3 --format dot", "choose one with --application");
  refused("export ds3 --format dto --application wifi_tx", "did you mean 'dot'");
  refused("check " + write("e.yaml",
                           "name: x\nplatform: ds3_soc\nworkload: {use: ds3, import: "
                           "{format: stg}}\npolicies: [heft]\n"),
          "'import' is about files of foreign formats");
  refused("check " + write("p.yaml", "name: x\nplatform: a.stg\nworkload: ds3\npolicies: [heft]\n"),
          "a.stg");
}

/// A cluster needs no kernels if the tasks have times.
TEST_F(Importing, ClustersNeedASpeedUnlessTasksHaveTimes) {
  const auto result = kairos_program(
      "check " + write("x.yaml", std::string("name: x\nworkload: ds3\npolicies: [heft]\n"
                                             "platform: ") +
                                     chip + "\n"));
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.output, HasSubstr("x.yaml:4:35: cluster 'cpu' cannot run any task"));
}

TEST_F(Importing, ReadersAndWritersAreListedAndDescribed) {
  const auto readers = kairos_program("list readers");
  for (const char* name : {"chakra", "dot", "ds3", "graphml", "jobshop", "stg", "wfcommons"}) {
    EXPECT_THAT(readers.output, HasSubstr(std::string("  ") + name + " "));
    EXPECT_EQ(kairos_program(std::string("describe reader ") + name).code, 0) << name;
  }
  EXPECT_THAT(kairos_program("list writers").output, AllOf(HasSubstr("dot"), HasSubstr("json")));
}

/// One application of the library, as DOT and back, is the same graph.
TEST_F(Importing, AnExportedGraphIsTheSameGraph) {
  const auto result =
      kairos_program("export ds3 --application wifi_rx --format dot -o " + path("wifi.dot"));
  ASSERT_EQ(result.code, 0) << result.output;
  EXPECT_EQ(fingerprints("ds3_soc", path("wifi.dot")),
            fingerprints("ds3_soc",
                         "{use: ds3, streams: [{mix: {wifi_rx: 1}, arrivals: {name: trace, times: "
                         "[0 s]}}]}"));
}

}  // namespace
}  // namespace kairos
