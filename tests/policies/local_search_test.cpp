// Tests iterated local search on graphs with known optima.
#include "policies/search/local_search.hpp"

#include <gtest/gtest.h>

#include "tests/support/published_graphs.hpp"
#include "tests/support/search_expectations.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

TEST(LocalSearch, ReachesTheOptimumOfTheCanonicalGraphFromEverySeed) {
  const PlanningCase c(canonical());
  const Plan seed_plan = heft_plan(c.job, c.schedule);
  LocalSearchOptions options;
  options.evaluations = 50'000;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Annealed best = search_locally(c.problem, c.bounds, seed_plan, options, Random(seed));
    EXPECT_EQ(best.makespan, 73 * instance_unit) << "seed " << seed;
    EXPECT_EQ(PlanEvaluator(c.problem, c.bounds).evaluate(best.plan), best.makespan);
  }
}

TEST(LocalSearch, ShortensHeftAndNeverLengthensIt) {
  expect_shortens_heft("iterated_local_search", 20);
}

TEST(LocalSearch, StopsAtWhatIsGoodEnough) {
  const PlanningCase c(canonical());
  const Annealed found = search_locally(c.problem, c.bounds, heft_plan(c.job, c.schedule),
                                        LocalSearchOptions{}, Random(1), 80 * instance_unit);
  EXPECT_LE(found.makespan, 80 * instance_unit);
  EXPECT_GT(found.makespan, 73 * instance_unit) << "HEFT's plan was good enough";
}

TEST(LocalSearch, KeepsToItsTimeLimit) {
  const PlanningCase c(random_instance(1, 50, 4, 1));
  LocalSearchOptions options;
  options.time_limit = 50_ms;
  expect_keeps_to(options.time_limit, [&] {
    search_locally(c.problem, c.bounds, heft_plan(c.job, c.schedule), options, Random(1));
  });
}

}  // namespace
}  // namespace kairos
