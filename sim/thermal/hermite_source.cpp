#include "sim/thermal/hermite_source.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace kairos {
namespace {

constexpr double small = 0.25;
using Series = std::array<double, 10>;

/// The power series in x of the integral over v of c(v) exp(-x v), from the moments of c.
template <class Moment>
constexpr Series series(Moment moment) {
  Series result{};
  double factorial = 1;
  for (std::size_t j = 0; j < result.size(); ++j) {
    if (j > 0) factorial *= -static_cast<double>(j);
    result[j] = moment(static_cast<double>(j)) / factorial;
  }
  return result;
}

// With v = 1 - s the three terms are 1/2 - v, 6 v - 6 v^2 - 1 and -v/2 + 3 v^2/2 - v^3.
constexpr Series linear_series = series([](double j) { return 0.5 / (j + 1) - 1 / (j + 2); });
constexpr Series quadratic_series =
    series([](double j) { return 6 / (j + 2) - 6 / (j + 3) - 1 / (j + 1); });
constexpr Series cubic_series =
    series([](double j) { return -0.5 / (j + 2) + 1.5 / (j + 3) - 1 / (j + 4); });

double sum(const Series& series, double x) {
  double result = 0;
  for (std::size_t j = series.size(); j-- > 0;) result = result * x + series[j];
  return result;
}

}  // namespace

void PhiWeights::find(std::span<const double> rates, double elapsed,
                      std::span<const double> decayed) {
  const auto slow = static_cast<std::size_t>(
      std::ranges::partition_point(rates, [=](double rate) { return rate * elapsed < small; }) -
      rates.begin());
  for (std::size_t k = 0; k < slow; ++k) {
    const double x = rates[k] * elapsed;
    mean[k] = decayed[k] / x;
    linear[k] = sum(linear_series, x);
    quadratic[k] = sum(quadratic_series, x);
    cubic[k] = sum(cubic_series, x);
  }
  for (std::size_t k = slow; k < rates.size(); ++k) {
    const double x = rates[k] * elapsed;
    const double end = 1 - decayed[k];
    const double m0 = decayed[k] / x;
    const double m1 = (m0 - end) / x;
    const double m2 = (2 * m1 - end) / x;
    const double m3 = (3 * m2 - end) / x;
    mean[k] = m0;
    linear[k] = m0 / 2 - m1;
    quadratic[k] = 6 * (m1 - m2) - m0;
    cubic[k] = 1.5 * m2 - m1 / 2 - m3;
  }
}

}  // namespace kairos
