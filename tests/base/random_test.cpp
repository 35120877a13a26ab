#include "sim/base/random.hpp"

#include <array>

#include <gtest/gtest.h>

namespace kairos {
namespace {

TEST(Random, IsTheSameOnEveryMachine) {
  Random random = Random::stream(1, "arrivals");
  const std::uint64_t first = random.next();
  Random again = Random::stream(1, "arrivals");
  EXPECT_EQ(again.next(), first);
  EXPECT_NE(Random::stream(1, "noise").next(), first);
  EXPECT_NE(Random::stream(2, "arrivals").next(), first);
}

/// Mean and variance of 100,000 draws are within five standard errors of their values.
TEST(Random, DistributionsHaveTheirMoments) {
  Random random = Random::stream(7, "test");
  double uniform = 0, exponential = 0, normal = 0, square = 0;
  constexpr int n = 100'000;
  for (int i = 0; i < n; ++i) {
    uniform += random.uniform();
    exponential += random.exponential(3);
    const double x = random.normal();
    normal += x;
    square += x * x;
  }
  EXPECT_NEAR(uniform / n, 0.5, 5 * 0.29 / 316);
  EXPECT_NEAR(exponential / n, 3, 5 * 3.0 / 316);
  EXPECT_NEAR(normal / n, 0, 5 / 316.0);
  EXPECT_NEAR(square / n, 1, 5 * 1.42 / 316);
}

TEST(Random, IndexReachesEveryValue) {
  Random random = Random::stream(3, "test");
  std::array<int, 5> seen{};
  for (int i = 0; i < 1000; ++i) ++seen[random.index(5)];
  for (const int count : seen) EXPECT_GT(count, 100);
}

}  // namespace
}  // namespace kairos
