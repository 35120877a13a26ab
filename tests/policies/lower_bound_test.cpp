// Compares lower bounds with schedules and optima: no bound may exceed either.
#include "policies/search/lower_bound.hpp"

#include <gtest/gtest.h>

#include "policies/exact/branch_and_bound.hpp"
#include "policies/search/annealer.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/job_shops.hpp"

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

Picoseconds machine_bound_of(const StaticInstance& instance) {
  const PlanningCase c(instance);
  return lower_bound(c.problem, c.bounds).machine;
}

/// Two tasks of 3 and 4 share an element; the first is followed by 2 and the second by 5 on others.
/// If the second goes first, the schedule ends at 4 + max(5, 3 + 2) = 9, otherwise at 12. The
/// preemptive schedule ends at 9 as well.
TEST(LowerBound, IsExactForTwoTasksOnOneElement) {
  EXPECT_EQ(machine_bound_of(job_shop("two", 3, {{{0, 3}, {1, 2}}, {{0, 4}, {2, 5}}})),
            9 * instance_unit);
}

/// Jackson's preemptive schedules give 52, 588 and 808, as a script confirms that takes the maximum
/// over all least heads and tails. The rules for a deadline raise this to the optima of ft06 and
/// la03 and, for ft10, to 868, the bound of Carlier and Pinson (Management Science 35(2), 1989).
TEST(LowerBound, IsAsPublishedForJobShops) {
  EXPECT_EQ(machine_bound_of(ft06()), 55 * instance_unit);
  EXPECT_EQ(machine_bound_of(la03()), 597 * instance_unit);
  EXPECT_EQ(machine_bound_of(ft10()), 868 * instance_unit);
}

/// Half of the tasks can only run on one element. Exhaustive search gives the optimum.
TEST(LowerBound, OfMachinesNeverExceedsTheOptimum) {
  int better = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random = Random::stream(seed, "ties");
    StaticInstance instance =
        random_instance(seed, 7, 2 + seed % 2, 0.5 * static_cast<double>(seed % 4));
    for (std::size_t t = 0; t < instance.tasks; ++t) {
      if (random.uniform() < 0.5) continue;
      for (std::size_t q = 0; q < instance.elements; ++q) {
        if (q != t % instance.elements) instance.cost[t][q] = -1;
      }
    }
    const PlanningCase c(instance);
    const LowerBound bound = lower_bound(c.problem, c.bounds);
    const Plan heft = heft_plan(c.job, c.schedule);
    const BranchAndBoundResult optimum =
        branch_and_bound(c.problem, c.bounds, heft, 0, 100'000'000, 0);
    ASSERT_TRUE(optimum.proved);
    EXPECT_LE(bound.machine, optimum.makespan) << "seed " << seed;
    better += bound.machine > std::max(bound.path, bound.load) ? 1 : 0;
    // Bounds for schedules with copies of tasks are weaker.
    const PathBounds copies(c.problem, Runs::many);
    EXPECT_LE(lower_bound(c.problem, copies).best(),
              run_with(instance.scenario(), "heft_duplication").end.picoseconds());
  }
  EXPECT_GT(better, 20);
}

}  // namespace
}  // namespace kairos
