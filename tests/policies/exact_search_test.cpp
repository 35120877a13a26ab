// Tests proofs of optimality: published optima, and the two solvers compared with each other.
#include "policies/exact/exact_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policies/exact/branch_and_bound.hpp"
#include "policies/exact/deadline_solver.hpp"
#include "policies/exact/order_search.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/job_shops.hpp"
#include "tests/support/published_graphs.hpp"
#include "tests/support/search_expectations.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

Exact solve(const PlanningCase& c, Solver solver) {
  ExactOptions options;
  options.solver = solver;
  options.evaluations = 20'000;
  return search_exactly(c.problem, c.bounds, heft_plan(c.job, c.schedule), options, Random(1));
}

std::vector<Solver> solvers() {
  const PlanningCase c(canonical());
  std::vector<Solver> names{Solver::branch_and_bound};
  if (make_z3_solver(c.problem, c.bounds, 1) != nullptr) names.push_back(Solver::z3);
  return names;
}

class ExactSearch : public ::testing::TestWithParam<Solver> {};

TEST_P(ExactSearch, ProvesThePublishedOptima) {
  const Exact topcuoglu = solve(PlanningCase(canonical()), GetParam());
  EXPECT_EQ(topcuoglu.makespan, 73 * instance_unit);
  EXPECT_TRUE(topcuoglu.proved());
  const Exact peft = solve(PlanningCase(peft_example()), GetParam());
  EXPECT_EQ(peft.makespan, 113 * instance_unit);
  EXPECT_TRUE(peft.proved());
}

TEST_P(ExactSearch, AgreesWithWhatEveryPolicyCanReach) {
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    const StaticInstance instance = random_instance(seed, 7, 3, 1);
    const PlanningCase c(instance);
    const Exact exact = solve(c, GetParam());
    EXPECT_TRUE(exact.proved()) << "seed " << seed;
    EXPECT_EQ(exact.makespan, PlanEvaluator(c.problem, c.bounds).evaluate(exact.plan));
    for (const char* policy : {"heft", "cpop", "annealing", "earliest_finish"}) {
      EXPECT_GE(run_with(instance.scenario(), policy).end.picoseconds(), exact.bound) << policy;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, ExactSearch, ::testing::ValuesIn(solvers()),
                         [](const auto& test) { return name_of(test.param); });

TEST(ExactSearch, SolversAgree) {
  if (solvers().size() < 2) GTEST_SKIP() << "built without z3";
  for (std::uint64_t seed = 100; seed < 140; ++seed) {
    const PlanningCase c(random_instance(seed, 8, 1 + seed % 4, seed % 3 == 0 ? 0.3 : 2));
    const Exact a = solve(c, Solver::branch_and_bound);
    const Exact b = solve(c, Solver::z3);
    ASSERT_TRUE(a.proved() && b.proved()) << "seed " << seed;
    EXPECT_EQ(a.makespan, b.makespan) << "seed " << seed;
  }
}

/// The chip has two slots per core and is busy with an earlier job.
TEST(ExactSearch, SolversAgreeAroundPromisesAndOnSlots) {
  if (solvers().size() < 2) GTEST_SKIP() << "built without z3";
  PlanningCase c(
      scenario(chip()
                   .cluster("cpu", 2, {{"a", 4_us}, {"b", 9_us}, {"c", 7_us}, {"d", 2_us}})
                   .slots(2)
                   .element("npu", {{"a", 1_us}, {"b", 2_us}, {"c", 1_us}, {"d", 3_us}})
                   .bandwidth(BytesPerSecond(1e9))
                   .build(),
               graph("job")
                   .task("a")
                   .task("b", {{"a", Bytes(2000)}})
                   .task("c", {{"a", Bytes(500)}})
                   .task("d", {{"b", Bytes(100)}, {"c", Bytes(3000)}})
                   .build()));
  c.schedule.take(ElementId{2}, Time(2_us), Time(5_us));
  c.schedule.take(ElementId{0}, Time{}, Time(20_us));
  const SearchProblem problem(c.job, c.schedule);
  std::vector<Picoseconds> ends;
  for (const Solver solver : solvers()) {
    ExactOptions options;
    options.solver = solver;
    options.evaluations = 100;
    const Exact exact =
        search_exactly(problem, c.bounds, heft_plan(c.job, c.schedule), options, Random(1));
    EXPECT_TRUE(exact.proved());
    ends.push_back(exact.makespan);
  }
  EXPECT_EQ(ends[0], ends[1]);
}

TEST(ExactSearch, GivesABoundWhenTheLimitIsTooShort) {
  const PlanningCase c(random_instance(1, 40, 4, 2));
  ExactOptions options;
  options.steps = 1000;
  const Exact exact =
      search_exactly(c.problem, c.bounds, heft_plan(c.job, c.schedule), options, Random(1));
  EXPECT_FALSE(exact.proved());
  EXPECT_GT(exact.bound, 0);
  EXPECT_LT(exact.bound, exact.makespan);
  EXPECT_THAT(exact.limitation, ::testing::HasSubstr("the limit of steps was reached"));
}

/// A random instance whose tasks can each run on one element only.
StaticInstance tied(std::uint64_t seed, std::size_t tasks, std::size_t elements) {
  StaticInstance instance = random_instance(seed, tasks, elements, seed % 2 == 0 ? 0 : 0.5);
  for (std::size_t t = 0; t < tasks; ++t) {
    for (std::size_t q = 0; q < elements; ++q) {
      if (q != t % elements) instance.cost[t][q] = -1;
    }
  }
  return instance;
}

TEST(OrderSearch, AgreesWithTheSearchOverAllPlans) {
  std::uint64_t nodes = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const PlanningCase c(tied(seed, 10, 1 + seed % 3));
    ASSERT_TRUE(only_order_is_open(c.problem));
    const Plan heft = heft_plan(c.job, c.schedule);
    const OrderSearchResult found =
        search_orders(c.problem, c.bounds, heft, 0, time_grain(c.problem), {1'000'000'000, 0});
    const BranchAndBoundResult optimum =
        branch_and_bound(c.problem, c.bounds, heft, 0, 1'000'000'000, 0);
    ASSERT_TRUE(found.proved && optimum.proved) << "seed " << seed;
    EXPECT_EQ(found.makespan, optimum.makespan) << "seed " << seed;
    EXPECT_EQ(PlanEvaluator(c.problem, c.bounds).evaluate(found.plan), found.makespan);
    nodes += found.nodes;
  }
  EXPECT_GT(nodes, 100U);
}

TEST(OrderSearch, IsNotForTasksWithAChoiceNorForSeveralSlots) {
  EXPECT_FALSE(only_order_is_open(PlanningCase(random_instance(1, 9, 3, 1)).problem));
  const auto job = graph("job").task("a").task("b").build();
  const auto with_slots = [&](std::uint64_t slots) {
    return scenario(chip().element("npu", {{"a", 1_us}, {"b", 2_us}}).slots(slots).build(), job);
  };
  EXPECT_TRUE(only_order_is_open(PlanningCase(with_slots(1)).problem));
  EXPECT_FALSE(only_order_is_open(PlanningCase(with_slots(2)).problem));
}

TEST(ExactSearch, ProvesTheOptimaOfJobShops) {
  for (const auto& [instance, optimum] : {std::pair(ft06(), 55), std::pair(la03(), 597)}) {
    const Exact exact = solve(PlanningCase(instance), Solver::automatic);
    EXPECT_EQ(exact.makespan, optimum * instance_unit) << instance.name;
    EXPECT_TRUE(exact.proved()) << instance.name;
    EXPECT_EQ(exact.limitation, "") << instance.name;
  }
}

TEST(ExactSearch, TakesItsTimeLimitAtAnySizeAndSaysWhyItProvesNothing) {
  const PlanningCase shop(ft10());
  const PlanningCase graph(random_instance(3, 60, 4, 1));
  const auto limitation_of = [](const PlanningCase& c) {
    ExactOptions options;
    options.time_limit = 150_ms;
    options.evaluations = 2'000;
    Exact exact;
    expect_keeps_to(options.time_limit, [&] {
      exact = search_exactly(c.problem, c.bounds, heft_plan(c.job, c.schedule), options, Random(1));
    });
    EXPECT_LT(exact.bound, exact.makespan);
    return exact.limitation;
  };
  EXPECT_EQ(limitation_of(shop), "the time limit ended before the schedule was proved optimal");
  EXPECT_EQ(limitation_of(graph),
            "the job has 60 tasks, and 'largest' admits jobs of 50 to an exact search, so it was "
            "only annealed and bounded");
}

}  // namespace
}  // namespace kairos
