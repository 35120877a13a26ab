// Tests that a result store loses no run to killed processes and full disks, and refuses files that
// are damaged or not its own.
#include <array>
#include <csignal>
#include <fstream>
#include <optional>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/base/error.hpp"
#include "tests/support/result_store_fixture.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;

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
    std::filesystem::remove_all(results);
    RunRecord run = record(0, "a");
    run.outcome.tasks = {task(1, 10)};
    ResultStore(results).commit(run);
    doctor(results, wrong);
    try {
      const ResultStore store(results);
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
  ResultStore(results).commit(record(0, "a"));
  const std::filesystem::path file = results / "results.sqlite";
  const auto size = std::filesystem::file_size(file);
  std::vector<char> whole(size);
  std::ifstream(file, std::ios::binary).read(whole.data(), static_cast<std::streamsize>(size));
  std::size_t refused = 0;
  for (std::size_t at = 0; at < size; at += 397) {
    std::vector<char> damaged = whole;
    for (std::size_t i = at; i < std::min<std::size_t>(at + 8, size); ++i) damaged[i] ^= '\x5a';
    std::filesystem::remove_all(results);
    std::filesystem::create_directories(results);
    std::ofstream(file, std::ios::binary).write(damaged.data(), static_cast<std::streamsize>(size));
    try {
      ResultStore store(results);
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
  if (child == 0) commit_forever(results, ends[1]);
  close(ends[1]);
  std::optional<std::uint32_t> last;
  std::uint32_t told = 0;
  while (::read(ends[0], &told, sizeof told) == sizeof told) {
    last = told;
    if (told == 50) kill(child, SIGKILL);  // A commit of a later run is under way.
  }
  waitpid(child, nullptr, 0);
  close(ends[0]);
  ASSERT_GE(last.value_or(0), 50u);
  const std::vector<RunRecord> runs = ResultStore(results).load();
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
  if (child == 0) fill_a_small_disk(results);
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  const std::vector<RunRecord> runs = ResultStore(results).load();
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
  std::filesystem::create_directories(results);
  std::ofstream(results / "results.sqlite") << std::string(4096, 'x');
  EXPECT_THAT(error_of(results), AllOf(HasSubstr("results.sqlite"), HasSubstr("move it away")));
}

TEST_F(ResultStoreTest, RefusesADatabaseOfAnotherVersionAndLeavesItAsItWas) {
  ResultStore(results).commit(record(0, "a"));
  const std::filesystem::path file = results / "results.sqlite";
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(60);  // The user version has four bytes, big-endian.
    bytes.write("\0\0\0\x63", 4);
  }
  EXPECT_THAT(error_of(results), AllOf(HasSubstr("results.sqlite"), HasSubstr("another version"),
                                       HasSubstr("99"), HasSubstr("another folder")));
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(ResultStoreTest, RefusesAFolderThatIsAFile) {
  std::ofstream(results) << "x";
  EXPECT_THAT(error_of(results), HasSubstr("choose another folder"));
}

}  // namespace
}  // namespace kairos
