// Tests that a result store gives back what was committed, and which runs a selection contains.
#include "experiments/store/result_store.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/support/result_store_fixture.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(ResultStoreTest, GivesBackARunAsItWasCommitted) {
  const RunRecord written = record(0, "h");
  ResultStore(results).commit(written);
  const std::vector<RunRecord> read = ResultStore(results).load();
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
  ResultStore store(results);
  store.commit(record(0, "h"));
  const std::vector<std::string> wanted{"energy_j", "not there"};
  const RunRecord read = store.load(wanted).front();
  ASSERT_EQ(read.outcome.metrics.size(), 1u);
  EXPECT_EQ(read.outcome.metrics[0].name, "energy_j");
  EXPECT_EQ(read.outcome.metrics[0].subject, "");
  EXPECT_EQ(read.outcome.metrics[0].value, 2);
}

TEST_F(ResultStoreTest, KeepsSubjectsOfRunsThatDiffer) {
  ResultStore store(results);
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
  ResultStore store(results);
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
  ResultStore store(results);
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
  ResultStore store(results);
  store.commit(written);
  const RunRecord read = store.load().front();
  EXPECT_EQ(read.key.seed, written.key.seed);
  EXPECT_EQ(read.outcome.fingerprint, written.outcome.fingerprint);
  EXPECT_TRUE(std::isnan(read.outcome.metrics[0].value));
  EXPECT_EQ(read.outcome.metrics[1].value, HUGE_VAL);
  EXPECT_EQ(read.outcome.metrics[2].value, 5e-324);
}

TEST_F(ResultStoreTest, LoadsChosenRunsByIndexHoweverTheyEnded) {
  ResultStore store(results);
  store.select(keys({"a", "b", "c"}));
  for (const std::size_t i : {2U, 0U, 1U}) store.commit(record(i, std::string(1, "abc"[i])));
  EXPECT_THAT(hashes(store.load()), ElementsAre("a", "b", "c"));
}

TEST_F(ResultStoreTest, KeepsTasksInTheirOrderWhenARecordHasSome) {
  RunRecord written = record(0, "h0");
  written.outcome.tasks = {task(9, 10), task(1, 20)};
  ResultStore store(results);
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
  ResultStore store(results);
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
  ResultStore store(results);
  for (const std::size_t i : {0U, 1U, 2U}) store.commit(record(i, "h" + std::to_string(i)));
  store.select(keys({"h2", "not run yet", "h1"}));
  EXPECT_THAT(store.unfinished(), ElementsAre(1));
  EXPECT_THAT(hashes(store.load()), ElementsAre("h2", "h1"));
  EXPECT_EQ(store.load()[1].key.index, 2u);
  EXPECT_EQ(ResultStore(results).load().size(), 3u);
}

TEST_F(ResultStoreTest, FindsTheTasksOfARunWhereverItStandsInTheChoice) {
  ResultStore store(results);
  RunRecord first = record(0, "a");
  first.outcome.tasks = {task(9, 10)};
  store.commit(first);
  store.commit(record(1, "b"));
  store.select(keys({"b", "a"}));
  EXPECT_EQ(store.load_tasks(1).size(), 1u);
  EXPECT_TRUE(store.load_tasks(0).empty());
}

TEST_F(ResultStoreTest, GivesChosenRunsTheLabelAndPointOfTheirKey) {
  ResultStore store(results);
  store.commit(record(0, "a"));
  const RunKey key{0, "label", {{"new.key", "1"}}, 7, "a"};
  store.select({key});
  EXPECT_EQ(store.load()[0].key.policy, "label");
  const ResultStore again(results);
  EXPECT_EQ(again.load()[0].key.policy, "label");
  EXPECT_EQ(again.load()[0].key.point, key.point);
}

TEST_F(ResultStoreTest, RecordsARunThatFailedUntilItFinishes) {
  ResultStore store(results);
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
  EXPECT_THAT(hashes(ResultStore(results).load()), ElementsAre("b"));
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
    ResultStore store(results, "x");
    store.set_provenance(first);
    store.commit(record(0, "a"));
    store.commit(record(1, "b"));
    store.set_provenance(second);
    store.commit(record(2, "c"));
    store.commit(record(0, "a"));  // The run had finished before.
  }
  const ResultStore store(results, "x");
  EXPECT_EQ(store.provenance(0).git_commit, "abc");
  EXPECT_EQ(store.provenance(1).configuration, first.configuration);
  EXPECT_EQ(store.provenance(1).experiment, "x");
  EXPECT_EQ(store.provenance(1).host, "");
  EXPECT_EQ(store.provenance(2).git_commit, "def");
  EXPECT_EQ(store.provenance(2).host, "far away");
  EXPECT_EQ(store.provenance(2).configuration_hash, "00ff");
}

TEST_F(ResultStoreTest, RefusesAnotherExperimentAndNamesBoth) {
  ResultStore(results, "chips").commit(record(0, "a"));
  try {
    ResultStore store(results, "phones");
    FAIL() << "not refused";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("'chips'"), HasSubstr("'phones'"),
                                    HasSubstr("choose another folder with --out")));
  }
  EXPECT_EQ(ResultStore(results, "chips").load().size(), 1u);
}

TEST_F(ResultStoreTest, TwoStoresOfOneFolderDoNotLoseEachOthersRuns) {
  ResultStore one(results), two(results);
  one.select(keys({"a", "b"}));
  two.select(keys({"a", "b"}));
  RunRecord strange = record(0, "a");
  strange.outcome.metrics = {{"only here", "subject of one", 1}};
  one.commit(strange);
  two.commit(record(1, "b"));
  two.commit(record(0, "a"));
  EXPECT_THAT(hashes(ResultStore(results).load()), ElementsAre("a", "b"));
  EXPECT_EQ(one.load()[0].outcome.metrics[0].name, "only here");
  EXPECT_EQ(two.load()[1].outcome.metrics[2].subject, "cpu0");
}

}  // namespace
}  // namespace kairos
