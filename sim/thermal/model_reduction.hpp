// Model order reduction of a large RC network: few modes that respond to given heat sources like
// the whole network (rational Krylov subspace, Galerkin projection).
//
// With S = C^-1/2 G C^-1/2 and heat sources B, the response at a complex frequency s is
// (S + s I)^-1 C^-1/2 B. The reduced modes are those of S on the space that these responses span
// for s = 0 and for real s between the slowest and the fastest rate of the network. In between, at
// the geometric mean of two neighbouring s, the response of the reduced model is compared with that
// of the network; where a temperature differs too much, that response joins the space. The reduced
// model is symmetric and stable as the network is. (Grimme, Sorensen, Van Dooren: Model reduction
// of state space systems via an implicitly restarted Lanczos method, Numerical Algorithms 1996;
// Antoulas: Approximation of Large-Scale Dynamical Systems, SIAM 2005, chapter 11.)
//
// Example: a floorplan of 232 cells on a package has 940 nodes; with the five clusters of DS3's
// chip as heat sources about 200 modes remain. How far to trust it: in the tests all temperatures
// are within 1e-6 K of those of all modes (5e-7 K measured at
// powers of up to 20 W).
#pragma once

#include "sim/thermal/thermal_model.hpp"

namespace kairos {

/// Networks with fewer nodes than this are solved with all their modes.
inline constexpr std::size_t reduced_from = 256;

/// The heat of one source in watts, by node of the network.
using HeatVector = std::vector<double>;

/// The modes for runs whose powers are multiples of `sources` and that start at any uniform
/// temperature. A uniform rise is the steady state of heat that enters by the conductances to the
/// air, so these are one more source. Throws InputError as ThermalModel does.
ThermalModes reduced_modes(const RcNetwork& network, std::span<const HeatVector> sources);

}  // namespace kairos
