// Means over seeds with 95 % confidence intervals.
#pragma once

#include <cstddef>
#include <limits>
#include <span>

namespace kairos {

/// A mean and the half width of its confidence interval. A single value has no half width (NaN);
/// without values the mean is NaN too.
struct Estimate95 {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double half_width = std::numeric_limits<double>::quiet_NaN();
  std::size_t n = 0;
};

/// The mean with the confidence interval
///   mean +- t(0.975, n - 1) s / sqrt(n)
/// Here s is the standard deviation of the sample and t the quantile of Student's distribution.
/// Example: 1, 2, 3, 4, 5 gives 3 +- 1.963.
Estimate95 estimate(std::span<const double> values);

/// The mean of value / baseline over pairs, which cancels the common effect of the seed. It is
/// empty (n = 0) if a baseline is zero.
Estimate95 paired_ratio(std::span<const double> values, std::span<const double> baselines);

/// The ratio R of the means, for baselines some of which are zero, with the confidence interval
///   R +- t(0.975, n - 1) s / (sqrt(n) mean baseline)
/// Here s is the standard deviation of value - R baseline over the pairs (Cochran, Sampling
/// Techniques, 1977, chapter 6). Example: 1, 3 over 0, 2 gives 2 +- 12.7. It is empty (n = 0) if
/// all baselines are zero.
Estimate95 ratio_of_means(std::span<const double> values, std::span<const double> baselines);

}  // namespace kairos
