// Tests proofs of optimality: published optima, and the two solvers compared with each other.
#include "policies/exact/exact_search.hpp"

#include <gtest/gtest.h>

#include "policies/exact/deadline_solver.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/published_graphs.hpp"

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
}

}  // namespace
}  // namespace kairos
