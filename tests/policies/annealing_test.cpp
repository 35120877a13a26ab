// Tests annealing on graphs with known optima.
#include <gtest/gtest.h>

#include "policies/search/annealer.hpp"
#include "tests/support/published_graphs.hpp"
#include "tests/support/search_expectations.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

TEST(Annealing, ReachesTheOptimumOfTheCanonicalGraphFromEverySeed) {
  const PlanningCase c(canonical());
  const Plan seed_plan = heft_plan(c.job, c.schedule);
  AnnealingOptions options;
  options.evaluations = 50'000;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Annealed best =
        anneal(c.problem, c.bounds, seed_plan, options, Random::stream(seed, "annealing"));
    EXPECT_EQ(best.makespan, 73 * instance_unit) << "seed " << seed;
  }
}

TEST(Annealing, KeepsToItsTimeLimit) {
  const PlanningCase c(random_instance(1, 50, 4, 1));
  AnnealingOptions options;
  options.time_limit = 100_ms;
  expect_keeps_to(options.time_limit, [&] {
    anneal(c.problem, c.bounds, heft_plan(c.job, c.schedule), options, Random(1));
  });
}

TEST(Annealing, ShortensHeftAndNeverLengthensIt) {
  expect_shortens_heft("annealing", 30);
}

}  // namespace
}  // namespace kairos
