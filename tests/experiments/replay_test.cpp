// Tests that runs with a measured decision time are repeated with --replay.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "experiments/recordings/pass_times.hpp"
#include "experiments/store/recorded_passes.hpp"
#include "tests/support/program.hpp"
#include "tests/support/result_store_fixture.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using std::chrono::nanoseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// The processor time of the policies is multiplied by 1,000, so it decides the schedule.
const std::string measured = R"(name: measured
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 20}]}
policies: [heft, {name: earliest_finish, label: free, decision_time: {constant: 0 s}}]
decision_time: {measured: 1000}
seeds: 2
report: {tasks: true}
)";

class Replay : public ResultStoreTest {
 protected:
  /// Runs the file and returns its output. The result folder is in the folder of the test.
  [[nodiscard]] ProgramResult run_into(const std::string& file, const std::string& out,
                                       const std::string& options = {}) const {
    return kairos_program("run " + file + " --out " + path(out) + " " + options);
  }
};

TEST_F(Replay, RepeatsEveryFileByteForByte) {
  const std::string file = write("measured.yaml", measured);
  EXPECT_EQ(run_into(file, "first").code, 0);
  const auto again = run_into(file, "again", "--jobs 1 --replay " + path("first"));
  EXPECT_EQ(again.code, 0) << again.output;
  for (const char* name : {"runs.csv", "subjects.csv", "summary.csv", "tasks.csv",
                           "experiment.yaml", "plot.svg", "gantt_heft.svg", "gantt_free.svg"}) {
    EXPECT_FALSE(read(std::string("first/") + name).empty()) << name;
    EXPECT_EQ(read(std::string("first/") + name), read(std::string("again/") + name)) << name;
  }
  // A folder of repeated runs can be replayed as well.
  const auto third = run_into(file, "third", "--replay " + path("again"));
  EXPECT_EQ(third.code, 0) << third.output;
  EXPECT_EQ(read("first/runs.csv"), read("third/runs.csv"));
}

TEST_F(Replay, WorksInAChildProcess) {
  const std::string file = write("measured.yaml", "backend: simgrid\n" + measured);
  EXPECT_EQ(run_into(file, "first", "--seed 1").code, 0);
  const auto again = run_into(file, "again", "--seed 1 --replay " + path("first"));
  EXPECT_EQ(again.code, 0) << again.output;
  EXPECT_FALSE(read("first/runs.csv").empty());
  EXPECT_EQ(read("first/runs.csv"), read("again/runs.csv"));
}

TEST_F(Replay, ShowsTheRunAsItWas) {
  const std::string file = write("measured.yaml", measured);
  EXPECT_EQ(run_into(file, "first", "--seed 1").code, 0);
  const std::string story = "story " + file + " --seed 1 --replay " + path("first");
  const auto one = kairos_program(story);
  EXPECT_EQ(one.code, 0);
  EXPECT_THAT(one.output, HasSubstr("is done"));
  EXPECT_EQ(one.output, kairos_program(story).output);
}

TEST_F(Replay, CrosschecksMeasuredTimes) {
  const auto result = kairos_program("crosscheck " + write("measured.yaml", measured));
  EXPECT_EQ(result.code, 0) << result.output;
}

TEST_F(Replay, FailsForRunsThatWereNotRecorded) {
  const std::string file = write("measured.yaml", measured);
  EXPECT_EQ(run_into(file, "first", "--seed 1").code, 0);
  const auto other = run_into(file, "other", "--seed 2 --replay " + path("first"));
  EXPECT_EQ(other.code, 1);
  EXPECT_THAT(other.output, HasSubstr("has no measured times of this run"));
}

TEST_F(Replay, RefusesFoldersThatDoNotFit) {
  const std::string file = write("measured.yaml", measured);
  const auto none = run_into(file, "out", "--replay " + path("none"));
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.output, HasSubstr("has no results.sqlite"));
  EXPECT_EQ(run_into(file, "first", "--seed 1").code, 0);
  const auto same = run_into(file, "first", "--seed 1 --replay " + path("first"));
  EXPECT_EQ(same.code, 2);
  EXPECT_THAT(same.output, HasSubstr("choose another one with --out"));
  const auto constant =
      run_into(file, "out", "--set 'decision_time={constant: 1 us}' --replay " + path("first"));
  EXPECT_EQ(constant.code, 2);
  EXPECT_THAT(constant.output, HasSubstr("no run measures decision time"));
}

/// A recorded run without times, a run with other times, and a run that has another fingerprint.
TEST_F(Replay, FindsTimesByHashAndComparesFingerprints) {
  const PassTimes times{nanoseconds(0), nanoseconds(127), nanoseconds(128), nanoseconds(1 << 30)};
  RunRecord with = record(1, "with");
  with.outcome.recordings = {{"gantt", "picture"}, {pass_times_recording, bytes_of(times)}};
  {
    ResultStore store(results);
    store.commit(record(0, "without"));
    store.commit(with);
  }
  const RecordedPasses recorded(results);
  EXPECT_EQ(*recorded.of(with.key), times);
  EXPECT_THROW(static_cast<void>(recorded.of(record(0, "without").key)), InputError);
  EXPECT_THROW(static_cast<void>(recorded.of(record(0, "unknown").key)), InputError);
  EXPECT_NO_THROW(recorded.check(with.key, with.outcome));
  ++with.outcome.fingerprint;
  EXPECT_THROW(recorded.check(with.key, with.outcome), InputError);
}

TEST_F(Replay, RefusesDamagedTimes) {
  const std::string bytes = bytes_of({nanoseconds(5), nanoseconds(300)});
  EXPECT_EQ(pass_times_from(bytes).size(), 2U);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_THROW(pass_times_from(bytes.substr(0, length)), InputError) << length;
  }
  EXPECT_THROW(pass_times_from(bytes + "x"), InputError);
}

/// A measured run records its times, and its copy with these times has the same outcome.
TEST_F(Replay, IsAPartOfTheSpecificationOfARun) {
  const Sweep sweep = expand(experiment_from_text(measured, "measured.yaml"));
  RunConfig config = sweep.runs.front();
  const Outcome first = run(config);
  config.pass_times = pass_times_of(first.recordings);
  ASSERT_NE(config.pass_times, nullptr);
  EXPECT_GT(config.pass_times->size(), 20U);
  EXPECT_EQ(run(config).fingerprint, first.fingerprint);
  EXPECT_EQ(pass_times_of(run(sweep.runs.back()).recordings), nullptr);
}

}  // namespace
}  // namespace kairos
