// Tests that a result folder survives other selections, other experiments, other processes, and
// processes that are killed.
#include "experiments/store/result_folder.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/base/error.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using testing::kairos_program;
using ::testing::Not;
using testing::ProgramResult;

namespace fs = std::filesystem;

const std::string swept = R"(name: swept
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 5}]}
policies: [heft, random]
sweep: {workload.streams.0.arrivals.rate: [2 /ms, 5 /ms]}
seeds: 5
report: {gantt: false}
)";

/// The number of finished runs in a database.
int runs_in(const fs::path& file) {
  if (!fs::exists(file)) return 0;
  SQLite::Database sqlite(file.string(), SQLite::OPEN_READWRITE, 10'000);
  if (sqlite.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0) return 0;
  return sqlite.execAndGet("SELECT count(*) FROM runs WHERE failure IS NULL").getInt();
}

class ResultFolderTest : public testing::FolderFixture {
 protected:
  [[nodiscard]] std::string call(const std::string& file, const std::string& more = "") const {
    return "run " + file + " --out " + out.string() + " " + more;
  }
  /// Starts the program without waiting for it.
  [[nodiscard]] pid_t start(const std::string& arguments) const {
    const std::string command =
        "exec " KAIROS_BINARY " " + arguments + " >/dev/null 2>" + (folder / "errors").string();
    const pid_t child = fork();
    if (child == 0) {
      execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      _exit(127);
    }
    return child;
  }
  static int wait_for(pid_t child) {
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  [[nodiscard]] int stored() const { return runs_in(out / "results.sqlite"); }
  /// The largest number of runs that one database in the folder holds, under whatever name.
  [[nodiscard]] int most_stored() const {
    int most = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(out)) {
      if (entry.path().extension() == ".sqlite") most = std::max(most, runs_in(entry.path()));
    }
    return most;
  }

  const fs::path out = folder / "out";
};

TEST_F(ResultFolderTest, ResumingASelectionKeepsAllOtherRuns) {
  const std::string file = write("swept.yaml", swept);
  ASSERT_EQ(kairos_program(call(file)).code, 0);
  ASSERT_EQ(stored(), 20);
  const std::string whole = read("out/runs.csv");
  const std::string fewer = write(
      "fewer.yaml", swept.substr(0, swept.find("sweep:")) + "seeds: [2]\nreport: {gantt: false}\n");
  for (const std::string& selection :
       {file + " --seed 1", file + " --set seeds=2", file + " --set policies=[heft]", fewer}) {
    const ProgramResult result = kairos_program(call(selection, "--resume"));
    EXPECT_EQ(result.code, 0) << result.output;
    EXPECT_THAT(result.output, Not(ContainsRegex("[0-9] of [0-9]+ runs"))) << "something ran again";
    EXPECT_EQ(stored(), 20) << selection;
  }
  EXPECT_EQ(std::ranges::count(read("out/runs.csv"), '\n'), 3) << "the report of the selection";
  ASSERT_EQ(kairos_program(call(file, "--resume")).code, 0);
  EXPECT_EQ(read("out/runs.csv"), whole);
}

TEST_F(ResultFolderTest, RefusesToResumeAnotherExperiment) {
  const std::string file = write("swept.yaml", swept);
  ASSERT_EQ(kairos_program(call(file, "--seed 1")).code, 0);
  const ProgramResult result = kairos_program(call(file, "--set name=other --resume"));
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("'swept'"), HasSubstr("'other'"), HasSubstr("another folder")));
  EXPECT_EQ(stored(), 4);
}

TEST_F(ResultFolderTest, AJobArrayMayShareAFolderInTurn) {
  const std::string file = write("swept.yaml", swept);
  for (int seed = 1; seed <= 5; ++seed) {
    const std::string task = "--resume --seed " + std::to_string(seed);
    ASSERT_EQ(kairos_program(call(file, task)).code, 0);
  }
  EXPECT_EQ(stored(), 20);
}

TEST_F(ResultFolderTest, AJobArrayMayShareAFolderAtOnce) {
  const std::string file = write("swept.yaml", swept);
  std::vector<pid_t> tasks;
  for (int seed = 1; seed <= 5; ++seed) {
    tasks.push_back(start(call(file, "--jobs 1 --resume --seed " + std::to_string(seed))));
  }
  for (const pid_t task : tasks) EXPECT_EQ(wait_for(task), 0) << read("errors");
  EXPECT_EQ(stored(), 20);
  EXPECT_EQ(std::ranges::count(read("out/runs.csv"), '\n'), 5);
  const ProgramResult whole = kairos_program(call(file, "--resume"));
  EXPECT_THAT(whole.output, Not(ContainsRegex("[0-9] of [0-9]+ runs"))) << "something ran again";
}

TEST_F(ResultFolderTest, RefusesANewStartInAFolderInUse) {
  const std::string file = write("swept.yaml", swept);
  const ResultFolder in_use(out, "swept", Start::resume);
  const ProgramResult result = kairos_program(call(file));
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("another run is writing to this folder"), HasSubstr("--resume")));
  EXPECT_EQ(kairos_program(call(file, "--resume --seed 1")).code, 0);
}

TEST_F(ResultFolderTest, IsFreeAgainWhenItsProcessWasKilled) {
  const pid_t child = fork();
  if (child == 0) {
    const ResultFolder in_use(out, "swept", Start::anew);
    kill(getpid(), SIGKILL);
  }
  wait_for(child);
  EXPECT_EQ(kairos_program(call(write("swept.yaml", swept), "--seed 1")).code, 0);
}

TEST_F(ResultFolderTest, ANewStartKeepsAllOldResultsUnderNumbers) {
  const std::string file = write("swept.yaml", swept);
  ASSERT_EQ(kairos_program(call(file)).code, 0);
  std::ofstream(out / "gantt_mine.svg") << "the user's own";
  const std::string runs = read("out/runs.csv");
  for (const char* seed : {"1", "2"}) {
    ASSERT_EQ(kairos_program(call(file, std::string("--seed ") + seed)).code, 0);
  }
  EXPECT_EQ(runs_in(out / "previous_1.sqlite"), 20);
  EXPECT_EQ(runs_in(out / "previous_2.sqlite"), 4);
  EXPECT_EQ(stored(), 4);
  EXPECT_EQ(read("out/previous_1/runs.csv"), runs);
  EXPECT_TRUE(fs::exists(out / "previous_1" / "plot.svg"));
  EXPECT_FALSE(fs::exists(out / "previous_1" / "gantt_mine.svg"));
}

TEST_F(ResultFolderTest, ANewStartThatIsCutOffLeavesNoReportOfTheOldRuns) {
  ASSERT_EQ(kairos_program(call(write("swept.yaml", swept))).code, 0);
  const ResultFolder cut_off(out, "swept", Start::anew);
  for (const char* file :
       {"runs.csv", "subjects.csv", "summary.csv", "wall.csv", "plot.svg", "experiment.yaml"}) {
    EXPECT_FALSE(fs::exists(out / file)) << file;
  }
}

TEST_F(ResultFolderTest, KillsAtAnyInstantLoseNothing) {
  const std::string file = write("swept.yaml", swept);
  ASSERT_EQ(kairos_program(call(file)).code, 0);
  std::mt19937 random(1);
  std::uniform_int_distribution<int> microseconds(0, 150'000);
  for (int i = 0; i < 12; ++i) {
    const pid_t child = start(call(file, i % 3 == 0 ? "--resume --seed 77" : ""));
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds(random)));
    kill(child, SIGKILL);
    wait_for(child);
    ASSERT_GE(most_stored(), 20) << "after kill " << i;
  }
  EXPECT_EQ(kairos_program(call(file, "--resume")).code, 0);
  EXPECT_GE(stored(), 20);
}

TEST_F(ResultFolderTest, TwoNewStartsAtOnceLoseNothing) {
  const std::string file = write("swept.yaml", swept);
  ASSERT_EQ(kairos_program(call(file)).code, 0);
  for (int i = 0; i < 4; ++i) {
    const pid_t one = start(call(file, "--seed 1"));
    const pid_t two = start(call(file, "--seed 2"));
    const int first = wait_for(one);
    const int second = wait_for(two);
    EXPECT_TRUE(first == 0 || second == 0) << read("errors");
    EXPECT_TRUE(first == 0 || first == 2);
    EXPECT_TRUE(second == 0 || second == 2);
    ASSERT_EQ(most_stored(), 20);
  }
}

/// The second of two runs would take minutes; the program must not wait for it.
TEST_F(ResultFolderTest, StopsAtOnceWhenTheFolderIsGone) {
  const std::string file = write("long.yaml", R"(name: long
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 5}]}
policies: [earliest_finish]
sweep: {workload.streams.0.jobs: [5, 50000000]}
)");
  const pid_t child = start(call(file));
  for (int i = 0; i < 600 && stored() < 1; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  fs::rename(out, folder / "moved");
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(wait_for(child), 2);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
  EXPECT_THAT(read("errors"), HasSubstr("deleted, renamed or replaced during the run"));
  EXPECT_FALSE(fs::exists(out));
  EXPECT_EQ(runs_in(folder / "moved" / "results.sqlite"), 1);
}

TEST_F(ResultFolderTest, WritesAReportAgainOnlyWhenItIsNotAsItWasLeft) {
  const std::string file = write("swept.yaml", swept);
  ASSERT_EQ(kairos_program(call(file)).code, 0);
  const auto written = fs::last_write_time(out / "runs.csv");
  const std::string runs = read("out/runs.csv");
  ASSERT_EQ(kairos_program(call(file, "--resume")).code, 0);
  EXPECT_EQ(fs::last_write_time(out / "runs.csv"), written);
  fs::remove(out / "runs.csv");
  ASSERT_EQ(kairos_program(call(file, "--resume")).code, 0);
  EXPECT_EQ(read("out/runs.csv"), runs);
}

TEST_F(ResultFolderTest, RefusesALinkInPlaceOfItsFiles) {
  for (const char* name : {"results.sqlite", "results.lock"}) {
    fs::remove_all(out);
    fs::create_directories(out);
    const fs::path victim = folder / "victim";
    std::ofstream(victim) << "";
    fs::create_symlink(victim, out / name);
    const ProgramResult result = kairos_program(call(write("swept.yaml", swept), "--resume"));
    EXPECT_EQ(result.code, 2) << result.output;
    EXPECT_THAT(result.output, HasSubstr("link")) << name;
    EXPECT_EQ(fs::file_size(victim), 0U);
  }
}

TEST_F(ResultFolderTest, ARunIsDoneAgainWhenAFileThatItReadHasChanged) {
  const std::string file = write("traced.yaml", R"(name: traced
platform: {name: p, clusters: [{name: c, kind: cpu, kernels: {k: 1 ms}}]}
workload:
  name: w
  applications: [{name: j, tasks: [{name: k}]}]
  streams: [{arrivals: {name: trace, file: times.txt}}]
policies: [heft]
report: {gantt: false, metrics: [jobs, latency_mean_s]}
)");
  static_cast<void>(write("times.txt", "0 s\n5 ms\n"));
  ASSERT_EQ(kairos_program(call(file)).code, 0);
  EXPECT_THAT(read("out/summary.csv"), HasSubstr("heft,jobs,jobs,2,"));
  static_cast<void>(write("times.txt", "0 s\n0 s\n0 s\n0 s\n"));
  const ProgramResult again = kairos_program(call(file, "--resume"));
  EXPECT_EQ(again.code, 0) << again.output;
  EXPECT_THAT(read("out/summary.csv"), HasSubstr("heft,jobs,jobs,4,"));
  // Four jobs arrive at once on one element: (1 + 2 + 3 + 4) ms / 4.
  EXPECT_THAT(read("out/summary.csv"), HasSubstr("heft,latency_mean_s,s,0.0025,"));
  EXPECT_EQ(stored(), 2);
}

}  // namespace
}  // namespace kairos
