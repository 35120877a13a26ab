#include "sim/thermal/exponential_peak.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kairos {
namespace {

/// A weighted sum of the terms on an interval: its values at both ends, and bounds of all values.
struct SumBounds {
  double begin = 0, end = 0, lowest = 0, highest = 0;
};

/// Adds up the changes of the terms, the fastest first; the lowest and the highest intermediate sum
/// give the bounds (exponential_peak.hpp).
template <class Weight>
SumBounds bounds_of(std::span<const double> rates, std::span<const double> left,
                    std::span<const double> right, Weight weight) {
  double begin = 0;
  double change = 0;
  double least = 0;
  double most = 0;
  for (std::size_t k = rates.size(); k-- > 0;) {
    const double w = weight(rates[k]);
    begin += w * left[k];
    change += w * (right[k] - left[k]);
    least = std::min(least, change);
    most = std::max(most, change);
  }
  return {begin, begin + change, begin + least, begin + most};
}

constexpr auto of_value = [](double /*rate*/) { return 1.0; };
constexpr auto of_slope = [](double rate) { return -rate; };

/// The terms at one instant, and their sum with the constant.
struct Moment {
  double at = 0;
  std::span<const double> terms;
  double value = 0;
};

class PeakSearch {
 public:
  PeakSearch(const ExponentialSum& f, double level, double tolerance)
      : f_(f), level_(level), tolerance_(tolerance) {}

  void search(const Moment& left, const Moment& right, int depth) {
    const double length = right.at - left.at;
    const SumBounds slope = bounds_of(f_.rates, left.terms, right.terms, of_slope);
    if (slope.lowest >= 0 || slope.highest <= 0 || depth == 0) return;
    // The steepest lines through both ends meet at a point that is not below f.
    const double meeting =
        (right.value - left.value - slope.lowest * length) / (slope.highest - slope.lowest);
    if (left.value + slope.highest * meeting <= level_ + tolerance_) return;
    const double highest =
        f_.constant + bounds_of(f_.rates, left.terms, right.terms, of_value).highest;
    if (highest <= level_ + tolerance_) return;
    if (highest_curvature(f_, left.terms, right.terms) < 0) {
      if (slope.begin > 0 && slope.end < 0) climb(left.at, right.at);
      return;
    }
    const double cut = left.at + length / (left.at == 0 ? 16 : 2);
    const ExponentialTerms terms(f_, cut);
    const Moment middle{cut, terms.values(), terms.value(f_)};
    note(middle);
    search(left, middle, depth - 1);
    search(middle, right, depth - 1);
  }

  [[nodiscard]] const std::optional<ExponentialPeak>& best() const { return best_; }

 private:
  void note(const Moment& moment) {
    if (moment.value <= level_) return;
    level_ = moment.value;
    best_ = {moment.at, moment.value};
  }

  /// Finds the zero of the slope in an interval on which the slope falls from above zero to below.
  void climb(double low, double high) {
    constexpr int enough = 60;
    double t = low + (high - low) / 2;
    for (int i = 0; i < enough; ++i) {
      const ExponentialTerms terms(f_, t);
      note({t, terms.values(), terms.value(f_)});
      const double slope = terms.slope(f_);
      (slope > 0 ? low : high) = t;
      double next = t - slope / terms.curvature(f_);
      if (!(next > low && next < high)) next = low + (high - low) / 2;
      if (std::abs(next - t) <= 1e-12 * high) return;
      t = next;
    }
  }

  const ExponentialSum& f_;
  double level_, tolerance_;
  std::optional<ExponentialPeak> best_;
};

}  // namespace

std::optional<ExponentialPeak> highest_inside(const ExponentialSum& f, std::span<const double> ends,
                                              double length, double level, double tolerance) {
  constexpr int deepest = 48;
  const auto sum = [&](std::span<const double> terms) {
    return std::accumulate(terms.begin(), terms.end(), f.constant);
  };
  const Moment begin{0, f.amplitudes, sum(f.amplitudes)};
  const Moment end{length, ends, sum(ends)};
  PeakSearch search(f, std::max({level, begin.value, end.value}), tolerance);
  search.search(begin, end, deepest);
  return search.best();
}

}  // namespace kairos
