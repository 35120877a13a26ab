#include "workloads/distribution.hpp"

#include <cmath>
#include <limits>
#include <map>

#include <gtest/gtest.h>

namespace kairos {
namespace {

using namespace literals;
using Kind = DistributionKind;

std::vector<double> draws(const Distribution& distribution, int count, std::uint64_t seed = 1) {
  Random random = Random::stream(seed, "test");
  std::vector<double> all;
  all.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) all.push_back(distribution.draw(random));
  return all;
}

/// A distribution with its exact mean and standard deviation.
struct Moments {
  const char* name;
  Distribution distribution;
  double mean, deviation;
};

/// Variances: uniform (b - a)^2 / 12; lognormal mean^2 (exp(s^2) - 1); geometric m (m - 1); poisson
/// m; values (1 + 4 + 16) / 3 - (7 / 3)^2. A normal number of mean 1 and deviation 2 that is not
/// negative has the mean F(0.5) + 2 f(0.5) and the mean square 5 F(0.5) + 2 f(0.5), with the
/// standard normal distribution F(0.5) = 0.6914625 and its density f(0.5) = 0.3520653.
std::vector<Moments> moments() {
  return {{"uniform", {Kind::uniform, {100, 900}}, 500, 800 / std::sqrt(12)},
          {"normal", {Kind::normal, {500, 100}}, 500, 100},
          {"normal cut at zero", {Kind::normal, {1, 2}}, 1.3955931, 1.4878719},
          {"exponential", {Kind::exponential, {500}}, 500, 500},
          {"lognormal", {Kind::lognormal, {500, 0.8}}, 500, 500 * std::sqrt(std::expm1(0.64))},
          {"geometric", {Kind::geometric, {200}}, 200, std::sqrt(200.0 * 199)},
          {"small poisson", {Kind::poisson, {3}}, 3, std::sqrt(3)},
          {"large poisson", {Kind::poisson, {250}}, 250, std::sqrt(250)},
          {"huge poisson", {Kind::poisson, {1e6}}, 1e6, 1000},
          {"values", {Kind::values, {1, 2, 4}}, 7 / 3.0, std::sqrt(14) / 3}};
}

/// The mean of 100,000 draws is within five standard errors of its value.
TEST(Distribution, HasItsMeanAndDeviation) {
  constexpr int n = 100'000;
  for (const Moments& exact : moments()) {
    EXPECT_NEAR(exact.distribution.mean(), exact.mean, 1e-6 * exact.mean) << exact.name;
    double sum = 0, squares = 0;
    for (const double x : draws(exact.distribution, n)) {
      sum += x;
      squares += (x - exact.mean) * (x - exact.mean);
    }
    EXPECT_NEAR(sum / n, exact.mean, 5 * exact.deviation / std::sqrt(n)) << exact.name;
    EXPECT_NEAR(std::sqrt(squares / n), exact.deviation, 0.05 * exact.deviation) << exact.name;
  }
}

TEST(Distribution, IsEqualForEqualStreams) {
  for (const Moments& of : moments()) {
    EXPECT_EQ(draws(of.distribution, 100), draws(of.distribution, 100)) << of.name;
    EXPECT_NE(draws(of.distribution, 100), draws(of.distribution, 100, 2)) << of.name;
  }
}

TEST(Distribution, WithoutDeviationIsAlwaysTheSame) {
  const std::vector<Distribution> all{{Kind::constant, {7}},
                                      {Kind::uniform, {7, 7}},
                                      {Kind::normal, {7, 0}},
                                      {Kind::lognormal, {7, 0}},
                                      {Kind::values, {7}}};
  for (const Distribution& seven : all) {
    EXPECT_EQ(draws(seven, 3), std::vector(3, 7.0));
    EXPECT_EQ(seven.mean(), 7);
    EXPECT_EQ(seven.largest(), 7);
    EXPECT_EQ(seven.probability_of_at_least(7), 1);
    EXPECT_EQ(seven.probability_of_at_least(7.001), 0);
  }
  EXPECT_EQ(draws({Kind::geometric, {1}}, 3), std::vector(3, 1.0));
  EXPECT_EQ(draws({Kind::poisson, {0}}, 3), std::vector(3, 0.0));
  EXPECT_EQ(draws({Kind::exponential, {0}}, 3), std::vector(3, 0.0));
}

/// Every number n that is expected 50 times or more has been drawn as often as that, within five
/// standard deviations:  expected = draws * mean^n exp(-mean) / n!
TEST(Distribution, DrawsPoissonNumbersWithTheirProbabilities) {
  constexpr int n = 200'000;
  for (const double mean : {0.5, 3.0, 9.9, 10.0, 40.0, 300.0}) {
    std::map<double, int> counts;
    for (const double x : draws({Kind::poisson, {mean}}, n)) ++counts[x];
    double checked = 0;
    for (double x = 0; x < 3 * mean + 20; ++x) {
      const double expected = n * std::exp(x * std::log(mean) - mean - std::lgamma(x + 1));
      if (expected < 50) continue;
      EXPECT_NEAR(counts[x], expected, 5 * std::sqrt(expected)) << x << " of mean " << mean;
      checked += expected;
    }
    EXPECT_GT(checked, 0.98 * n) << mean;
  }
}

/// A geometric number exceeds n with the probability (1 - 1 / mean)^n: 3/4, 9/16, 27/64 for mean 4.
TEST(Distribution, DrawsGeometricNumbersFromOneOn) {
  constexpr int n = 100'000;
  std::map<double, int> counts;
  for (const double x : draws({Kind::geometric, {4}}, n)) ++counts[x];
  EXPECT_EQ(counts.begin()->first, 1);
  EXPECT_NEAR(counts[1], n / 4.0, 5 * std::sqrt(n * 3 / 16.0));
  EXPECT_NEAR(counts[2], n * 3 / 16.0, 5 * std::sqrt(n * 39 / 256.0));
}

struct Tail {
  Distribution distribution;
  double value, probability;
};

/// The probabilities of 0.1586553 and 0.5987063 are those of a standard normal number of at least
/// 1 and -0.25; a Poisson number of mean 3 is below 4 with the probability 13 exp(-3).
TEST(Distribution, KnowsTheProbabilityOfLargeValues) {
  const std::vector<Tail> tails{{{Kind::uniform, {100, 900}}, 300, 0.75},
                                {{Kind::normal, {500, 100}}, 600, 0.1586553},
                                {{Kind::normal, {1, 2}}, 0.5, 0.5987063},
                                {{Kind::exponential, {500}}, 500, std::exp(-1)},
                                {{Kind::lognormal, {500, 0.8}}, 500 * std::exp(-0.32), 0.5},
                                {{Kind::geometric, {4}}, 3, 9 / 16.0},
                                {{Kind::geometric, {4}}, 2.5, 9 / 16.0},
                                {{Kind::poisson, {3}}, 4, 1 - 13 * std::exp(-3)},
                                {{Kind::poisson, {3}}, 0.5, 1 - std::exp(-3)},
                                {{Kind::values, {1, 2, 4}}, 2, 2 / 3.0}};
  constexpr int n = 50'000;
  for (const Tail& tail : tails) {
    SCOPED_TRACE(::testing::Message() << tail.value << " of " << tail.distribution.parameters[0]);
    const double p = tail.distribution.probability_of_at_least(tail.value);
    EXPECT_NEAR(p, tail.probability, 1e-7);
    int count = 0;
    for (const double x : draws(tail.distribution, n)) count += x >= tail.value ? 1 : 0;
    EXPECT_NEAR(count, n * p, 5 * std::sqrt(n * p * (1 - p)));
    EXPECT_EQ(tail.distribution.probability_of_at_least(0), 1);
  }
}

/// Probabilities far above the mean are not rounded away: 3^40 exp(-3) / 40! = 7.42e-31, and the
/// terms from 41 on add 8 %.
TEST(Distribution, KnowsTheSmallProbabilitiesOfPoissonNumbers) {
  const Distribution three{Kind::poisson, {3}};
  EXPECT_NEAR(three.probability_of_at_least(40) / 8.0e-31, 1, 0.01);
  const Distribution million{Kind::poisson, {1e6}};
  EXPECT_NEAR(million.probability_of_at_least(1e6 + 3000), 0.00135, 0.00002);
  EXPECT_NEAR(million.probability_of_at_least(1e6 - 3000), 1 - 0.00135, 0.00002);
}

TEST(Distribution, KnowsItsLargestValue) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ((Distribution{Kind::uniform, {1, 3}}.largest()), 3);
  EXPECT_EQ((Distribution{Kind::values, {2, 9, 4}}.largest()), 9);
  EXPECT_EQ((Distribution{Kind::geometric, {1}}.largest()), 1);
  EXPECT_EQ((Distribution{Kind::lognormal, {0, 2}}.largest()), 0);
  const std::vector<Distribution> unlimited{{Kind::normal, {1, 2}},
                                            {Kind::exponential, {1}},
                                            {Kind::lognormal, {1, 2}},
                                            {Kind::geometric, {2}},
                                            {Kind::poisson, {1}}};
  for (const Distribution& one : unlimited) EXPECT_EQ(one.largest(), infinity);
}

TEST(DurationDistribution, DrawsWholePicoseconds) {
  Random random = Random::stream(1, "test");
  EXPECT_EQ((DurationDistribution{{Kind::constant, {0.1}}}.draw(random)), 100_ms);
  EXPECT_EQ((DurationDistribution{{Kind::constant, {2.6e-12}}}.draw(random)), 3_ps);
  EXPECT_EQ(DurationDistribution{}.draw(random), Duration{});
  const DurationDistribution pause{{Kind::exponential, {2}}};
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) sum += pause.draw(random).seconds();
  EXPECT_NEAR(sum / 10'000, 2, 5 * 0.02);
}

/// 64 bits hold 106 days, which are 9.2e6 s.
TEST(DurationDistribution, RefusesDurationsBeyondTheClock) {
  Random random = Random::stream(1, "test");
  const DurationDistribution pause{{Kind::constant, {1e8}}};
  EXPECT_THROW(static_cast<void>(pause.draw(random)), InputError);
}

}  // namespace
}  // namespace kairos
