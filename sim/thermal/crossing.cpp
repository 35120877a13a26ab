#include "sim/thermal/crossing.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace kairos {
namespace {

/// Terms at one end of an interval: their values and their slopes are one product away.
class Terms {
 public:
  Terms(const ExponentialSum& f, double at) : at_(at), values_(f.rates.size()) {
    for (std::size_t k = 0; k < values_.size(); ++k) {
      values_[k] = f.amplitudes[k] * std::exp(-f.rates[k] * at);
    }
  }
  [[nodiscard]] double at() const { return at_; }
  [[nodiscard]] std::span<const double> values() const { return values_; }
  [[nodiscard]] double value(const ExponentialSum& f) const {
    double sum = f.constant;
    for (const double v : values_) sum += v;
    return sum;
  }
  [[nodiscard]] double slope(const ExponentialSum& f) const {
    double sum = 0;
    for (std::size_t k = 0; k < values_.size(); ++k) sum -= f.rates[k] * values_[k];
    return sum;
  }

 private:
  double at_;
  std::vector<double> values_;
};

struct Bounds {
  double highest, lowest_slope, highest_slope;
};

/// A term decays towards zero, so of its two ends the left is the larger in size.
Bounds bounds(const ExponentialSum& f, std::span<const double> left,
              std::span<const double> right) {
  Bounds b{f.constant, 0, 0};
  for (std::size_t k = 0; k < f.rates.size(); ++k) {
    const double far = left[k];
    const double near = right[k];
    b.highest += std::max(far, near);
    b.lowest_slope -= f.rates[k] * std::max(far, near);
    b.highest_slope -= f.rates[k] * std::min(far, near);
  }
  return b;
}

/// f(left) < 0 <= f(right) and f rises in between: Newton, kept inside the bracket.
double refine(const ExponentialSum& f, double left, double right) {
  constexpr int enough = 100;
  double t = left + (right - left) / 2;
  for (int i = 0; i < enough; ++i) {
    const Terms terms(f, t);
    const double value = terms.value(f);
    (value < 0 ? left : right) = t;
    const double slope = terms.slope(f);
    double next = slope > 0 ? t - value / slope : left;
    if (!(next > left && next < right)) next = left + (right - left) / 2;
    if (std::abs(next - t) <= 1e-15 * right || next == left || next == right) return next;
    t = next;
  }
  return t;
}

std::optional<double> search(const ExponentialSum& f, const Terms& left, const Terms& right,
                             int depth) {
  const Bounds b = bounds(f, left.values(), right.values());
  if (b.highest < 0) return std::nullopt;
  const double begin = left.value(f);
  const double end = right.value(f);
  const double length = right.at() - left.at();
  if (begin + length * std::max(0.0, b.highest_slope) < 0) return std::nullopt;
  if (b.highest_slope <= 0) return std::nullopt;  // it only falls, from below zero
  if (b.lowest_slope >= 0 || depth == 0) {
    if (end < 0) return std::nullopt;
    return refine(f, left.at(), right.at());
  }
  // Fast modes die near the left end: cut there first.
  const double cut = left.at() + length / (left.at() == 0 ? 16 : 2);
  const Terms middle(f, cut);
  if (const auto root = search(f, left, middle, depth - 1)) return root;
  if (middle.value(f) >= 0) return refine(f, left.at(), cut);
  return search(f, middle, right, depth - 1);
}

}  // namespace

std::optional<double> first_upward_root(const ExponentialSum& f, double horizon) {
  const Terms begin(f, 0);
  const double value = begin.value(f);
  if (value > 0 || (value == 0 && begin.slope(f) > 0)) return 0.0;
  constexpr int deepest = 60;
  return search(f, begin, Terms(f, horizon), deepest);
}

Passage find_passage(const ExponentialSum& f, std::span<const double> ends, double length,
                     Slack slack) {
  const Bounds b = bounds(f, f.amplitudes, ends);
  if (b.highest + slack.value < 0) return Passage::none;
  const double steepest = b.highest_slope + slack.slope;
  if (steepest <= 0) return Passage::none;
  const double begin = std::accumulate(f.amplitudes.begin(), f.amplitudes.end(), f.constant);
  if (begin + length * steepest < 0) return Passage::none;
  return b.lowest_slope - slack.slope >= 0 ? Passage::once : Passage::unclear;
}

}  // namespace kairos
