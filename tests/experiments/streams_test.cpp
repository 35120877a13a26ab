// Tests streams: jobs that follow jobs of another stream, jobs that are dropped, and jobs of one
// instant.
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/job_streams.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::map<std::string, double> metrics_of(const std::string& streams, const std::string& subject) {
  std::map<std::string, double> values;
  for (const Metric& metric : run(sweep_of(experiment(streams)).runs.front()).metrics) {
    if (metric.subject == subject) values[metric.name] = metric.value;
  }
  return values;
}

std::string complaint(const std::string& streams) {
  try {
    static_cast<void>(sweep_of(experiment(streams)).runs.front().scenario());
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

const std::string camera =
    "    - {name: camera, mix: {long: 1}, arrivals: {name: periodic, period: 10 ms}, jobs: 3}\n";

// The camera's frames arrive at 0, 10 and 20 ms and take 12 ms each; the follower's frames arrive
// at the same instants, but wait for the end of the camera's frame of the same number.
TEST(JobStreams, FrameNWaitsForFrameNOfItsLeader) {
  const auto of =
      ends(camera +
           "    - {name: next, mix: {short: 1}, arrivals: {name: periodic, period: 10 ms}, "
           "after: {stream: camera}}\n");
  // 0-12 long, 12-24 long (it arrived at 10), 24-28 short 0, 28-40 long (it arrived at 20),
  // then short 1, which was let in at 24, and short 2.
  EXPECT_THAT(of.at("camera"), ElementsAre(12, 24, 40));
  EXPECT_THAT(of.at("next"), ElementsAre(28, 44, 48));
}

TEST(JobStreams, TheLatencyOfAFrameCountsFromItsArrival) {
  const auto values =
      metrics_of(camera +
                     "    - {name: next, mix: {short: 1}, arrivals: {name: periodic, period: "
                     "10 ms}, after: {stream: camera}}\n",
                 "next");
  EXPECT_NEAR(values.at("latency_max_s"), 0.034, 1e-12);  // Frame 1: from 10 to 44 ms.
}

TEST(JobStreams, AFollowerEndsWithItsLeader) {
  const auto of =
      ends(camera +
           "    - {name: next, mix: {short: 1}, arrivals: {name: periodic, period: 1 ms}, "
           "after: {stream: camera}, jobs: 500}\n");
  // Frames 3 to 19 have arrived before the camera's last frame, so they are dropped with the end of
  // its stream at 20 ms; no frame arrives later.
  EXPECT_EQ(of.at("next").size(), 20U);
  EXPECT_EQ(std::ranges::count(of.at("next"), -20.0), 17);
}

TEST(JobStreams, EveryFinishedJobBringsOneAfterTheDelay) {
  const auto of =
      ends(camera +
           "    - {name: next, mix: {short: 1}, after: {stream: camera, each: true, delay: "
           "30 ms}}\n");
  EXPECT_THAT(of.at("camera"), ElementsAre(12, 24, 36));
  EXPECT_THAT(of.at("next"), ElementsAre(46, 58, 70));
}

TEST(JobStreams, JobsBringOthersWithAProbability) {
  const std::string many =
      "    - {name: camera, mix: {short: 1}, arrivals: {name: periodic, period: 10 ms}, jobs: "
      "4000}\n"
      "    - {name: next, mix: {short: 1}, after: {stream: camera, each: true, probability: "
      "0.05}}\n"
      "    - {name: after_next, mix: {short: 1}, after: {stream: next, each: true}}\n";
  const auto of = ends(many);
  EXPECT_NEAR(static_cast<double>(of.at("next").size()), 200, 60);  // deviation 14
  EXPECT_EQ(of.at("after_next").size(), of.at("next").size());
  EXPECT_EQ(ends(many), of);
}

// Jobs of 12 ms arrive at 0, 10, 20 and 30 ms with a deadline of 15 ms: 0 runs to 12, 1 to 24, 2 to
// 36 (it started at 24, before its deadline of 35), 3 would start at 36, before 45.
TEST(JobStreams, LateJobsAreDroppedOnlyIfTheyHaveNotStarted) {
  const std::string late =
      "    - {name: camera, mix: {long: 1}, arrivals: {name: periodic, period: 10 ms}, jobs: 4, "
      "deadline: ";
  EXPECT_THAT(ends(late + "15 ms, drop: late}\n").at("camera"), ElementsAre(12, 24, 36, 48));
  // With 3 ms, job 1 starts at 12, before 13; job 2 could start at 24, but was due at 23; job 3
  // starts at 30.
  EXPECT_THAT(ends(late + "3 ms, drop: late}\n").at("camera"), ElementsAre(12, -23, 24, 42));
  // With exactly 2 ms, job 1 may start at its deadline, 12 ms.
  EXPECT_THAT(ends(late + "2 ms, drop: late}\n").at("camera"), ElementsAre(12, -22, 24, 42));
  EXPECT_THAT(ends(late + "3 ms}\n").at("camera"), ElementsAre(12, 24, 36, 48));
}

TEST(JobStreams, LateJobsAreDroppedFromTheQueuesOfElements) {
  for (const char* policy : {"earliest_finish", "heft", "edf", "min_min", "learned"}) {
    const auto of = ends(
        "    - {name: camera, mix: {long: 1}, arrivals: {name: periodic, period: 10 ms}, jobs: 4, "
        "deadline: 3 ms, drop: late}\n",
        policy);
    EXPECT_THAT(of.at("camera"), ElementsAre(12, -23, 24, 42)) << policy;
  }
}

TEST(JobStreams, ABusyStreamDropsJobsWhoseForerunnerWaits) {
  const auto of = ends(
      "    - {name: camera, mix: {long: 1}, arrivals: {name: periodic, period: 4 ms}, jobs: 6, "
      "drop: busy}\n");
  // 0 starts at once and 4 waits. 8 is dropped, and so is 12, because the policy starts 4 only
  // after all events of that instant. 16 waits, and 20 is dropped.
  EXPECT_THAT(of.at("camera"), ElementsAre(-8, 12, -12, -20, 24, 36));
}

TEST(JobStreams, DroppedLeadersTakeTheirFollowersWithThem) {
  const std::string streams =
      "    - {name: camera, mix: {long: 1}, arrivals: {name: periodic, period: 4 ms}, jobs: 6, "
      "drop: busy}\n"
      "    - {name: next, mix: {short: 1}, arrivals: {name: periodic, period: 4 ms}, after: "
      "{stream: "
      "camera}}\n"
      "    - {name: last, mix: {short: 1}, arrivals: {name: periodic, period: 4 ms}, after: "
      "{stream: "
      "next}}\n"
      "    - {name: brought, mix: {short: 1}, after: {stream: next, each: true}}\n";
  const auto of = ends(streams);
  EXPECT_EQ(std::ranges::count_if(of.at("next"), [](double t) { return t < 0; }), 3);
  EXPECT_EQ(std::ranges::count_if(of.at("last"), [](double t) { return t < 0; }), 3);
  EXPECT_EQ(of.at("brought").size(), 3U);
  EXPECT_EQ(metrics_of(streams, "last").at("jobs_dropped"), 3);
  EXPECT_EQ(metrics_of(streams, "last").at("drop_ratio"), 0.5);
  EXPECT_EQ(metrics_of(streams, "").at("jobs_dropped"), 9);
  EXPECT_EQ(metrics_of(streams, "").at("jobs"), 12);
}

TEST(JobStreams, ClientsGoOnAfterTheirJobWasDropped) {
  const auto of = ends(
      "    - {name: block, mix: {long: 1}, arrivals: {name: trace, times: [0 s]}}\n"
      "    - {name: clients, mix: {short: 1}, arrivals: {name: closed, jobs: 1, think: 2 ms}, "
      "jobs: "
      "3, deadline: 1 ms, drop: late}\n");
  EXPECT_THAT(of.at("clients"), ElementsAre(-1, -4, -7));
}

// Two urgent jobs arrive together with four others; EDF sees all six before it decides.
TEST(JobStreams, JobsOfOneInstantAreShownTogether) {
  const std::string together =
      "    - {name: slow, mix: {long: 1}, arrivals: {name: burst, rate: 1 /s, size: 3, gap: 0 s}, "
      "jobs: 3, deadline: 100 ms}\n"
      "    - {name: urgent, mix: {short: 1}, arrivals: {name: burst, rate: 1 /s, size: 2, gap: 0 "
      "s}, "
      "jobs: 2, deadline: 8 ms}\n";
  const auto of = ends(together, "edf");
  EXPECT_THAT(of.at("urgent"), ElementsAre(4, 8));
  EXPECT_THAT(of.at("slow"), ElementsAre(20, 32, 44));
}

TEST(JobStreams, TracesMayHaveDeadlinesOfTheirOwn) {
  const auto values = metrics_of(
      "    - {name: frames, mix: {long: 1}, arrivals: {name: trace, times: [0 s, 1 ms], deadlines: "
      "[12 ms, 20 ms]}}\n",
      "frames");
  EXPECT_EQ(values.at("deadline_misses"), 1);
  EXPECT_NEAR(values.at("tardiness_max_s"), 0.004, 1e-12);
}

// The element completes 200 jobs of 4 ms in 800 ms, so it sustains 250 jobs per second.
TEST(JobStreams, ALoadIsRelativeToWhatTheChipCanSustain) {
  const std::string loaded = "    - {name: a, mix: {short: 1}, arrivals: {load: 0.5}, jobs: 10}\n";
  const std::string by_rate =
      "    - {name: a, mix: {short: 1}, arrivals: {name: poisson, rate: 125 Hz}, jobs: 10}\n";
  EXPECT_EQ(ends(loaded), ends(by_rate));
  EXPECT_EQ(
      ends("    - {name: a, mix: {short: 1}, arrivals: {name: burst, load: 0.5, size: 5}, jobs: "
           "10}\n"),
      ends("    - {name: a, mix: {short: 1}, arrivals: {name: burst, rate: 25 Hz, size: 5}, "
           "jobs: 10}\n"));
}

// A client that does not think sends its next job at once when one is dropped.
TEST(JobStreams, EndlessDropsAreReported) {
  const std::string streams =
      "    - {name: clients, mix: {long: 1}, arrivals: {name: closed, jobs: 3}, until: 10 ms, "
      "drop: "
      "busy}\n";
  try {
    static_cast<void>(ends(streams));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("simulated time does not advance"));
  }
}

TEST(JobStreams, TheLastJobOfAClientBringsOneToo) {
  const auto of = ends(
      "    - {name: client, mix: {short: 1}, arrivals: {name: closed, jobs: 1, think: 10 ms}, "
      "until: "
      "30 ms}\n"
      "    - {name: next, mix: {short: 1}, after: {stream: client, each: true}}\n");
  EXPECT_THAT(of.at("client"), ElementsAre(4, 18, 32));
  EXPECT_THAT(of.at("next"), ElementsAre(8, 22, 36));
}

// The leader's last frame is at 30 ms; the follower's burst at 50 ms would be its third.
TEST(JobStreams, FollowersKeepTheirArrivalsWhenTheirLeaderEnds) {
  const auto of = ends(
      "    - {name: next, mix: {short: 1}, arrivals: {name: burst, rate: 20 Hz, size: 2, gap: 20 "
      "ms}, "
      "after: {stream: leader}}\n"
      "    - {name: leader, mix: {short: 1}, arrivals: {name: trace, times: [0 s, 10 ms, 30 "
      "ms]}}\n");
  EXPECT_EQ(of.at("next").size(), 3U);
  EXPECT_EQ(of.at("next").back(), 54);
}

TEST(JobStreams, RefusesWhatCannotWork) {
  EXPECT_THAT(complaint(camera + "    - {name: a, after: {stream: camra, each: true}}\n"),
              HasSubstr("unknown stream 'camra'; did you mean 'camera'?"));
  EXPECT_THAT(complaint("    - {name: a, after: {stream: b, each: true}}\n"
                        "    - {name: b, after: {stream: a, each: true}}\n"),
              HasSubstr("follows itself"));
  EXPECT_THAT(complaint("    - {name: a, mix: {short: 1}}\n"), HasSubstr("'arrivals' is missing"));
  EXPECT_THAT(complaint(camera + "    - {name: a, after: {stream: camera, each: true}, arrivals: "
                                 "{name: periodic, period: 1 ms}}\n"),
              HasSubstr("both 'arrivals' and 'after'"));
  EXPECT_THAT(complaint("    - {name: a, arrivals: {name: periodic, period: 1 ms}, jobs: 2, drop: "
                        "late}\n"),
              HasSubstr("no job of the stream has one; add 'deadline'"));
  EXPECT_THAT(complaint("    - {name: a, arrivals: {name: periodic, period: 1 ms}, jobs: 2, drop: "
                        "lat}\n"),
              HasSubstr("unknown drop rule 'lat'; did you mean 'late'?"));
  EXPECT_THAT(complaint(camera + "    - {name: a, arrivals: {name: periodic, period: 1 ms}, after: "
                                 "{stream: camera, delay: 1 ms}}\n"),
              HasSubstr("add 'each: true'"));
  EXPECT_THAT(complaint("    - {name: a, arrivals: {name: periodic}, jobs: 2}\n"),
              HasSubstr("'rate' is missing"));
  EXPECT_THAT(complaint("    - {name: a, arrivals: {name: trace, times: [0 s, 1 s], deadlines: [1 "
                        "s]}}\n"),
              HasSubstr("write one deadline for each arrival"));
}

}  // namespace
}  // namespace kairos
