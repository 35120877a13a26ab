// Means over seeds with their 95 % confidence intervals.
#pragma once

#include <cstddef>
#include <limits>
#include <span>

namespace kairos {

/// A mean and how far the true one may be from it. A single value has no half width (NaN); no value
/// has no mean either.
struct Estimate95 {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double half_width = std::numeric_limits<double>::quiet_NaN();
  std::size_t n = 0;
};

/// Mean +- t(0.975, n - 1) s / sqrt(n), with s the standard deviation of the sample and t the
/// quantile of Student's distribution. Example: 1, 2, 3, 4, 5 gives 3 +- 1.963.
Estimate95 estimate(std::span<const double> values);

/// The mean of value / baseline over pairs, which cancels what both owe to their common seed.
/// Nothing (n = 0) when a baseline is zero.
Estimate95 paired_ratio(std::span<const double> values, std::span<const double> baselines);

/// The mean of the values over that of the baselines, R, where some baselines are zero:
/// R +- t(0.975, n - 1) s / (sqrt(n) mean baseline), with s the standard deviation of value - R
/// baseline over the pairs (Cochran, Sampling Techniques, 1977, chapter 6). Example: 1, 3 over 0, 2
/// gives 2 +- 12.7. Nothing when all baselines are zero.
Estimate95 ratio_of_means(std::span<const double> values, std::span<const double> baselines);

}  // namespace kairos
