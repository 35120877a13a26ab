// Tests iterated local search on graphs with known optima.
#include "policies/search/local_search.hpp"

#include <chrono>

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/published_graphs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr Picoseconds unit = 1'000'000'000'000;

TEST(LocalSearch, ReachesTheOptimumOfTheCanonicalGraphFromEverySeed) {
  const PlanningCase c(canonical());
  const Plan seed_plan = heft_plan(c.job, c.schedule);
  LocalSearchOptions options;
  options.evaluations = 50'000;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Annealed best = search_locally(c.problem, c.bounds, seed_plan, options, Random(seed));
    EXPECT_EQ(best.makespan, 73 * unit) << "seed " << seed;
    EXPECT_EQ(PlanEvaluator(c.problem, c.bounds).evaluate(best.plan), best.makespan);
  }
}

TEST(LocalSearch, ShortensHeftAndNeverLengthensIt) {
  double sum = 0;
  constexpr int instances = 20;
  for (std::uint64_t seed = 0; seed < instances; ++seed) {
    const StaticInstance instance = random_instance(seed, 30, 4, seed % 2 == 0 ? 0.5 : 2);
    const Time heft = run_with(instance.scenario(), "heft").end;
    const Time found = run_with(instance.scenario(), "iterated_local_search").end;
    EXPECT_LE(found, heft) << "seed " << seed;
    sum += found.seconds() / heft.seconds();
  }
  EXPECT_LT(sum / instances, 0.92);
}

TEST(LocalSearch, StopsAtWhatIsGoodEnough) {
  const PlanningCase c(canonical());
  const Annealed found = search_locally(c.problem, c.bounds, heft_plan(c.job, c.schedule),
                                        LocalSearchOptions{}, Random(1), 80 * unit);
  EXPECT_LE(found.makespan, 80 * unit);
  EXPECT_GT(found.makespan, 73 * unit) << "HEFT's plan was good enough";
}

TEST(LocalSearch, KeepsToItsTimeLimit) {
  const PlanningCase c(random_instance(1, 50, 4, 1));
  LocalSearchOptions options;
  options.time_limit = 50_ms;
  const auto begin = std::chrono::steady_clock::now();
  search_locally(c.problem, c.bounds, heft_plan(c.job, c.schedule), options, Random(1));
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  EXPECT_GE(seconds, 0.045);
  EXPECT_LT(seconds, 5);
}

}  // namespace
}  // namespace kairos
