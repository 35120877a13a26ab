// Finds the first zero of a sum of decaying exponentials, with certainty.
//
// An interval on which the bounds of f (exponential_sum.hpp) are negative holds no zero. An
// interval on which f is shown to rise holds at most one, which Newton's method finds. All other
// intervals are divided. Nothing is sampled, so no zero is missed.
//
// Example: f(t) = 1 - 2 exp(-t) has its zero at t = 0.6931 (the logarithm of 2).
// How far to trust it: |f| at the zero is below 1e-9 of the sum of |a_k|.
#pragma once

#include <optional>

#include "sim/thermal/exponential_sum.hpp"

namespace kairos {

/// The first t in [0, horizon] at which f, negative before, becomes zero; 0 if f(0) > 0, or if
/// f(0) = 0 and f rises there.
std::optional<double> first_upward_root(const ExponentialSum& f, double horizon);

/// Bounds of the value and slope that sources not contained in the sum add to f.
struct Slack {
  double value = 0, slope = 0;
};

/// Tells whether a function that is negative at 0 and differs from f by at most a slack becomes
/// positive.
enum class CrossingVerdict {
  none,     ///< It stays negative up to `length`.
  once,     ///< It rises all the time, so it crosses zero at most once.
  unclear,  ///< The bounds are too wide; a shorter interval is needed.
};
/// Judges f on [0, length]. `ends` are the terms of f at `length`.
CrossingVerdict judge_crossing(const ExponentialSum& f, std::span<const double> ends, double length,
                               Slack slack);

}  // namespace kairos
