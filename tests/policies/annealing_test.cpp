// Tests annealing on graphs with known optima.
#include <chrono>

#include <gtest/gtest.h>

#include "policies/search/annealer.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/published_graphs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr Picoseconds unit = 1'000'000'000'000;

TEST(Annealing, ReachesTheOptimumOfTheCanonicalGraphFromEverySeed) {
  const PlanningCase c(canonical());
  const Plan seed_plan = heft_plan(c.job, c.schedule);
  AnnealingOptions options;
  options.evaluations = 50'000;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Annealed best =
        anneal(c.problem, c.bounds, seed_plan, options, Random::stream(seed, "annealing"));
    EXPECT_EQ(best.makespan, 73 * unit) << "seed " << seed;
  }
}

TEST(Annealing, KeepsToItsTimeLimit) {
  const PlanningCase c(random_instance(1, 50, 4, 1));
  AnnealingOptions options;
  options.time_limit = 100_ms;
  const auto begin = std::chrono::steady_clock::now();
  anneal(c.problem, c.bounds, heft_plan(c.job, c.schedule), options, Random(1));
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  EXPECT_GE(seconds, 0.09);
  EXPECT_LT(seconds, 5);
}

TEST(Annealing, ShortensHeftAndNeverLengthensIt) {
  double sum = 0;
  constexpr int instances = 30;
  for (std::uint64_t seed = 0; seed < instances; ++seed) {
    const StaticInstance instance = random_instance(seed, 30, 4, seed % 2 == 0 ? 0.5 : 2);
    const Time heft = run_with(instance.scenario(), "heft").end;
    const Time annealed = run_with(instance.scenario(), "annealing").end;
    EXPECT_LE(annealed, heft) << "seed " << seed;
    sum += annealed.seconds() / heft.seconds();
  }
  EXPECT_LT(sum / instances, 0.92);
}

}  // namespace
}  // namespace kairos
