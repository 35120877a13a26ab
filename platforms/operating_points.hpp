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
//   busy power with k of n elements busy = (power of the cluster - n * leakage - awake) / k
//
// A cluster draws a constant while any of its elements is awake (caches, interconnect, the losses
// of its supply), whatever they do:
//
//   awake power = awake * (V / V_highest)^awake_exponent
//                 + awake_cycle * f + awake_capacitance * V^2 f
//
// It is not part of `busy` and `capacitance`, which are powers of one element, but of a `profile`.
// OperatingPoint::power contains it, shared by the busy elements. Example: 41 mW, 31 pJ per cycle
// and a core of 40 pF at 0.816 V and 1.7856 GHz are 41 + 55.4 + 47.6 = 143.9 mW; measured were
// 145.6.
//
// How far to trust it: against the power above idle with one busy core at every clock (freqbench,
// Snapdragon 855: 18, 17 and 20 clocks of three clusters), C V^2 f alone is off 29, 6.7 and 7.3 %
// on average with the best C. With a constant `awake`, and `awake_cycle` for the little cores, it
// is off 3.9, 4.4 and 4.6 %, and the most efficient clock is within one step. In a second
// measurement, with the constants of the first, it is off 7.1, 4.8 and 4.7 %. The largest error, 43
// to 49 %, is that of the lowest clock of the two larger clusters, where the core did half of the
// work that its clock suggests (tests/published/power_test.cpp). These rows have one busy core and
// no temperatures, so they say nothing about several busy cores or about leakage.
#pragma once

#include <vector>

#include "platforms/platform_config.hpp"

namespace kairos {

/// Returns the operating points of a cluster, the slowest first. Throws InputError if two
/// frequencies are equal or a power profile does not fit the cluster.
std::vector<OperatingPoint> operating_points(const ClusterConfig& config);

}  // namespace kairos
