// Tests moves of critical tasks against complete evaluations of the plans they lead to.
#include "policies/search/critical_moves.hpp"

#include <gtest/gtest.h>

#include "policies/search/plan_moves.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/job_shops.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Returns the tasks of each element in the order of a plan.
std::vector<std::vector<std::uint32_t>> by_element(const Plan& plan, std::size_t elements) {
  std::vector<std::vector<std::uint32_t>> tasks(elements);
  for (const std::uint32_t task : plan.order) tasks[plan.element[task]].push_back(task);
  return tasks;
}

bool is_valid(const SearchProblem& problem, const Plan& plan) {
  std::vector<bool> placed(problem.tasks());
  for (const std::uint32_t task : plan.order) {
    for (const SearchEdge& input : problem.inputs(task)) {
      if (!placed[input.task]) return false;
    }
    if (placed[task]) return false;
    placed[task] = true;
  }
  return plan.order.size() == problem.tasks();
}

/// Tasks 0 and 1 take 4 and 3 on one element, and task 2 takes 5 on the other after task 1. In this
/// order the plan ends at 12. After the exchange task 1 ends at 3, task 2 at 8 and task 0 at 7.
TEST(CriticalMoves, EstimateOfTheHeader) {
  StaticInstance instance{{"exchange", 3, 2, {{4, -1}, {3, -1}, {-1, 5}}, {{1, 2, 0}}, {}}};
  instance.bandwidth.assign(2, std::vector<double>(2, 1));
  const PlanningCase c(instance);
  const Plan plan{{0, 1, 2}, {0, 0, 1}};
  PlanEvaluator evaluator(c.problem, c.bounds);
  EXPECT_EQ(evaluator.evaluate(plan), 12 * instance_unit);
  CriticalMoves critical(c.problem);
  critical.examine(plan, evaluator);
  ASSERT_FALSE(critical.empty());
  EXPECT_EQ(critical.estimate({0, 1, true}), 8 * instance_unit);
  PlanMoves moves(c.problem, plan);
  moves.pull(0, 1);
  EXPECT_EQ(evaluator.evaluate(moves.plan()), 8 * instance_unit);
}

/// A plan whose longest path has no two tasks in a row on an element cannot be shortened by order.
TEST(CriticalMoves, NoneIfTheOrderDoesNotMatter) {
  const PlanningCase c(job_shop("chain", 2, {{{0, 3}, {1, 4}}}));
  const Plan plan{{0, 1}, {0, 1}};
  PlanEvaluator evaluator(c.problem, c.bounds);
  evaluator.evaluate(plan);
  CriticalMoves critical(c.problem);
  critical.examine(plan, evaluator);
  EXPECT_TRUE(critical.empty());
}

void expect_valid_moves(const PlanningCase& c, Random random, int& exchanges, int& longer) {
  PlanEvaluator evaluator(c.problem, c.bounds);
  CriticalMoves critical(c.problem);
  PlanMoves moves(c.problem, random_plan(c.problem, random));
  for (int k = 0; k < 100; ++k) {
    evaluator.evaluate(moves.plan());
    critical.examine(moves.plan(), evaluator);
    if (critical.empty()) break;
    const CriticalMoves::Move move = critical.draw(random);
    const Plan before = moves.plan();
    const std::uint32_t element = before.element[move.earlier];
    ASSERT_EQ(before.element[move.later], element);
    const Picoseconds estimate = critical.estimate(move);
    const std::size_t first =
        move.pulls ? moves.pull(move.earlier, move.later) : moves.push(move.earlier, move.later);
    if (first == before.order.size()) {
      EXPECT_EQ(moves.plan().order, before.order);
      continue;
    }
    ASSERT_TRUE(is_valid(c.problem, moves.plan()));
    auto old_order = by_element(before, c.problem.elements());
    const auto new_order = by_element(moves.plan(), c.problem.elements());
    auto& tasks = old_order[element];
    const auto earlier = std::find(tasks.begin(), tasks.end(), move.earlier);
    const auto later = std::find(tasks.begin(), tasks.end(), move.later);
    ASSERT_LT(earlier, later);
    const bool is_exchange = later - earlier == 1;
    if (move.pulls) {
      std::rotate(earlier, later, later + 1);
    } else {
      std::rotate(earlier, earlier + 1, later + 1);
    }
    EXPECT_EQ(new_order, old_order);
    (is_exchange ? exchanges : longer) += 1;
    // The longest path through one of two exchanged tasks is known exactly.
    if (is_exchange) {
      EXPECT_LE(estimate, PlanEvaluator(c.problem, c.bounds).evaluate(moves.plan()));
    }
    if (random.uniform() < 0.3) {
      moves.undo();
      EXPECT_EQ(moves.plan().order, before.order);
    }
  }
}

TEST(CriticalMoves, ChangeTheOrderOfOneElementOnlyAndNeverOverestimateAnExchange) {
  int exchanges = 0;
  int longer = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const PlanningCase c(random_instance(seed, 30, 1 + seed % 4, 1));
    expect_valid_moves(c, Random::stream(seed, "moves"), exchanges, longer);
  }
  expect_valid_moves(PlanningCase(ft10()), Random(1), exchanges, longer);
  EXPECT_GT(exchanges, 200);
  EXPECT_GT(longer, 200);
}

}  // namespace
}  // namespace kairos
