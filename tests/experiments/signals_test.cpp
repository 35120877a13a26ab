// Tests the program under signals, with broken standard streams, and as a child that must not
// outlive its parent.
#include <chrono>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <spawn.h>
#include <sys/wait.h>

#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::kairos_program;
using ::testing::Not;

/// Thousands of short runs, which take a minute in all.
const std::string many_runs = R"(name: many
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 200}]}
policies: [heft, random]
seeds: 5000
report: {gantt: false}
)";

/// One run that takes minutes.
const std::string long_run = R"(name: long
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 1 /ms}, jobs: 1000000}]}
policies: [first_come]
seeds: 1
report: {gantt: false}
)";

const std::string small = R"(name: small
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 20}]}
policies: [heft, random]
seeds: 2
report: {gantt: false}
)";

class Signals : public testing::FolderFixture {
 protected:
  /// Starts the program with these arguments; its messages go to the file `said`.
  [[nodiscard]] pid_t start(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), KAIROS_BINARY);
    std::vector<char*> words;
    words.reserve(arguments.size() + 1);
    for (std::string& word : arguments) words.push_back(word.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    const std::string said = path("said");
    posix_spawn_file_actions_addopen(&files, 1, said.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&files, 1, 2);
    posix_spawnattr_t defaults;  // A test in the background would pass on that SIGINT is ignored.
    posix_spawnattr_init(&defaults);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    posix_spawnattr_setsigdefault(&defaults, &signals);
    posix_spawnattr_setflags(&defaults, POSIX_SPAWN_SETSIGDEF);
    pid_t child = 0;
    EXPECT_EQ(posix_spawn(&child, KAIROS_BINARY, &files, &defaults, words.data(), environ), 0);
    posix_spawnattr_destroy(&defaults);
    posix_spawn_file_actions_destroy(&files);
    return child;
  }
  /// Waits until the condition holds. Gives up after a while; the expectations then fail.
  template <class Condition>
  static void wait_until(Condition holds) {
    for (int i = 0; i < 12'000 && !holds(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
  [[nodiscard]] bool has_results() const {
    std::error_code missing;
    const auto size = fs::file_size(folder / "out" / "results.sqlite-wal", missing);
    return !missing && size > 20'000;
  }
  static int code_of(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
};

TEST_F(Signals, EndASweepCleanlyAndResumeGoesOn) {
  const std::string file = write("many.yaml", many_runs);
  for (const int signal : {SIGINT, SIGTERM}) {
    fs::remove(folder / "said");
    const pid_t child = start({"run", file, "--jobs", "2", "--resume", "--out", path("out")});
    wait_until([&] { return has_results(); });
    kill(child, signal);
    EXPECT_EQ(code_of(child), 128 + signal);
    EXPECT_THAT(read("said"),
                HasSubstr(signal == SIGINT ? "interrupted by SIGINT" : "interrupted by SIGTERM"));
    EXPECT_THAT(read("said"), HasSubstr("--resume"));
  }
  const auto less = kairos_program("run " + file + " --set seeds=3 --resume --out " + path("out"));
  EXPECT_EQ(less.code, 0) << less.output;
}

TEST_F(Signals, EndALongRun) {
  const pid_t child = start({"run", write("long.yaml", long_run), "--out", path("out")});
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  kill(child, SIGINT);
  EXPECT_EQ(code_of(child), 128 + SIGINT);
}

TEST_F(Signals, EndATrainingCleanly) {
  const pid_t child = start(
      {"train", std::string(KAIROS_SOURCE_DIR) + "/experiments/catalogue/train_learned.yaml",
       "--set", "episodes={groups: 2, rollouts: 2, jobs: {from: 4, to: 6}}", "--set",
       "validation={scenarios: 1, jobs: 5, every: 1, patience: 100000, baselines: [srpt_eft]}",
       "--set", "iterations=100000", "--out", path("out")});
  wait_until([&] { return fs::exists(folder / "out" / "learning_curve.csv"); });
  kill(child, SIGTERM);
  EXPECT_EQ(code_of(child), 128 + SIGTERM);
  EXPECT_THAT(read("said"), HasSubstr("interrupted by SIGTERM"));
  EXPECT_TRUE(fs::exists(folder / "out" / "training.state"));
}

/// The processes that a parent has started and not yet collected.
std::vector<pid_t> isolated_runs_of(pid_t parent) {
  std::vector<pid_t> found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    std::ifstream stat(entry.path() / "stat");
    std::string id, name, state;
    pid_t of = 0;
    if (stat >> id >> name >> state >> of && of == parent) {
      found.push_back(static_cast<pid_t>(std::stol(id)));
    }
  }
  return found;
}

bool is_running(pid_t process) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string id, name, state;
  return static_cast<bool>(stat >> id >> name >> state) && state != "Z";
}

TEST_F(Signals, NoIsolatedRunOutlivesItsParent) {
  const std::string file = write("long.yaml", "backend: simgrid\n" + long_run);
  for (const int signal : {SIGTERM, SIGKILL}) {
    const pid_t parent = start({"run", file, "--out", path("out")});
    wait_until([&] { return !isolated_runs_of(parent).empty(); });
    const std::vector<pid_t> children = isolated_runs_of(parent);
    ASSERT_EQ(children.size(), 1U);
    kill(parent, signal);
    EXPECT_EQ(code_of(parent), signal == SIGKILL ? -SIGKILL : 128 + signal);
    wait_until([&] { return !is_running(children[0]); });
    EXPECT_FALSE(is_running(children[0]));
  }
}

TEST_F(Signals, AKilledIsolatedRunIsNamed) {
  const std::string file = write("long.yaml", "backend: simgrid\n" + long_run);
  const pid_t parent = start({"run", file, "--out", path("out")});
  wait_until([&] { return !isolated_runs_of(parent).empty(); });
  for (const pid_t child : isolated_runs_of(parent)) kill(child, SIGKILL);
  EXPECT_NE(code_of(parent), 70);
  EXPECT_THAT(read("said"), HasSubstr("policy 'first_come', seed 1: the process of this run was "
                                      "ended by signal SIGKILL"));
}

TEST_F(Signals, ManyIsolatedRunsAtATimeDoNotHang) {
  const std::string file = write("small.yaml", "backend: simgrid\n" + small);
  for (int i = 0; i < 5; ++i) {
    const auto result = kairos_program("run " + file + " --set seeds=8 --jobs 8 --out " +
                                       path("out" + std::to_string(i)));
    EXPECT_EQ(result.code, 0) << result.output;
  }
}

class Streams : public testing::FolderFixture {};

TEST_F(Streams, AFullDiskUnderStandardOutputIsAnError) {
  for (const std::string& command :
       {std::string("list policies"), "run " + write("small.yaml", small) + " --out " + path("out"),
        std::string("describe heft"), std::string("schema")}) {
    // The redirection comes before the shell's 2>&1, so only standard error is captured.
    const auto result = kairos_program(command + " 3>&1 1>/dev/full 2>&3 #");
    EXPECT_EQ(result.code, 2) << command;
  }
  EXPECT_EQ(kairos_program("list policies >&- #").code, 2);
}

TEST_F(Streams, AFullOrClosedStandardErrorEndsNoSweep) {
  const std::string run = "run " + write("small.yaml", small) + " --out ";
  EXPECT_EQ(kairos_program(run + path("full") + " 2>/dev/full #").code, 0);
  EXPECT_EQ(kairos_program(run + path("closed") + " 2>&- #").code, 0);
  EXPECT_TRUE(fs::exists(folder / "closed" / "runs.csv"));
}

TEST_F(Streams, AReaderThatHasEnoughEndsTheProgramAsUsual) {
  const auto result = kairos_program("schema 2>&1 | head -c 10");
  EXPECT_THAT(result.output, Not(HasSubstr("error")));
}

TEST_F(Streams, OutputGoesIntoDevicesAndLinks) {
  const std::string trace = "trace " + write("small.yaml", small) + " --out ";
  EXPECT_EQ(kairos_program(trace + "/dev/null").code, 0);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_THAT(kairos_program(trace + "/dev/stdout").output, HasSubstr("traceEvents"));
  EXPECT_EQ(kairos_program(trace + folder.string()).code, 2);
  EXPECT_EQ(kairos_program(trace + "/dev/full").code, 2);
}

TEST_F(Streams, FilesOfTheUserStayWhereTheyAre) {
  const std::string input = write("experiment.yaml", small);
  write("gantt_x.svg", "mine");
  write("chip_layout.svg", "mine");
  const auto over_itself = kairos_program("run " + input + " --out " + folder.string());
  EXPECT_EQ(over_itself.code, 2);
  EXPECT_THAT(over_itself.output, HasSubstr("Kairos has not written this"));
  EXPECT_EQ(read("experiment.yaml"), small);
  EXPECT_FALSE(fs::exists(folder / "results.sqlite"));

  fs::rename(folder / "experiment.yaml", folder / "base.yaml");
  for (int i = 0; i < 2; ++i) {
    const auto beside = kairos_program("run " + path("base.yaml") + " --out " + folder.string());
    EXPECT_EQ(beside.code, 0) << beside.output;
  }
  EXPECT_EQ(read("gantt_x.svg"), "mine");
  EXPECT_EQ(read("chip_layout.svg"), "mine");
  EXPECT_EQ(read("base.yaml"), small);
}

TEST_F(Streams, NamesOfADocumentStayInTheWorkingFolder) {
  const std::string file = write("small.yaml", small);
  const std::string in_folder = "run " + file + " --set ";
  const std::string checked = "check " + file + " --set ";
  for (const std::string& setting :
       {std::string("name=../evil"), std::string("name=/tmp/evil"), "name=" + std::string(300, 'a'),
        std::string("report.folder=/tmp/evil"), std::string("report.folder=../evil")}) {
    const auto result = kairos_program(in_folder + setting);
    EXPECT_EQ(result.code, 2) << setting;
    EXPECT_LT(result.output.size(), 700U);
    EXPECT_EQ(kairos_program(checked + setting).code, 2) << setting;
  }
  const auto elsewhere = kairos_program(in_folder + "report.folder=/tmp/evil --out " + path("out"));
  EXPECT_EQ(elsewhere.code, 0) << elsewhere.output;
}

}  // namespace
}  // namespace kairos
