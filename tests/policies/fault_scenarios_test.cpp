// Runs 10,000 small random scenarios with all kinds of faults. Under every policy, every job
// finishes exactly once, everything takes as long as it must, and every fault has its effect.
#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/auditor.hpp"
#include "tests/support/random_scenario.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Counts over all scenarios together.
struct Totals {
  std::uint64_t wasted = 0, resumed = 0;
  FaultCounts faults;
  ExecutionBook::WrongResults wrong;

  void add(const Auditor& auditor) {
    wasted += auditor.wasted();
    resumed += auditor.executions().resumed();
    faults.failures += auditor.faults().failures;
    faults.late_detections += auditor.faults().late_detections;
    faults.incidents += auditor.faults().incidents;
    faults.slowdowns += auditor.faults().slowdowns;
    faults.degradations += auditor.faults().degradations;
    const ExecutionBook::WrongResults& more = auditor.executions().wrong_results();
    wrong.expected += more.expected;
    wrong.variance += more.variance;
    wrong.found += more.found;
  }
};

/// Runs one scenario under a policy and audits it. Returns false if something is wrong.
bool audit(std::uint64_t seed, const std::string& policy, Totals& totals) {
  const RandomScenario drawn(seed);
  const Scenario& s = drawn.get();
  Auditor auditor(s, may_copy(Choice<Policy>(policy)));
  try {
    const RunResult result = run_with(s, short_search(policy), &auditor);
    Joules energy;
    for (const Joules of_element : result.element_energy) energy += of_element;
    EXPECT_NEAR(energy.value(), result.integral.value(), 1e-9 * result.integral.value());
  } catch (const std::exception& error) {
    ADD_FAILURE() << error.what();
  }
  const std::size_t jobs = s.workload.streams.front().arrivals->options.find("times")->items.size();
  EXPECT_EQ(auditor.complaint(), "");
  EXPECT_TRUE(auditor.is_all_done(jobs));
  totals.add(auditor);
  return !::testing::Test::HasFailure();
}

TEST(FaultScenarios, EveryJobFinishesExactlyOnceAndEveryFaultHasItsEffect) {
  const std::vector<std::string> policies = Registry<Policy>::names();
  Totals totals;
  for (std::uint64_t seed = 1; seed <= 10'000; ++seed) {
    const std::string& policy = policies[seed % policies.size()];
    ASSERT_TRUE(audit(seed, policy, totals)) << "seed " << seed << " under " << policy;
  }
  EXPECT_GT(totals.wasted, 10'000U);
  EXPECT_GT(totals.resumed, 1'000U);
  EXPECT_GT(totals.faults.failures, 10'000U);
  EXPECT_GT(totals.faults.late_detections, 1'000U);
  EXPECT_GT(totals.faults.incidents, 1'000U);
  EXPECT_GT(totals.faults.slowdowns, 1'000U);
  EXPECT_GT(totals.faults.degradations, 1'000U);
  // The number of wrong results agrees with their rates within five standard deviations.
  EXPECT_GT(totals.wrong.expected, 1'000);
  EXPECT_NEAR(totals.wrong.found, totals.wrong.expected, 5 * std::sqrt(totals.wrong.variance));
}

}  // namespace
}  // namespace kairos
