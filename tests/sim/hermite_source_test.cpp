#include "sim/thermal/hermite_source.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace kairos {
namespace {

/// Integrates by the Gauss-Legendre rule with three points in each of many parts.
template <class Power>
double weight(Power power, double x) {
  constexpr int parts = 2000;
  const double far = std::sqrt(0.6) / 2;
  double sum = 0;
  for (int i = 0; i < parts; ++i) {
    const auto at = [&](double offset) {
      const double s = (i + 0.5 + offset) / parts;
      return power(s) * std::exp(-x * (1 - s));
    };
    sum += (5 * at(-far) + 8 * at(0) + 5 * at(far)) / 18 / parts;
  }
  return sum;
}

TEST(PhiWeights, AreTheIntegralsThatTheyStandFor) {
  const std::array<double, 8> rates{1e-6, 0.01, 0.2, 0.24999, 0.25, 1, 7, 100};
  std::array<double, 8> decayed{};
  for (std::size_t k = 0; k < rates.size(); ++k) decayed[k] = -std::expm1(-rates[k]);
  PhiWeights weights(rates.size());
  weights.find(rates, 1, decayed);
  for (std::size_t k = 0; k < rates.size(); ++k) {
    const double x = rates[k];
    EXPECT_NEAR(weights.mean[k], weight([](double) { return 1; }, x), 1e-11) << x;
    EXPECT_NEAR(weights.linear[k], weight([](double s) { return s - 0.5; }, x), 1e-11) << x;
    EXPECT_NEAR(weights.quadratic[k], weight([](double s) { return 6 * s * (1 - s) - 1; }, x),
                1e-11)
        << x;
    EXPECT_NEAR(weights.cubic[k], weight([](double s) { return s * (s - 0.5) * (s - 1); }, x),
                1e-11)
        << x;
  }
  EXPECT_NEAR(weights.linear[5], 0.051819, 1e-6);
}

}  // namespace
}  // namespace kairos
