// The mathematics of distributions.
//
//   uniform [a, b]       a + (b - a) U,   U uniform in [0, 1)
//   normal [m, d]        max(0, m + d N),   N standard normal
//                        mean  m P(N <= m / d) + d exp(-(m / d)^2 / 2) / sqrt(2 pi)
//   exponential m        -m ln(1 - U)
//   lognormal [m, s]     m exp(s N - s^2 / 2)
//   geometric m          P(x > n) = (1 - 1 / m)^n,   n = 0, 1, 2 ...
//   poisson m            P(x = n) = m^n exp(-m) / n!,   n = 0, 1, 2 ...
//
// Poisson numbers are exact: those of a small mean by the product of uniform numbers (Knuth, The
// Art of Computer Programming 2, section 3.4.1), those of a large one by transformed rejection
// (Hoermann, Insurance: Mathematics and Economics 12, 1993, algorithm PTRS), which takes about as
// long for every mean.
//
// Example: {lognormal: [500, 0.8]} has the mean 500, the median 500 exp(-0.32) = 363 and exceeds
// 1354 in 5 % of the draws.
// How far to trust it: draws are independent of each other. Lengths of prompts and outputs that
// were measured often depend on each other, and on those of the same user; a file of measured
// requests keeps such pairs together.
#include "workloads/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace kairos {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The probability that a standard normal number is at least `value`.
double normal_tail(double value) {
  return 0.5 * std::erfc(value / std::sqrt(2.0));
}

/// The mean of a normal number whose negative values count as zero.
double mean_of_normal(double mean, double deviation) {
  if (deviation == 0) return mean;
  const double steps = mean / deviation;
  return mean * normal_tail(-steps) +
         deviation * std::exp(-0.5 * steps * steps) / std::sqrt(2 * std::numbers::pi);
}

double draw_geometric(double mean, Random& random) {
  if (mean == 1) return 1;
  return 1 + std::floor(std::log1p(-random.uniform()) / std::log1p(-1 / mean));
}

/// The logarithm of the probability of `n` under a Poisson distribution. Stirling's series of ln n!
/// is off by less than 1e-10 from n = 10 on.
double log_of_poisson(double n, double mean) {
  if (n < 10) {
    double sum = -mean;
    for (double i = 1; i <= n; ++i) sum += std::log(mean / i);
    return sum;
  }
  const double inverse = 1 / n, square = inverse * inverse;
  const double series = inverse * (1 / 12.0 - square * (1 / 360.0 - square / 1260.0));
  return (n - mean) + n * std::log(mean / n) - 0.5 * std::log(2 * std::numbers::pi * n) - series;
}

/// Counts how many uniform numbers can be multiplied before their product reaches exp(-mean).
double draw_small_poisson(double mean, Random& random) {
  const double limit = std::exp(-mean);
  double count = 0;
  for (double product = random.uniform(); product > limit; product *= random.uniform()) ++count;
  return count;
}

/// Algorithm PTRS, for means from 10 on. Its constants fit a transformed uniform number `n` to the
/// distribution: `scale` and `skew` shape it, and `ratio` is its largest excess.
double draw_large_poisson(double mean, Random& random) {
  const double scale = 0.931 + 2.53 * std::sqrt(mean);
  const double skew = 0.02483 * scale - 0.059;
  const double ratio = 1.1239 + 1.1328 / (scale - 3.4);
  const double accepted_at_once = 0.9277 - 3.6224 / (scale - 2);
  for (;;) {
    const double u = random.uniform() - 0.5;
    const double v = random.uniform();
    const double to_edge = 0.5 - std::abs(u);
    const double n = std::floor((2 * skew / to_edge + scale) * u + mean + 0.43);
    if (to_edge >= 0.07 && v <= accepted_at_once) return n;
    if (n < 0 || (to_edge < 0.013 && v > to_edge)) continue;
    const double density = skew / (to_edge * to_edge) + scale;
    if (std::log(v * ratio / density) <= log_of_poisson(n, mean)) return n;
  }
}

double draw_poisson(double mean, Random& random) {
  return mean < 10 ? draw_small_poisson(mean, random) : draw_large_poisson(mean, random);
}

/// The sum of the smaller side of the distribution, so that small probabilities are not rounded
/// away. Terms that no longer count are left out.
double poisson_tail(double value, double mean) {
  const double first = std::ceil(value);
  if (first <= 0) return 1;
  if (mean == 0) return 0;
  double sum = 0;
  const auto counts = [&sum](double term) { return term > sum * 1e-17; };
  if (first > mean) {
    double n = first;
    for (double term = std::exp(log_of_poisson(n, mean)); counts(term); term *= mean / ++n) {
      sum += term;
    }
    return sum;
  }
  double n = first - 1;
  for (double term = std::exp(log_of_poisson(n, mean)); counts(term); term *= n-- / mean) {
    sum += term;
  }
  return 1 - sum;
}

double share_of_at_least(const std::vector<double>& values, double value) {
  const auto count = std::ranges::count_if(values, [value](double v) { return v >= value; });
  return static_cast<double>(count) / static_cast<double>(values.size());
}

}  // namespace

double Distribution::draw(Random& random) const {
  const std::vector<double>& p = parameters;
  switch (kind) {
    case DistributionKind::constant:
      return p[0];
    case DistributionKind::uniform:
      return random.uniform(p[0], p[1]);
    case DistributionKind::normal:
      return std::max(0.0, p[0] + p[1] * random.normal());
    case DistributionKind::exponential:
      return random.exponential(p[0]);
    case DistributionKind::lognormal:
      return p[0] * std::exp(p[1] * random.normal() - p[1] * p[1] / 2);
    case DistributionKind::geometric:
      return draw_geometric(p[0], random);
    case DistributionKind::poisson:
      return draw_poisson(p[0], random);
    case DistributionKind::values:
      break;
  }
  return p[random.index(p.size())];
}

double Distribution::mean() const {
  const std::vector<double>& p = parameters;
  switch (kind) {
    case DistributionKind::uniform:
      return p[0] + (p[1] - p[0]) / 2;
    case DistributionKind::normal:
      return mean_of_normal(p[0], p[1]);
    case DistributionKind::values:
      return std::accumulate(p.begin(), p.end(), 0.0) / static_cast<double>(p.size());
    case DistributionKind::constant:
    case DistributionKind::exponential:
    case DistributionKind::lognormal:
    case DistributionKind::geometric:
    case DistributionKind::poisson:
      break;
  }
  return p[0];
}

double Distribution::largest() const {
  const std::vector<double>& p = parameters;
  switch (kind) {
    case DistributionKind::uniform:
      return p[1];
    case DistributionKind::normal:
      if (p[1] > 0) return infinity;
      return p[0];
    case DistributionKind::lognormal:
      if (p[0] > 0 && p[1] > 0) return infinity;
      return p[0];
    case DistributionKind::exponential:
    case DistributionKind::poisson:
      return p[0] > 0 ? infinity : 0;
    case DistributionKind::geometric:
      return p[0] > 1 ? infinity : 1;
    case DistributionKind::constant:
    case DistributionKind::values:
      break;
  }
  return std::ranges::max(p);
}

double Distribution::probability_of_at_least(double value) const {
  const std::vector<double>& p = parameters;
  if (value <= 0) return 1;
  const bool varies = largest() == infinity;
  switch (kind) {
    case DistributionKind::uniform:
      if (p[0] < p[1]) return std::clamp((p[1] - value) / (p[1] - p[0]), 0.0, 1.0);
      break;
    case DistributionKind::normal:
      if (varies) return normal_tail((value - p[0]) / p[1]);
      break;
    case DistributionKind::exponential:
      if (varies) return std::exp(-value / p[0]);
      break;
    case DistributionKind::lognormal:
      if (varies) return normal_tail(std::log(value / p[0]) / p[1] + p[1] / 2);
      break;
    case DistributionKind::geometric:
      if (varies) return std::pow(1 - 1 / p[0], std::max(0.0, std::ceil(value) - 1));
      break;
    case DistributionKind::poisson:
      return poisson_tail(value, p[0]);
    case DistributionKind::values:
      return share_of_at_least(p, value);
    case DistributionKind::constant:
      break;
  }
  return largest() >= value ? 1 : 0;
}

Duration DurationDistribution::draw(Random& random) const {
  constexpr double largest = 9.2e18;
  const double picoseconds = seconds.draw(random) * picoseconds_per_second;
  if (!(picoseconds < largest)) throw_time_overflow();
  return Duration::picoseconds(std::llround(picoseconds));
}

}  // namespace kairos
