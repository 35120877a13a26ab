// Compares lower bounds with schedules and optima: no bound may exceed either.
#include "policies/search/lower_bound.hpp"

#include <gtest/gtest.h>

#include "policies/search/annealer.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

TEST(LowerBound, NeverExceedsASchedule) {
  AnnealingOptions short_search;
  short_search.evaluations = 5000;
  std::size_t tight = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Random random = Random::stream(seed, "sizes");
    StaticInstance instance =
        random_instance(seed, 1 + random.index(30), 1 + random.index(6), random.uniform(0, 4));
    for (auto& row : instance.bandwidth) {
      for (double& b : row) b = seed % 2 == 0 ? 1 : random.uniform(0.1, 3);
    }
    const PlanningCase c(instance);
    const LowerBound bound = lower_bound(c.problem, c.bounds);
    const Annealed best = anneal(c.problem, c.bounds, heft_plan(c.job, c.schedule), short_search,
                                 random, bound.best());
    EXPECT_LE(bound.path, best.makespan) << "seed " << seed;
    EXPECT_LE(bound.load, best.makespan) << "seed " << seed;
    tight += bound.best() == best.makespan ? 1 : 0;
  }
  EXPECT_GT(tight, 40U);  // The bound is not trivial.
}

/// Eight tasks of 3 on two elements take 12, by load alone. A chain of 9, 9 and 9 takes 27, because
/// staying on one element avoids the transfers of 5.
TEST(LowerBound, IsExactForIndependentTasksAndForAChain) {
  StaticInstance independent{{"independent", 8, 2, {}, {}, {{0, 1}, {1, 0}}}};
  independent.cost.assign(8, {3, 3});
  const PlanningCase a(independent);
  EXPECT_EQ(lower_bound(a.problem, a.bounds).load, 12'000'000'000'000);
  StaticInstance chain{{"chain", 3, 2, {}, {{0, 1, 5}, {1, 2, 5}}, {{0, 1}, {1, 0}}}};
  chain.cost.assign(3, {9, 9});
  const PlanningCase b(chain);
  EXPECT_EQ(lower_bound(b.problem, b.bounds).path, 27'000'000'000'000);
}

/// Three tasks take 2 on one element and 4 on the other. Prices of 2/3 and 1/3 give 4, the shortest
/// time in which both together do the work; equal prices only give 3.
TEST(LowerBound, PricesElementsByWhatTheyCanDo) {
  StaticInstance instance{{"unrelated", 3, 2, {}, {}, {{0, 1}, {1, 0}}}};
  instance.cost.assign(3, {2, 4});
  const PlanningCase c(instance);
  EXPECT_EQ(lower_bound(c.problem, c.bounds).load, 4'000'000'000'000);
}

}  // namespace
}  // namespace kairos
