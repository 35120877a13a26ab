// Runs small random scenarios with streams that drop jobs and streams that follow each other. Under
// every policy, every job either finishes or is dropped before it has started.
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/auditor.hpp"
#include "tests/support/random_scenario.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Counts what becomes of jobs, and checks that followers keep behind their leaders.
class JobCount final : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<JobArrived, JobFinished, JobDropped>();
  }
  void observe(Time now, Event event) override {
    if (const auto* arrived = event.as<JobArrived>()) {
      ++entered;
      if (!follows_one_by_one || arrived->job.stream != follower) return;
      const auto leader = ended_.find(arrived->job.frame);
      EXPECT_TRUE(leader != ended_.end() && leader->second) << "a job has passed its leader";
    } else if (const auto* finished = event.as<JobFinished>()) {
      ++ended;
      if (finished->job.stream != follower) ended_[finished->job.frame] = true;
    } else if (const auto* gone = event.as<JobDropped>()) {
      ++ended;
      ++dropped;
      if (gone->job.stream != follower) ended_[gone->job.frame] = false;
      if (drop == DropRule::late && gone->job.stream != follower) {
        EXPECT_EQ(now, gone->job.deadline + 1_ps);
      }
    }
  }

  DropRule drop = DropRule::never;
  bool follows_one_by_one = false;
  std::size_t entered = 0, ended = 0, dropped = 0;
  static constexpr StreamId follower{1};

 private:
  std::map<std::uint64_t, bool> ended_;  ///< Jobs of the leader that have ended; true if finished.
};

/// A random scenario whose jobs have to start soon, with a second stream that follows the first.
Scenario with_drops(std::uint64_t seed, DropRule drop) {
  Scenario s = RandomScenario(seed).get();
  Stream& first = s.workload.streams.front();
  first.deadline = Duration::picoseconds(1'000'000LL * static_cast<std::int64_t>(1 + seed % 40));
  first.drop = drop;
  if (drop == DropRule::late && seed % 8 == 0) {  // Clients that do not think.
    first.arrivals.emplace("closed").options.set("jobs", Value::scalar("4"));
    first.jobs = 30;
  }
  if (seed % 3 == 0) return s;
  Stream second = first;
  second.leader = Leader{.stream = StreamId{0}, .each = false, .probability = 1, .delay = {}};
  if (seed % 3 == 1) {
    second.leader->each = true;
    second.leader->delay = 1_us;
    second.arrivals.reset();
    second.drop = DropRule::never;
  }
  s.workload.streams.push_back(std::move(second));
  return s;
}

TEST(DroppedJobs, LeaveNothingBehindUnderAnyPolicy) {
  const std::vector<std::string> policies = Registry<Policy>::names();
  std::size_t dropped = 0;
  for (std::uint64_t seed = 1; seed <= 4'000; ++seed) {
    const std::string& policy = policies[seed % policies.size()];
    const DropRule drop = seed % 2 == 0 ? DropRule::late : DropRule::busy;
    const Scenario s = with_drops(seed, drop);
    Auditor auditor(s, may_copy(Choice<Policy>(policy)));
    JobCount count;
    count.drop = drop;
    count.follows_one_by_one = seed % 3 == 2;
    Simulator simulator(s, make_event_backend(s.platform));
    simulator.attach(auditor);
    simulator.attach(count);
    const auto made = short_search(policy).make();
    ASSERT_NO_THROW(run(simulator, *made)) << "seed " << seed << " under " << policy;
    EXPECT_EQ(auditor.complaint(), "") << "seed " << seed << " under " << policy;
    EXPECT_TRUE(auditor.is_all_done(count.entered)) << "seed " << seed << " under " << policy;
    const Stream& first = s.workload.streams.front();
    const Value* trace = first.arrivals->options.find("times");
    EXPECT_GE(count.ended, trace != nullptr ? trace->items.size() : *first.jobs);
    dropped += count.dropped;
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(dropped, 2'000U);
}

}  // namespace
}  // namespace kairos
