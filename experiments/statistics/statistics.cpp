#include "experiments/statistics/statistics.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

namespace kairos {

Estimate95 estimate(std::span<const double> values) {
  Estimate95 result{.n = values.size()};
  if (values.empty()) return result;
  const auto n = static_cast<double>(values.size());
  result.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  if (values.size() == 1) return result;
  double squares = 0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  const boost::math::students_t distribution(n - 1);
  const double t = boost::math::quantile(boost::math::complement(distribution, 0.025));
  result.half_width = t * std::sqrt(squares / (n - 1) / n);
  return result;
}

Estimate95 paired_ratio(std::span<const double> values, std::span<const double> baselines) {
  if (values.size() != baselines.size()) throw std::logic_error("paired_ratio() needs pairs");
  std::vector<double> ratios;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (baselines[i] == 0) return {};
    ratios.push_back(values[i] / baselines[i]);
  }
  return estimate(ratios);
}

Estimate95 ratio_of_means(std::span<const double> values, std::span<const double> baselines) {
  if (values.size() != baselines.size()) throw std::logic_error("ratio_of_means() needs pairs");
  const double base = estimate(baselines).mean;
  if (values.empty() || base == 0) return {};
  const double ratio = estimate(values).mean / base;
  std::vector<double> residuals;
  for (std::size_t i = 0; i < values.size(); ++i) {
    residuals.push_back(values[i] - ratio * baselines[i]);
  }
  return {ratio, estimate(residuals).half_width / std::abs(base), values.size()};
}

}  // namespace kairos
