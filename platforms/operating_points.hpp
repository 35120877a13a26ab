// The clocks of a cluster, and the power at each.
//
//   busy power at (f, V) = busy power at the measured point * f V^2 / (f_measured V_measured^2)
//
//   or, from the capacitance that an element switches:  busy power = C V^2 f
//
// Example: 457 pF at 1.362 V and 2 GHz are 1.695 W. 2 W at 1 GHz and 1 V become 0.64 W at 500 MHz
// and 0.8 V. Leakage does not scale like this (leakage.hpp). If the temperature of a measurement is
// known, the leakage of one element is taken out of `busy`, and that of all elements of the cluster
// out of a `profile`, so that at this temperature the modelled power is the measured one:
//
//   busy power with k of n elements busy = (power of the cluster - n * leakage) / k
//
// How far to trust it: it holds for dynamic power, with idle elements awake in the measurement.
#pragma once

#include <vector>

#include "platforms/platform_config.hpp"

namespace kairos {

/// Returns the operating points of a cluster, the slowest first. Throws InputError if two
/// frequencies are equal or a power profile does not fit the cluster.
std::vector<OperatingPoint> operating_points(const ClusterConfig& config);

}  // namespace kairos
