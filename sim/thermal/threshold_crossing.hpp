// Finds threshold crossings: the first instant at which one of some temperatures passes its
// threshold if the powers stay constant.
//
// Without leakage, temperatures are sums of exponentials, and the instant is a root of such a sum
// (exponential_root.hpp). With leakage, the integrator advances in its own steps. A step is
// shortened until similar bounds show for every threshold that the step does not reach it, or that
// the temperature moves towards it during the whole step. In the second case, the temperature at
// the end of the step tells whether the threshold was passed, and Newton's method finds the length
// of the step that ends at the threshold.
// Example: a node of 2 J/K with 0.5 W/K to air of 25 C and 10 W passes 35 C after 2.7726 s.
// How far to trust it: no crossing is missed. The error of its instant is the error of the
// temperature divided by the slope. Without leakage the instant is accurate to 1e-9 s. With
// leakage, temperatures are accurate to 2e-9 K in the tests, so the instant is accurate to 1e-6 s
// if the temperature changes by at least 2 mK/s.
#pragma once

#include "sim/thermal/leakage_integrator.hpp"

namespace kairos {

struct Threshold {
  std::size_t node = 0;  ///< Node of the network.
  Temperature temperature;
  bool upwards = true;
};

/// A temperature this close to a threshold counts as having reached it.
inline constexpr Kelvins threshold_tolerance(1e-11);

/// The time to the first crossing at constant powers; empty if it is not within `horizon`.
/// Thresholds that have already been passed are ignored.
std::optional<Seconds> next_crossing(const LeakageIntegrator& state,
                                     std::span<const Threshold> thresholds, Seconds horizon);

/// For chips with leakage: advances to the next crossing, but by at most `horizon` and a limited
/// number of steps. Returns the time advanced, before which no threshold is crossed.
Seconds advance_to_crossing(LeakageIntegrator& ahead, std::span<const Threshold> thresholds,
                            Seconds horizon);

}  // namespace kairos
