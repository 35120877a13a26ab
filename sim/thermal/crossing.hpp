// The first zero of a sum of decaying exponentials, found for certain.
//
//   f(t) = constant + sum of a_k exp(-r_k t),  r_k > 0
//
// On an interval every term is monotone, so the sum of the terms' largest (smallest) values bounds
// f there, and likewise its slope: an interval whose bound is negative holds no zero, one on which
// f is shown to rise holds at most one, and others are cut. Nothing is sampled, nothing missed.
//
// Example: f(t) = 1 - 2 exp(-t) has its zero at t = 0.6931 (the logarithm of 2).
// How far to trust it: |f| at the zero below 1e-9 of the sum of |a_k|.
#pragma once

#include <optional>
#include <span>

namespace kairos {

struct ExponentialSum {
  double constant = 0;
  std::span<const double> amplitudes, rates;  ///< Of equal length.
};

/// The first t in [0, horizon] at which f, negative before, becomes zero; 0 when f(0) >= 0 and f
/// rises there (or f(0) > 0).
std::optional<double> first_upward_root(const ExponentialSum& f, double horizon);

/// What else may have been added to f and to its slope, in size.
struct Slack {
  double value = 0, slope = 0;
};

/// Whether something becomes positive that is f, give or take `slack`, and negative at 0:
enum class Passage {
  none,     ///< Not before `length`.
  once,     ///< At most once: it rises all the time.
  unclear,  ///< Who knows; a shorter interval will tell.
};
/// `ends` are the terms of f at `length`.
Passage find_passage(const ExponentialSum& f, std::span<const double> ends, double length,
                     Slack slack);

}  // namespace kairos
