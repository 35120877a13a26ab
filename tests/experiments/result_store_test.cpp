#include "experiments/store/result_store.hpp"

#include <array>
#include <cmath>
#include <csignal>
#include <fstream>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>
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

std::vector<std::string> hashes(std::span<const RunRecord> records) {
  std::vector<std::string> all;
  for (const RunRecord& r : records) all.push_back(r.key.hash);
  return all;
}

/// Keys with these hashes, in this order.
std::vector<RunKey> keys(const std::vector<std::string>& of) {
  std::vector<RunKey> all;
  for (const std::string& hash : of) all.push_back(record(all.size(), hash).key);
  return all;
}

TEST_F(ResultStoreTest, GivesBackARunAsItWasCommitted) {
  const RunRecord written = record(0, "h");
  ResultStore(folder).commit(written);
  const std::vector<RunRecord> read = ResultStore(folder).load();
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].key.index, 0u);
  EXPECT_EQ(read[0].key.policy, "heft");
  EXPECT_EQ(read[0].key.point, written.key.point);
  EXPECT_EQ(read[0].key.seed, 7u);
  EXPECT_EQ(read[0].key.hash, "h");
  EXPECT_EQ(read[0].outcome.fingerprint, written.outcome.fingerprint);
  EXPECT_EQ(read[0].outcome.wall_seconds, 0.25);
  ASSERT_EQ(read[0].outcome.metrics.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(read[0].outcome.metrics[i].name, written.outcome.metrics[i].name);
    EXPECT_EQ(read[0].outcome.metrics[i].subject, written.outcome.metrics[i].subject);
    EXPECT_EQ(read[0].outcome.metrics[i].value, written.outcome.metrics[i].value);
  }
}

TEST_F(ResultStoreTest, GivesTheMetricsOfTheWholeRunThatAreAskedFor) {
  ResultStore store(folder);
  store.commit(record(0, "h"));
  const std::vector<std::string> wanted{"energy_j", "not there"};
  const RunRecord read = store.load(wanted).front();
  ASSERT_EQ(read.outcome.metrics.size(), 1u);
  EXPECT_EQ(read.outcome.metrics[0].name, "energy_j");
  EXPECT_EQ(read.outcome.metrics[0].subject, "");
  EXPECT_EQ(read.outcome.metrics[0].value, 2);
}

TEST_F(ResultStoreTest, KeepsSubjectsOfRunsThatDiffer) {
  ResultStore store(folder);
  RunRecord other = record(1, "other");
  other.outcome.metrics = {{"jobs", "camera", 3}, {"energy_j", "gpu", std::nan("")}};
  store.commit(record(0, "h"));
  store.commit(other);
  store.commit(record(2, "third"));
  const std::vector<RunRecord> read = store.load();
  EXPECT_EQ(read[0].outcome.metrics.back().subject, "cpu0");
  EXPECT_EQ(read[1].outcome.metrics[0].subject, "camera");
  EXPECT_TRUE(std::isnan(read[1].outcome.metrics[1].value));
  EXPECT_EQ(read[2].outcome.metrics.back().value, 1.0 / 3);
}

TEST_F(ResultStoreTest, KeepsRecordingsByteByByte) {
  RunRecord written = record(0, "h");
  written.outcome.recordings = {{"gantt", std::string("\0\xff\n", 3)}, {"chip", ""}};
  ResultStore store(folder);
  store.commit(written);
  store.commit(record(1, "without"));
  const std::vector<Recording> read = store.load_recordings(0);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].kind, "gantt");
  EXPECT_EQ(read[0].bytes, written.outcome.recordings[0].bytes);
  EXPECT_EQ(read[1].bytes, "");
  EXPECT_TRUE(store.load_recordings(1).empty());
}

TEST_F(ResultStoreTest, AddsRecordingsToARunThatHadNone) {
  ResultStore store(folder);
  store.commit(record(0, "h"));
  RunRecord again = record(0, "h");
  again.outcome.recordings = {{"gantt", "abc"}};
  store.commit(again);
  EXPECT_EQ(store.load().size(), 1u);
  EXPECT_EQ(store.load_recordings(0).size(), 1u);
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

TEST_F(ResultStoreTest, LoadsChosenRunsByIndexHoweverTheyEnded) {
  ResultStore store(folder);
  store.select(keys({"a", "b", "c"}));
  for (const std::size_t i : {2U, 0U, 1U}) store.commit(record(i, std::string(1, "abc"[i])));
  EXPECT_THAT(hashes(store.load()), ElementsAre("a", "b", "c"));
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

TEST_F(ResultStoreTest, KeepsTheFirstOfTwoRunsWithOneHash) {
  ResultStore store(folder);
  store.select(keys({"a", "b"}));
  store.commit(record(0, "a"));
  RunRecord late = record(0, "a");
  late.outcome.wall_seconds = 9;
  store.commit(late);
  ASSERT_EQ(store.load().size(), 1u);
  EXPECT_EQ(store.load()[0].outcome.wall_seconds, 0.25);
  EXPECT_EQ(store.load()[0].outcome.metrics.size(), 3u);
}

TEST_F(ResultStoreTest, KeepsRunsOutsideTheChoice) {
  ResultStore store(folder);
  for (const std::size_t i : {0U, 1U, 2U}) store.commit(record(i, "h" + std::to_string(i)));
  store.select(keys({"h2", "not run yet", "h1"}));
  EXPECT_THAT(store.unfinished(), ElementsAre(1));
  EXPECT_THAT(hashes(store.load()), ElementsAre("h2", "h1"));
  EXPECT_EQ(store.load()[1].key.index, 2u);
  EXPECT_EQ(ResultStore(folder).load().size(), 3u);
}

TEST_F(ResultStoreTest, FindsTheTasksOfARunWhereverItStandsInTheChoice) {
  ResultStore store(folder);
  RunRecord first = record(0, "a");
  first.outcome.tasks = {task(9, 10)};
  store.commit(first);
  store.commit(record(1, "b"));
  store.select(keys({"b", "a"}));
  EXPECT_EQ(store.load_tasks(1).size(), 1u);
  EXPECT_TRUE(store.load_tasks(0).empty());
}

TEST_F(ResultStoreTest, GivesChosenRunsTheLabelAndPointOfTheirKey) {
  ResultStore store(folder);
  store.commit(record(0, "a"));
  const RunKey key{0, "label", {{"new.key", "1"}}, 7, "a"};
  store.select({key});
  EXPECT_EQ(store.load()[0].key.policy, "label");
  const ResultStore again(folder);
  EXPECT_EQ(again.load()[0].key.policy, "label");
  EXPECT_EQ(again.load()[0].key.point, key.point);
}

TEST_F(ResultStoreTest, RecordsARunThatFailedUntilItFinishes) {
  ResultStore store(folder);
  store.select(keys({"a", "b"}));
  RunRecord failed = record(1, "b");
  failed.outcome = {};
  failed.outcome.failure = "out of memory";
  store.commit(failed);
  failed.outcome.failure = "again";
  store.commit(failed);
  ASSERT_EQ(store.failures().size(), 1u);
  EXPECT_EQ(store.failures()[0].message, "again");
  EXPECT_EQ(store.failures()[0].key.index, 1u);
  EXPECT_THAT(store.unfinished(), ElementsAre(0, 1));
  EXPECT_TRUE(store.load().empty());
  store.commit(record(1, "b"));
  store.commit(failed);  // This comes late: the run has finished.
  EXPECT_TRUE(store.failures().empty());
  EXPECT_THAT(hashes(ResultStore(folder).load()), ElementsAre("b"));
}

TEST_F(ResultStoreTest, RemembersWhereEachRunComesFrom) {
  Provenance first;
  first.version = "0.1.0";
  first.git_commit = "abc";
  first.configuration = "name: x\npolicies: [heft]\n";
  first.configuration_hash = "00ff";
  Provenance second = first;
  second.git_commit = "def";
  second.host = "far away";
  {
    ResultStore store(folder, "x");
    store.set_provenance(first);
    store.commit(record(0, "a"));
    store.commit(record(1, "b"));
    store.set_provenance(second);
    store.commit(record(2, "c"));
    store.commit(record(0, "a"));  // The run had finished before.
  }
  const ResultStore store(folder, "x");
  EXPECT_EQ(store.provenance(0).git_commit, "abc");
  EXPECT_EQ(store.provenance(1).configuration, first.configuration);
  EXPECT_EQ(store.provenance(1).experiment, "x");
  EXPECT_EQ(store.provenance(1).host, "");
  EXPECT_EQ(store.provenance(2).git_commit, "def");
  EXPECT_EQ(store.provenance(2).host, "far away");
  EXPECT_EQ(store.provenance(2).configuration_hash, "00ff");
}

TEST_F(ResultStoreTest, RefusesAnotherExperimentAndNamesBoth) {
  ResultStore(folder, "chips").commit(record(0, "a"));
  try {
    ResultStore store(folder, "phones");
    FAIL() << "not refused";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("'chips'"), HasSubstr("'phones'"),
                                    HasSubstr("choose another folder with --out")));
  }
  EXPECT_EQ(ResultStore(folder, "chips").load().size(), 1u);
}

TEST_F(ResultStoreTest, TwoStoresOfOneFolderDoNotLoseEachOthersRuns) {
  ResultStore one(folder), two(folder);
  one.select(keys({"a", "b"}));
  two.select(keys({"a", "b"}));
  RunRecord strange = record(0, "a");
  strange.outcome.metrics = {{"only here", "subject of one", 1}};
  one.commit(strange);
  two.commit(record(1, "b"));
  two.commit(record(0, "a"));
  EXPECT_THAT(hashes(ResultStore(folder).load()), ElementsAre("a", "b"));
  EXPECT_EQ(one.load()[0].outcome.metrics[0].name, "only here");
  EXPECT_EQ(two.load()[1].outcome.metrics[2].subject, "cpu0");
}

/// Changes a stored database by SQL, as another program could.
void doctor(const std::filesystem::path& folder, const char* sql) {
  SQLite::Database((folder / "results.sqlite").string(), SQLite::OPEN_READWRITE).exec(sql);
}

TEST_F(ResultStoreTest, RefusesContentsThatCannotBe) {
  const std::vector<const char*> wrongs{
      "UPDATE runs SET seed = 'seven'",
      "UPDATE runs SET point = '{'",
      "UPDATE runs SET point = '[1]'",
      "UPDATE runs SET fingerprint = 'xyz'",
      "UPDATE metric_values SET name = 99 WHERE name = 1",
      "UPDATE layouts SET columns = '[1, 2, 3]'",
      "UPDATE layouts SET columns = 'x'",
      "UPDATE layouts SET columns = '[77, 78]'",
      "UPDATE subject_values SET bytes = x'00'",
      "UPDATE tasks SET element = -1",
      "UPDATE tasks SET task = 99999999999",
      "DROP TABLE names",
      "CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM runs; END",
  };
  for (const char* wrong : wrongs) {
    std::filesystem::remove_all(folder);
    RunRecord run = record(0, "a");
    run.outcome.tasks = {task(1, 10)};
    ResultStore(folder).commit(run);
    doctor(folder, wrong);
    try {
      const ResultStore store(folder);
      static_cast<void>(store.load());
      static_cast<void>(store.load_tasks(0));
      ADD_FAILURE() << "not noticed: " << wrong;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), AllOf(HasSubstr("results.sqlite"), HasSubstr("another folder")));
    }
  }
}

/// A small database that is damaged in many places is read as before, or refused with a message.
TEST_F(ResultStoreTest, SurvivesDamageAnywhere) {
  ResultStore(folder).commit(record(0, "a"));
  const std::filesystem::path file = folder / "results.sqlite";
  const auto size = std::filesystem::file_size(file);
  std::vector<char> whole(size);
  std::ifstream(file, std::ios::binary).read(whole.data(), static_cast<std::streamsize>(size));
  std::size_t refused = 0;
  for (std::size_t at = 0; at < size; at += 397) {
    std::vector<char> damaged = whole;
    for (std::size_t i = at; i < std::min<std::size_t>(at + 8, size); ++i) damaged[i] ^= '\x5a';
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::ofstream(file, std::ios::binary).write(damaged.data(), static_cast<std::streamsize>(size));
    try {
      ResultStore store(folder);
      static_cast<void>(store.load());
      store.commit(record(1, "b"));
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("results.sqlite"));
      ++refused;
    }
  }
  EXPECT_GT(refused, 0u);
}

/// Commits runs for ever, and writes the index of each run to a pipe after commit() has returned.
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
    if (told == 50) kill(child, SIGKILL);  // A commit of a later run is under way.
  }
  waitpid(child, nullptr, 0);
  close(ends[0]);
  ASSERT_GE(last.value_or(0), 50u);
  const std::vector<RunRecord> runs = ResultStore(folder).load();
  ASSERT_GT(runs.size(), *last);
  for (const RunRecord& run : runs) EXPECT_EQ(run.outcome.metrics.size(), 3u) << run.key.index;
}

/// Commits into files that may grow to 500 kB. Exits with 0 if that fails as it should.
[[noreturn]] void fill_a_small_disk(const std::filesystem::path& folder) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{500'000, 500'000};
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
    bytes.seekp(60);  // The user version has four bytes, big-endian.
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
