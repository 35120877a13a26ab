#include "sim/thermal/exponential_sum.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {

ExponentialTerms::ExponentialTerms(const ExponentialSum& f, double at)
    : at_(at), values_(f.rates.size()) {
  for (std::size_t k = 0; k < values_.size(); ++k) {
    values_[k] = f.amplitudes[k] * std::exp(-f.rates[k] * at);
  }
}

double ExponentialTerms::value(const ExponentialSum& f) const {
  double sum = f.constant;
  for (const double v : values_) sum += v;
  return sum;
}

double ExponentialTerms::slope(const ExponentialSum& f) const {
  double sum = 0;
  for (std::size_t k = 0; k < values_.size(); ++k) sum -= f.rates[k] * values_[k];
  return sum;
}

double ExponentialTerms::curvature(const ExponentialSum& f) const {
  double sum = 0;
  for (std::size_t k = 0; k < values_.size(); ++k) sum += f.rates[k] * f.rates[k] * values_[k];
  return sum;
}

/// A term decays towards zero, so its absolute value is larger at the left end.
ExponentialBounds bound(const ExponentialSum& f, std::span<const double> left,
                        std::span<const double> right) {
  ExponentialBounds b{f.constant, 0, 0};
  for (std::size_t k = 0; k < f.rates.size(); ++k) {
    const double far = left[k];
    const double near = right[k];
    b.highest += std::max(far, near);
    b.lowest_slope -= f.rates[k] * std::max(far, near);
    b.highest_slope -= f.rates[k] * std::min(far, near);
  }
  return b;
}

double highest_curvature(const ExponentialSum& f, std::span<const double> left,
                         std::span<const double> right) {
  double highest = 0;
  for (std::size_t k = 0; k < f.rates.size(); ++k) {
    highest += f.rates[k] * f.rates[k] * std::max(left[k], right[k]);
  }
  return highest;
}

}  // namespace kairos
