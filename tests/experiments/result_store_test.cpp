#include "experiments/store/result_store.hpp"

#include <array>
#include <cmath>
#include <csignal>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

RunRecord record(std::size_t index, const std::string& hash) {
  RunRecord r;
  r.key = {index, "heft", {{"workload.rate", "3 /ms"}, {"a.b", "[1,2]"}}, 7, hash};
  r.outcome.metrics = {{"makespan_s", "", 0.1 + static_cast<double>(index)},
                       {"energy_j", "", 2},
                       {"energy_j", "cpu0", 1.0 / 3}};
  r.outcome.fingerprint = 0xfedcba9876543210;
  r.outcome.wall_seconds = 0.25;
  return r;
}

TaskFinished task(std::uint32_t job, std::int64_t finish) {
  const auto at = [](std::int64_t ps) { return Time(Duration::picoseconds(ps)); };
  return {{JobId{job}, TaskId{2}},  ApplicationId{1}, ElementId{4}, at(1), at(2), at(3), at(finish),
          Duration::picoseconds(5), Bytes(640),       Joules(1e-9)};
}

class ResultStoreTest : public ::testing::Test {
 public:
  ~ResultStoreTest() override { std::filesystem::remove_all(folder); }

 protected:
  std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                 ("kairos_store_" + std::to_string(getpid()) + "_" +
                                  ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(ResultStoreTest, GivesBackARunAsItWasCommitted) {
  const RunRecord written = record(3, "h3");
  ResultStore(folder).commit(written);
  const std::vector<RunRecord> read = ResultStore(folder).load();
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].key.index, 3u);
  EXPECT_EQ(read[0].key.policy, "heft");
  EXPECT_EQ(read[0].key.point, written.key.point);
  EXPECT_EQ(read[0].key.seed, 7u);
  EXPECT_EQ(read[0].key.hash, "h3");
  EXPECT_EQ(read[0].outcome.fingerprint, written.outcome.fingerprint);
  EXPECT_EQ(read[0].outcome.wall_seconds, 0.25);
  ASSERT_EQ(read[0].outcome.metrics.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(read[0].outcome.metrics[i].name, written.outcome.metrics[i].name);
    EXPECT_EQ(read[0].outcome.metrics[i].subject, written.outcome.metrics[i].subject);
    EXPECT_EQ(read[0].outcome.metrics[i].value, written.outcome.metrics[i].value);
  }
}

TEST_F(ResultStoreTest, KeepsExtremeNumbers) {
  RunRecord written = record(0, "h");
  written.key.seed = std::numeric_limits<std::uint64_t>::max();
  written.outcome.fingerprint = std::numeric_limits<std::uint64_t>::max();
  written.outcome.metrics = {{"a", "", std::nan("")}, {"b", "", HUGE_VAL}, {"c", "", 5e-324}};
  ResultStore store(folder);
  store.commit(written);
  const RunRecord read = store.load().front();
  EXPECT_EQ(read.key.seed, written.key.seed);
  EXPECT_EQ(read.outcome.fingerprint, written.outcome.fingerprint);
  EXPECT_TRUE(std::isnan(read.outcome.metrics[0].value));
  EXPECT_EQ(read.outcome.metrics[1].value, HUGE_VAL);
  EXPECT_EQ(read.outcome.metrics[2].value, 5e-324);
}

TEST_F(ResultStoreTest, LoadsRunsByIndexHoweverTheyEnded) {
  ResultStore store(folder);
  for (const std::size_t i : {2U, 0U, 1U}) store.commit(record(i, "h" + std::to_string(i)));
  std::vector<std::size_t> indices;
  for (const RunRecord& r : store.load()) indices.push_back(r.key.index);
  EXPECT_THAT(indices, ElementsAre(0, 1, 2));
}

TEST_F(ResultStoreTest, KeepsTasksInTheirOrderWhenARecordHasSome) {
  RunRecord written = record(0, "h0");
  written.outcome.tasks = {task(9, 10), task(1, 20)};
  ResultStore store(folder);
  store.commit(written);
  store.commit(record(1, "h1"));
  const std::vector<TaskFinished> tasks = store.load_tasks(0);
  ASSERT_EQ(tasks.size(), 2u);
  EXPECT_EQ(tasks[0].task, (TaskRef{JobId{9}, TaskId{2}}));
  EXPECT_EQ(tasks[1].task, (TaskRef{JobId{1}, TaskId{2}}));
  EXPECT_EQ(tasks[1].application, ApplicationId{1});
  EXPECT_EQ(tasks[1].element, ElementId{4});
  EXPECT_EQ(tasks[1].ready.picoseconds(), 1);
  EXPECT_EQ(tasks[1].sent.picoseconds(), 2);
  EXPECT_EQ(tasks[1].start.picoseconds(), 3);
  EXPECT_EQ(tasks[1].finish.picoseconds(), 20);
  EXPECT_EQ(tasks[1].nominal.picoseconds(), 5);
  EXPECT_EQ(tasks[1].received, Bytes(640));
  EXPECT_EQ(tasks[1].energy, Joules(1e-9));
  EXPECT_TRUE(store.load_tasks(1).empty());
}

TEST_F(ResultStoreTest, ReplacesARunWithTheSameIndexOrHash) {
  ResultStore store(folder);
  store.commit(record(0, "old"));
  store.commit(record(1, "moved"));
  store.commit(record(0, "new"));
  store.commit(record(5, "moved"));
  EXPECT_THAT(store.finished_hashes(), ElementsAre("moved", "new"));
  const std::vector<RunRecord> runs = store.load();
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[1].key.index, 5u);
  EXPECT_EQ(runs[1].outcome.metrics.size(), 3u) << "metrics of the replaced run are left over";
}

TEST_F(ResultStoreTest, DropsRunsOfAnOlderConfiguration) {
  ResultStore store(folder);
  for (const std::size_t i : {0U, 1U, 2U}) store.commit(record(i, "h" + std::to_string(i)));
  store.keep_only({"h1", "not run yet"});
  EXPECT_THAT(store.finished_hashes(), ElementsAre("h1"));
}

TEST_F(ResultStoreTest, RenumbersRunsThatSwapPlaces) {
  ResultStore store(folder);
  RunRecord first = record(0, "a");
  first.outcome.tasks = {task(9, 10)};
  store.commit(first);
  store.commit(record(1, "b"));
  store.renumber({{"a", 1}, {"b", 0}, {"not run yet", 2}});
  const std::vector<RunRecord> runs = store.load();
  EXPECT_EQ(runs[0].key.hash, "b");
  EXPECT_EQ(runs[1].key.hash, "a");
  EXPECT_EQ(runs[1].outcome.metrics[0].value, first.outcome.metrics[0].value);
  EXPECT_EQ(store.load_tasks(1).size(), 1u);
}

TEST_F(ResultStoreTest, LeavesAllNumbersWhenARunHasNoNewOne) {
  ResultStore store(folder);
  store.commit(record(0, "a"));
  store.commit(record(1, "b"));
  EXPECT_THROW(store.renumber({{"a", 5}}), std::logic_error);
  EXPECT_EQ(store.load()[0].key.index, 0u);
}

TEST_F(ResultStoreTest, RekeysRunsForASweepWithAnotherKey) {
  ResultStore store(folder);
  store.commit(record(0, "a"));
  store.commit(record(1, "dropped"));
  const std::vector<RunKey> keys{{1, "label", {{"new.key", "1"}}, 7, "a"},
                                 {0, "label", {{"new.key", "2"}}, 7, "not run yet"}};
  store.rekey(keys);
  const std::vector<RunRecord> runs = store.load();
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].key.index, 1u);
  EXPECT_EQ(runs[0].key.policy, "label");
  EXPECT_EQ(runs[0].key.point, keys[0].point);
}

TEST_F(ResultStoreTest, RemembersWhereResultsComeFrom) {
  Provenance written;
  written.version = "0.1.0";
  written.git_commit = "abc";
  written.configuration = "name: x\npolicies: [heft]\n";
  written.configuration_hash = "00ff";
  ResultStore(folder).set_provenance(written);
  const Provenance read = ResultStore(folder).provenance();
  EXPECT_EQ(read.version, "0.1.0");
  EXPECT_EQ(read.git_commit, "abc");
  EXPECT_EQ(read.configuration, written.configuration);
  EXPECT_EQ(read.configuration_hash, "00ff");
  EXPECT_EQ(read.host, "");
}

/// Commits runs forever, telling the index of each one through a pipe once commit() has returned.
[[noreturn]] void commit_forever(const std::filesystem::path& folder, int pipe_end) {
  ResultStore store(folder);
  for (std::uint32_t i = 0;; ++i) {
    store.commit(record(i, "h" + std::to_string(i)));
    if (write(pipe_end, &i, sizeof i) != sizeof i) _exit(1);
  }
}

TEST_F(ResultStoreTest, AKilledProcessLosesNoRunThatWasCommitted) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  if (child == 0) commit_forever(folder, ends[1]);
  close(ends[1]);
  std::optional<std::uint32_t> last;
  std::uint32_t told = 0;
  while (read(ends[0], &told, sizeof told) == sizeof told) {
    last = told;
    if (told == 50) kill(child, SIGKILL);  // somewhere in the commit of a later run
  }
  waitpid(child, nullptr, 0);
  close(ends[0]);
  ASSERT_GE(last.value_or(0), 50u);
  const std::vector<RunRecord> runs = ResultStore(folder).load();
  ASSERT_GT(runs.size(), *last);
  for (const RunRecord& run : runs) EXPECT_EQ(run.outcome.metrics.size(), 3u) << run.key.index;
}

/// Commits into files that may grow to 200 kB. Ends with 0 when that fails as it should.
[[noreturn]] void fill_a_small_disk(const std::filesystem::path& folder) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{200'000, 200'000};
  setrlimit(RLIMIT_FSIZE, &small);
  try {
    ResultStore store(folder);
    for (std::size_t i = 0; i < 10'000; ++i) store.commit(record(i, "h" + std::to_string(i)));
  } catch (const InputError& error) {
    _exit(std::string_view(error.what()).find("cannot be written") == std::string_view::npos);
  } catch (...) {
    _exit(2);
  }
  _exit(3);
}

TEST_F(ResultStoreTest, AFullDiskIsTheUsersToMendAndLosesNoRun) {
  const pid_t child = fork();
  if (child == 0) fill_a_small_disk(folder);
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  const std::vector<RunRecord> runs = ResultStore(folder).load();
  EXPECT_GT(runs.size(), 10u);
  for (const RunRecord& run : runs) EXPECT_EQ(run.outcome.metrics.size(), 3u) << run.key.index;
}

std::string error_of(const std::filesystem::path& folder) {
  try {
    ResultStore store(folder);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST_F(ResultStoreTest, RefusesAFileThatIsNoDatabase) {
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "results.sqlite") << std::string(4096, 'x');
  EXPECT_THAT(error_of(folder), AllOf(HasSubstr("results.sqlite"), HasSubstr("move it away")));
}

TEST_F(ResultStoreTest, RefusesADatabaseOfAnotherVersionAndLeavesItAsItWas) {
  ResultStore(folder).commit(record(0, "a"));
  const std::filesystem::path file = folder / "results.sqlite";
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(60);  // the user version, four bytes, big-endian
    bytes.write("\0\0\0\x63", 4);
  }
  EXPECT_THAT(error_of(folder), AllOf(HasSubstr("results.sqlite"), HasSubstr("another version"),
                                      HasSubstr("99"), HasSubstr("another folder")));
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(ResultStoreTest, RefusesAFolderThatIsAFile) {
  std::ofstream(folder) << "x";
  EXPECT_THAT(error_of(folder), HasSubstr("choose another folder"));
}

}  // namespace
}  // namespace kairos
