// Tests that random layered graphs have the requested shape and costs.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "sim/base/registry.hpp"
#include "workloads/instance_generator.hpp"

namespace kairos {
namespace {

Value list(const std::string& value) {
  return Value::list({Value::scalar(value)});
}

Choice<InstanceGenerator> layered(const std::map<std::string, std::string>& options) {
  Choice<InstanceGenerator> choice("layered");
  for (const auto& [key, value] : options) choice.options.set(key, list(value));
  return choice;
}

TEST(Layered, DrawsWhatWasAskedFor) {
  const auto generator = layered({{"tasks", "100"},
                                  {"elements", "4"},
                                  {"ccr", "2"},
                                  {"beta", "1"},
                                  {"shape", "1"},
                                  {"out_degree", "3"}})
                             .make();
  double execution = 0;
  double communication = 0;
  double edges = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const StaticProblem problem = generator->generate(Random(seed));
    ASSERT_EQ(problem.tasks, 100U);
    ASSERT_EQ(problem.cost.size(), 100U);
    std::set<std::pair<std::size_t, std::size_t>> seen;
    for (const auto& [from, to, volume] : problem.edges) {
      EXPECT_LT(from, to);
      EXPECT_TRUE(seen.emplace(from, to).second) << "the same edge twice";
      communication += volume;
      ++edges;
    }
    for (const auto& row : problem.cost) {
      ASSERT_EQ(row.size(), 4U);
      const auto [low, high] = std::ranges::minmax(row);
      EXPECT_LE(high, low * 3 + 1e-12) << "beta 1: from half to one and a half times the mean";
      for (const double cost : row) execution += cost / 4;
    }
  }
  EXPECT_NEAR(execution / 5000, 1, 0.05);
  EXPECT_NEAR(communication / edges, 2, 0.05);
  EXPECT_GT(edges / 5000, 2) << "about three outputs per task that has a level below";
}

TEST(Layered, IsDeterministicAndHomogeneousWithoutBeta) {
  const auto generator = layered({{"beta", "0"}}).make();
  const StaticProblem one = generator->generate(Random(7));
  const StaticProblem two = generator->generate(Random(7));
  EXPECT_EQ(one.name, two.name);
  EXPECT_EQ(one.cost, two.cost);
  EXPECT_EQ(one.edges, two.edges);
  for (const auto& row : one.cost) EXPECT_EQ(std::ranges::min(row), std::ranges::max(row));
}

TEST(Layered, SmallShapesAreDeep) {
  const auto depth = [](const std::string& shape) {
    const StaticProblem problem =
        layered({{"tasks", "100"}, {"shape", shape}}).make()->generate(Random(1));
    std::vector<std::size_t> level(problem.tasks, 1);
    for (const auto& [from, to, volume] : problem.edges) {
      level[to] = std::max(level[to], level[from] + 1);
    }
    return std::ranges::max(level);
  };
  EXPECT_GT(depth("0.5"), depth("1"));
  EXPECT_GT(depth("1"), depth("2"));
}

}  // namespace
}  // namespace kairos
