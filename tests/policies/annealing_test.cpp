// Tests annealing on graphs with known optima.
#include <gtest/gtest.h>

#include "policies/search/annealer.hpp"
#include "tests/support/job_shops.hpp"
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

Picoseconds annealed(const StaticInstance& instance, std::uint64_t evaluations,
                     std::uint64_t seed) {
  const PlanningCase c(instance);
  AnnealingOptions options;
  options.evaluations = evaluations;
  return anneal(c.problem, c.bounds, heft_plan(c.job, c.schedule), options, Random(seed)).makespan;
}

TEST(Annealing, ReachesTheOptimaOfSmallJobShops) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    EXPECT_EQ(annealed(ft06(), 50'000, seed), 55 * instance_unit) << "seed " << seed;
    EXPECT_LE(annealed(la03(), 100'000, seed), 605 * instance_unit) << "seed " << seed;
  }
}

TEST(Annealing, IsCloseToTheOptimumOfALargerJobShopAndEqualForEqualSeeds) {
  const Picoseconds makespan = annealed(ft10(), 300'000, 1);
  EXPECT_LE(makespan, 1000 * instance_unit);  // The optimum is 930.
  EXPECT_EQ(annealed(ft10(), 300'000, 1), makespan);
}

}  // namespace
}  // namespace kairos
