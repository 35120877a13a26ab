#include "sim/thermal/exponential_peak.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {
namespace {

class PeakSearch {
 public:
  PeakSearch(const ExponentialSum& f, double level, double tolerance)
      : f_(f), level_(level), tolerance_(tolerance) {}

  void search(const ExponentialTerms& left, const ExponentialTerms& right, int depth) {
    const double begin = left.value(f_);
    const double length = right.at() - left.at();
    const ExponentialBounds b = bound(f_, left.values(), right.values());
    const double highest = std::min(b.highest, begin + length * std::max(0.0, b.highest_slope));
    if (highest <= level_ + tolerance_) return;
    if (b.lowest_slope >= 0 || b.highest_slope <= 0 || depth == 0) return;
    if (highest_curvature(f_, left.values(), right.values()) < 0) {
      climb(left, right);
      return;
    }
    const double cut = left.at() + length / (left.at() == 0 ? 16 : 2);
    const ExponentialTerms middle(f_, cut);
    note(middle);
    search(left, middle, depth - 1);
    search(middle, right, depth - 1);
  }

  [[nodiscard]] const std::optional<ExponentialPeak>& best() const { return best_; }

 private:
  void note(const ExponentialTerms& terms) {
    const double value = terms.value(f_);
    if (value <= level_) return;
    level_ = value;
    best_ = {terms.at(), value};
  }

  /// Searches an interval on which f is concave: its slope falls and has at most one zero there.
  void climb(const ExponentialTerms& left, const ExponentialTerms& right) {
    if (left.slope(f_) <= 0 || right.slope(f_) >= 0) return;
    constexpr int enough = 60;
    double low = left.at();
    double high = right.at();
    double t = low + (high - low) / 2;
    for (int i = 0; i < enough; ++i) {
      const ExponentialTerms terms(f_, t);
      note(terms);
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

std::optional<ExponentialPeak> highest_inside(const ExponentialSum& f, double length, double level,
                                              double tolerance) {
  constexpr int deepest = 48;
  const ExponentialTerms begin(f, 0);
  const ExponentialTerms end(f, length);
  PeakSearch search(f, std::max({level, begin.value(f), end.value(f)}), tolerance);
  search.search(begin, end, deepest);
  return search.best();
}

}  // namespace kairos
