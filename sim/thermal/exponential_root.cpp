#include "sim/thermal/exponential_root.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kairos {
namespace {

/// Finds the zero of f in an interval on which f rises from below zero to zero or more, with
/// Newton's method limited to the interval.
double refine(const ExponentialSum& f, double left, double right) {
  constexpr int enough = 100;
  double t = left + (right - left) / 2;
  for (int i = 0; i < enough; ++i) {
    const ExponentialTerms terms(f, t);
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

std::optional<double> search(const ExponentialSum& f, const ExponentialTerms& left,
                             const ExponentialTerms& right, int depth) {
  const ExponentialBounds b = bound(f, left.values(), right.values());
  if (b.highest < 0) return std::nullopt;
  const double begin = left.value(f);
  const double end = right.value(f);
  const double length = right.at() - left.at();
  if (begin + length * std::max(0.0, b.highest_slope) < 0) return std::nullopt;
  if (b.highest_slope <= 0) return std::nullopt;  // f falls from below zero
  if (b.lowest_slope >= 0 || depth == 0) {
    if (end < 0) return std::nullopt;
    return refine(f, left.at(), right.at());
  }
  // Fast terms decay near the left end, so the first cut is there.
  const double cut = left.at() + length / (left.at() == 0 ? 16 : 2);
  const ExponentialTerms middle(f, cut);
  if (const auto root = search(f, left, middle, depth - 1)) return root;
  if (middle.value(f) >= 0) return refine(f, left.at(), cut);
  return search(f, middle, right, depth - 1);
}

}  // namespace

std::optional<double> first_upward_root(const ExponentialSum& f, double horizon) {
  const ExponentialTerms begin(f, 0);
  const double value = begin.value(f);
  if (value > 0 || (value == 0 && begin.slope(f) > 0)) return 0.0;
  constexpr int deepest = 60;
  return search(f, begin, ExponentialTerms(f, horizon), deepest);
}

CrossingVerdict judge_crossing(const ExponentialSum& f, std::span<const double> ends, double length,
                               Slack slack) {
  const ExponentialBounds b = bound(f, f.amplitudes, ends);
  if (b.highest + slack.value < 0) return CrossingVerdict::none;
  const double steepest = b.highest_slope + slack.slope;
  if (steepest <= 0) return CrossingVerdict::none;
  const double begin = std::accumulate(f.amplitudes.begin(), f.amplitudes.end(), f.constant);
  if (begin + length * steepest < 0) return CrossingVerdict::none;
  return b.lowest_slope - slack.slope >= 0 ? CrossingVerdict::once : CrossingVerdict::unclear;
}

}  // namespace kairos
