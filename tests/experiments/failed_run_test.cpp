// Tests that failed runs are results: they are recorded, counted and tried again.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/experiment/sweep.hpp"
#include "experiments/store/result_store.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kairos_program;
using testing::ProgramResult;

namespace fs = std::filesystem;

/// The result of the first task, 40 MB, does not fit into 20 or 30 MB.
const std::string too_small = R"(name: sizes
platform:
  name: gpu
  clusters: [{name: gpu, kind: gpu, slots: 8, throughput: {any: 10 Top/s}, memory: [hbm]}]
  memory: [{name: hbm, bandwidth: 1 TB/s, size: 49 MB}]
cost: roofline
workload:
  name: requests
  applications:
    - {name: a, tasks: [{name: p, work: 60 Gop}, {name: d, work: 1 Gop, after: {p: 40 MB}}]}
  streams: [{arrivals: {name: poisson, rate: 100 Hz}, jobs: 4}]
policies: [earliest_finish, heft]
sweep: {platform.memory.0.size: [20 MB, 30 MB, 41 MB, 60 MB]}
seeds: 2
report: {metrics: [latency_mean_s], gantt: false}
)";

/// The second chip cannot run the workload at all, which is known before any run.
const std::string impossible = R"(name: chips
platform: {name: p, clusters: [{name: c, kind: cpu, kernels: {k: 1 ms}}]}
workload:
  name: w
  applications: [{name: j, tasks: [{name: k}]}]
  streams: [{arrivals: {name: periodic, rate: 1 /ms}, jobs: 3}]
policies: [heft]
sweep: {kernels: {right: {platform.clusters.0.kernels: {k: 1 ms}},
                  wrong: {platform.clusters.0.kernels: {other: 1 ms}}}}
seeds: 2
report: {gantt: false}
)";

class FailedRun : public testing::FolderFixture {
 protected:
  [[nodiscard]] std::string call(const std::string& text, const std::string& more = "") const {
    return "run " + write("experiment.yaml", text) + " --out " + out.string() + " " + more;
  }

  const fs::path out = folder / "out";
};

TEST_F(FailedRun, LeavesTheOthersAndIsCounted) {
  const ProgramResult result = kairos_program(call(too_small));
  EXPECT_EQ(result.code, 1) << result.output;
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("heft (2 failed)"), HasSubstr("8 of 16 runs failed"),
                    HasSubstr("failed: "), HasSubstr("memory"), HasSubstr("results are in")));
  const ResultStore store(out);
  EXPECT_EQ(store.load().size(), 8U);
  ASSERT_EQ(store.failures().size(), 8U);
  for (const auto& failed : store.failures()) {
    EXPECT_THAT(failed.message, HasSubstr("memory"));
    EXPECT_THAT(failed.key.point[0].second, ::testing::AnyOf("20 MB", "30 MB"));
  }
  EXPECT_EQ(std::ranges::count(read("out/runs.csv"), '\n'), 9);
  EXPECT_THAT(read("out/summary.csv"), HasSubstr("\n20 MB,heft,latency_mean_s,s,,,0,,,,,2\n"));
}

TEST_F(FailedRun, IsCountedInAllFormats) {
  const ProgramResult csv = kairos_program(call(too_small, "--format csv"));
  EXPECT_EQ(csv.code, 1);
  EXPECT_THAT(csv.output, HasSubstr("difference_half_width_95,failed\n"));
  const ProgramResult json = kairos_program(call(too_small, "--resume --format json"));
  EXPECT_EQ(json.code, 1);
  const std::size_t begin = json.output.find('{');  // Messages on standard error come before it.
  const auto document =
      nlohmann::json::parse(json.output.substr(begin, json.output.rfind('}') + 1 - begin));
  EXPECT_EQ(document["runs"], 16);
  EXPECT_EQ(document["failed"], 8);
  EXPECT_EQ(document["rows"][0]["failed"], 2);
  EXPECT_EQ(document["rows"][0]["n"], 0);
}

TEST_F(FailedRun, IsTriedAgainWhenResuming) {
  ASSERT_EQ(kairos_program(call(too_small, "--seed 1")).code, 1);
  const ProgramResult again = kairos_program(call(too_small, "--seed 1 --resume"));
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.output, HasSubstr("8 of 8 runs"));
  EXPECT_EQ(ResultStore(out).failures().size(), 4U);
}

TEST_F(FailedRun, MayBeKnownBeforeTheFirstRun) {
  const ProgramResult result = kairos_program(call(impossible));
  EXPECT_EQ(result.code, 1) << result.output;
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("2 of 4 runs failed"), HasSubstr("(2 runs failed like this)")));
  const ResultStore store(out);
  EXPECT_EQ(store.load().size(), 2U);
  EXPECT_EQ(store.failures().at(0).key.point[0].second, "wrong");
}

TEST_F(FailedRun, IsRefusedWhereNoRunIsPossible) {
  EXPECT_EQ(kairos_program(call(impossible, "--set sweep.kernels=wrong")).code, 2);
  EXPECT_FALSE(fs::exists(out));
}

}  // namespace
}  // namespace kairos
