// Runs small random scenarios whose tasks and edges are conditional and whose tasks work for shares
// and amounts, with all kinds of faults, interruptions and dropped jobs. Under every policy, each
// task of a finished job has either finished or been skipped, and everything takes as long as it
// must.
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/auditor.hpp"
#include "tests/support/random_draws.hpp"
#include "tests/support/random_scenario.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

Scenario with_conditions(std::uint64_t seed) {
  Scenario s = RandomScenario(seed).get();
  auto& graph = s.workload.applications.front().graph;
  graph = with_random_draws(*graph, Random::stream(seed, "conditions"));
  return s;
}

/// Counts what becomes of jobs and tasks.
class Counts final : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<JobArrived, JobFinished, JobDropped, TaskSkipped, TaskScaled>();
  }
  void observe(Time /*now*/, Event event) override {
    if (event.is<JobArrived>()) {
      ++entered;
    } else if (const auto* skipped = event.as<TaskSkipped>()) {
      tasks_skipped.insert(skipped->task);
    } else if (event.is<TaskScaled>()) {
      ++tasks_scaled;
    } else if (const auto* finished = event.as<JobFinished>()) {
      ++ended;
      amounts[finished->job.key].assign(finished->amounts.begin(), finished->amounts.end());
    } else {
      ++ended;
      ++dropped;
    }
  }

  std::size_t entered = 0, ended = 0, dropped = 0, tasks_scaled = 0;
  std::set<TaskRef> tasks_skipped;
  std::map<std::uint64_t, std::vector<double>> amounts;  ///< They are indexed by the keys of jobs.
};

/// Runs a scenario under a policy and audits it.
Counts audit(const Scenario& s, const Choice<Policy>& policy, const std::string& what) {
  Auditor auditor(s, may_copy(policy));
  Counts counts;
  Simulator simulator(s, make_event_backend(s.platform));
  simulator.attach(auditor);
  simulator.attach(counts);
  const auto made = policy.make();
  try {
    run(simulator, *made);
  } catch (const std::exception& error) {
    ADD_FAILURE() << what << ": " << error.what();
  }
  EXPECT_EQ(auditor.complaint(), "") << what;
  EXPECT_TRUE(auditor.is_all_done(counts.entered)) << what;
  return counts;
}

TEST(ConditionalJobs, FinishOrSkipEveryTaskUnderAnyPolicy) {
  const std::vector<std::string> policies = Registry<Policy>::names();
  std::size_t skipped = 0;
  std::size_t scaled = 0;
  for (std::uint64_t seed = 1; seed <= 4'000; ++seed) {
    const std::string& policy = policies[seed % policies.size()];
    const Scenario s = with_conditions(seed);
    const Counts counts =
        audit(s, short_search(policy), "seed " + std::to_string(seed) + " under " + policy);
    const Value* times = s.workload.streams.front().arrivals->options.find("times");
    EXPECT_EQ(counts.ended, times->items.size());
    skipped += counts.tasks_skipped.size();
    scaled += counts.tasks_scaled;
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(skipped, 2'000U);
  EXPECT_GT(scaled, 1'000U);
}

/// Plans of whole jobs, made once or again and again, do not wait for tasks that are skipped.
TEST(ConditionalJobs, DoNotStopPlans) {
  for (std::uint64_t seed = 1; seed <= 1'500; ++seed) {
    Choice<Policy> policy = short_search(seed % 3 == 0 ? "annealing" : "earliest_task_first");
    if (seed % 3 == 1) policy.options.set("plan", Value::scalar("true"));
    if (seed % 3 == 2) {
      policy = Choice<Policy>("rolling_horizon");
      policy.options.set("period", Value::scalar("3 us"));
      policy.options.set("window", Value::scalar("4"));
    }
    audit(with_conditions(seed), policy, "seed " + std::to_string(seed));
    ASSERT_FALSE(HasFailure());
  }
}

TEST(ConditionalJobs, MayBeInterrupted) {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    Scenario s = with_conditions(seed);
    for (Cluster& cluster : s.platform.clusters) {
      cluster.preemption = {
          Interruptible::any, seed % 2 == 0 ? 500_ns : 0_ns, {}, Resumption::keeps};
    }
    s.workload.streams.front().deadline = 20_us;
    const char* const policy = seed % 2 == 0 ? "least_laxity_preemptive" : "time_slice";
    Choice<Policy> choice(policy);
    choice.options.set("quantum", Value::scalar("2 us"));
    audit(s, choice, "seed " + std::to_string(seed));
    ASSERT_FALSE(HasFailure());
  }
}

TEST(ConditionalJobs, MayBeDropped) {
  const std::vector<std::string> policies = Registry<Policy>::names();
  std::size_t dropped = 0;
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    const std::string& policy = policies[seed % policies.size()];
    Scenario s = with_conditions(seed);
    Stream& stream = s.workload.streams.front();
    stream.drop = seed % 2 == 0 ? DropRule::late : DropRule::busy;
    stream.deadline = 3_us;
    const Counts counts =
        audit(s, short_search(policy), "seed " + std::to_string(seed) + " under " + policy);
    dropped += counts.dropped;
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(dropped, 100U);
}

/// The draws of jobs belong to the jobs, not to the policy.
TEST(ConditionalJobs, DrawTheSameUnderEveryPolicy) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Scenario s = with_conditions(seed);
    const Counts one = audit(s, Choice<Policy>("earliest_finish"), "earliest_finish");
    for (const char* policy : {"random", "heft", "srpt_eft"}) {
      const Counts other = audit(s, Choice<Policy>(policy), policy);
      EXPECT_EQ(one.tasks_skipped, other.tasks_skipped) << policy << ", seed " << seed;
      EXPECT_EQ(one.amounts, other.amounts) << policy << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace kairos
