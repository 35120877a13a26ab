// Tests the genetic algorithm with one objective, on graphs with known optima, and with two.
#include "policies/search/evolution.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "policies/search/annealer.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/published_graphs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr double unit = 1e12;

bool is_valid(const SearchProblem& problem, const Plan& plan) {
  std::vector<bool> done(problem.tasks());
  for (const std::uint32_t task : plan.order) {
    if (done[task] || !problem.can_run(task, plan.element[task])) return false;
    for (const SearchEdge& input : problem.inputs(task)) {
      if (!done[input.task]) return false;
    }
    done[task] = true;
  }
  return std::ranges::all_of(done, [](bool d) { return d; });
}

/// Plans on two elements of equal speed and different cost. The sum of element numbers takes the
/// place of energy.
std::vector<ParetoPlan> two_objectives(const PlanningCase& c, std::uint64_t seed) {
  PlanEvaluator evaluator(c.problem, c.bounds);
  EvolutionOptions options;
  options.evaluations = 5000;
  Evolution evolution(c.problem, heft_plan(c.job, c.schedule), options, Random(seed),
                      [&](const Plan& plan) {
                        double sum = 0;
                        for (const std::uint32_t element : plan.element) sum += element;
                        return Objectives{static_cast<double>(evaluator.evaluate(plan)), sum, 0};
                      });
  return evolution.run(-1);
}

TEST(Evolution, ReachesTheOptimumOfTheCanonicalGraphFromMostSeeds) {
  const PlanningCase c(canonical());
  EvolutionOptions options;
  options.evaluations = 50'000;
  int reached = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    PlanEvaluator evaluator(c.problem, c.bounds);
    Evolution evolution(c.problem, heft_plan(c.job, c.schedule), options, Random(seed),
                        [&](const Plan& plan) {
                          return Objectives{static_cast<double>(evaluator.evaluate(plan)), 0, 0};
                        });
    const ParetoPlan best = evolution.run(73 * unit).front();
    EXPECT_GE(best.objectives[0], 73 * unit) << "under the optimum";
    EXPECT_LT(best.objectives[0], 80 * unit) << "no better than HEFT";
    EXPECT_TRUE(is_valid(c.problem, best.plan));
    reached += best.objectives[0] == 73 * unit ? 1 : 0;
  }
  EXPECT_GE(reached, 6);
}

TEST(Evolution, ShortensHeftAndNeverLengthensIt) {
  double sum = 0;
  constexpr int instances = 10;
  for (std::uint64_t seed = 0; seed < instances; ++seed) {
    const StaticInstance instance = random_instance(seed, 30, 4, seed % 2 == 0 ? 0.5 : 2);
    const Time heft = run_with(instance.scenario(), "heft").end;
    const Time found = run_with(instance.scenario(), "genetic").end;
    EXPECT_LE(found, heft) << "seed " << seed;
    sum += found.seconds() / heft.seconds();
  }
  EXPECT_LT(sum / instances, 0.95);
}

TEST(Evolution, SpreadsItsFrontFromTheFastestPlanToTheCheapest) {
  const PlanningCase c(random_instance(3, 20, 4, 1));
  const std::vector<ParetoPlan> survivors = two_objectives(c, 1);
  PlanEvaluator evaluator(c.problem, c.bounds);
  const auto heft = static_cast<double>(evaluator.evaluate(heft_plan(c.job, c.schedule)));
  double fastest = heft * 10;
  double cheapest = 1e9;
  std::size_t front = 0;
  for (const ParetoPlan& plan : survivors) {
    EXPECT_TRUE(is_valid(c.problem, plan.plan));
    fastest = std::min(fastest, plan.objectives[0]);
    cheapest = std::min(cheapest, plan.objectives[1]);
    const auto better = [&](const ParetoPlan& o) {
      return dominates(o.objectives, plan.objectives);
    };
    front += std::ranges::none_of(survivors, better) ? 1 : 0;
  }
  EXPECT_LE(fastest, heft);
  double least = 0;  // Every task is on the first element that can run it.
  for (std::size_t t = 0; t < c.problem.tasks(); ++t) least += c.problem.candidates(t).front();
  EXPECT_EQ(cheapest, least);
  EXPECT_GE(front, 10U);
}

TEST(Evolution, DoesTheSameForTheSameSeed) {
  const PlanningCase c(random_instance(4, 15, 3, 1));
  const auto one = two_objectives(c, 7);
  const auto two = two_objectives(c, 7);
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].objectives, two[i].objectives);
    EXPECT_EQ(one[i].plan.order, two[i].plan.order);
  }
}

/// The fast element draws ten times the power, so it stays idle if only energy counts.
TEST(Nsga2, FollowsTheWeights) {
  const auto g =
      graph("job").task("a").task("b", {{"a", Bytes(0)}}).task("c", {{"a", Bytes(0)}}).build();
  const Scenario s =
      scenario(chip()
                   .cluster("slow", 1, {{"a", 4_us}, {"b", 4_us}, {"c", 4_us}}, Watts(1))
                   .cluster("fast", 1, {{"a", 2_us}, {"b", 2_us}, {"c", 2_us}}, Watts(10))
                   .bandwidth(BytesPerSecond(1e9))
                   .build(),
               g);
  const auto weighted = [](const char* makespan, const char* energy) {
    Choice<Policy> choice("nsga2");
    choice.options.set("evaluations", Value::scalar("500"));
    choice.options.set("makespan", Value::scalar(makespan));
    choice.options.set("energy", Value::scalar(energy));
    return choice;
  };
  EXPECT_EQ(run_with(s, weighted("0", "1")).end, Time(12_us));
  EXPECT_EQ(run_with(s, weighted("1", "0")).end, Time(6_us));
}

}  // namespace
}  // namespace kairos
