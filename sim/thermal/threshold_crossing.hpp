// Threshold crossings (event detection): when the first of some temperatures will be passed if the
// powers stay as they are.
//
// Without leakage they follow from the sums of exponentials that temperatures are
// (exponential_root.hpp). With leakage the integrator advances in its own steps. A step is
// shortened until bounds of the same kind show for every threshold that the step does not reach it,
// or that the node rises (falls) all the time. In the second case the end of the step tells whether
// the threshold was passed, and Newton's method finds the length at whose end the node is there.
//
// Example: a node of 2 J/K with 0.5 W/K to air of 25 C and 10 W passes 35 C after 2.7726 s.
// How far to trust it: no crossing is missed. The error of its instant is the error of the
// temperature divided by the slope there. With leakage temperatures are accurate to 2e-9 K in the
// tests, so the instant is accurate to 1e-6 s if the temperature changes by at least 2 mK/s;
// without leakage it is accurate to 1e-9 s.
#pragma once

#include "sim/thermal/leakage_integrator.hpp"

namespace kairos {

struct Threshold {
  std::size_t node = 0;  ///< Of the network.
  Temperature temperature;
  bool upwards = true;
};

/// A temperature this close to a threshold counts as having reached it.
inline constexpr Kelvins threshold_tolerance(1e-11);

/// The time to the first crossing at constant powers, if it is within `horizon`. Thresholds that
/// have been passed already are ignored.
std::optional<Seconds> next_crossing(const LeakageIntegrator& state,
                                     std::span<const Threshold> thresholds, Seconds horizon);

/// With leakage: advances to the next crossing, but by at most `horizon` and a limited number of
/// steps. Returns the time advanced; nothing is crossed before.
Seconds advance_to_crossing(LeakageIntegrator& ahead, std::span<const Threshold> thresholds,
                            Seconds horizon);

}  // namespace kairos
