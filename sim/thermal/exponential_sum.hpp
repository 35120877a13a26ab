// A sum of decaying exponentials, and rigorous bounds of its values and slopes on an interval.
//
//   f(t) = constant + sum of a_k exp(-r_k t),  r_k > 0
//
// Every term is monotone on an interval. The sum of the terms' larger (smaller) end values
// therefore bounds f there, and the same holds for its slope and its curvature.
//
// Example: f(t) = 1 - 2 exp(-t) lies between -1 and 0.264 for t from 0 to 1, and its slope between
// 0.736 and 2.
// How far to trust it: the bounds hold up to the rounding of doubles; they are wide while fast
// terms of opposite signs cancel.
#pragma once

#include <span>
#include <vector>

namespace kairos {

struct ExponentialSum {
  double constant = 0;
  std::span<const double> amplitudes, rates;  ///< Two spans of equal length.
};

/// The terms at one instant. Slopes and curvatures are computed from the values.
class ExponentialTerms {
 public:
  ExponentialTerms(const ExponentialSum& f, double at);

  [[nodiscard]] double at() const { return at_; }
  [[nodiscard]] std::span<const double> values() const { return values_; }
  [[nodiscard]] double value(const ExponentialSum& f) const;
  [[nodiscard]] double slope(const ExponentialSum& f) const;
  [[nodiscard]] double curvature(const ExponentialSum& f) const;

 private:
  double at_;
  std::vector<double> values_;
};

struct ExponentialBounds {
  double highest, lowest_slope, highest_slope;
};

/// The bounds of f between two instants, given the terms at both.
ExponentialBounds bound(const ExponentialSum& f, std::span<const double> left,
                        std::span<const double> right);

/// An upper bound of the second derivative between two instants.
double highest_curvature(const ExponentialSum& f, std::span<const double> left,
                         std::span<const double> right);

}  // namespace kairos
