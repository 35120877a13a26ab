// Reduces a large RC network to a few modes that respond to given heat sources like the whole
// network (model order reduction: rational Krylov subspace, Galerkin projection).
//
//   response(s) = (S + s I)^-1 C^-1/2 B,   S = C^-1/2 G C^-1/2,   B: the heat sources
//
// The reduced modes are those of S on the space that these responses span for s = 0 and for real s
// between the slowest and the fastest rate of the network. At the geometric mean of two
// neighbouring s, the response of the reduced model is compared with that of the network. If a
// temperature differs too much, that response is added to the space. Like the network, the reduced
// model is symmetric and stable. (Grimme, Sorensen, Van Dooren: Model reduction of state space
// systems via an implicitly restarted Lanczos method, Numerical Algorithms 1996; Antoulas:
// Approximation of Large-Scale Dynamical Systems, SIAM 2005, chapter 11.)
//
// Example: a floorplan of 232 cells on a package has 940 nodes. With the five clusters of DS3's
// chip as heat sources, about 200 modes remain.
// How far to trust it: in the tests all temperatures are within 1e-6 K of those of all modes (5e-7
// K measured at powers of up to 20 W).
#pragma once

#include "sim/thermal/thermal_model.hpp"

namespace kairos {

/// Networks with fewer nodes than this are solved with all their modes.
inline constexpr std::size_t reduced_from = 256;

/// The heat of one source in watts, by node of the network.
using HeatVector = std::vector<double>;

/// The modes for runs whose powers are multiples of `sources` and that start at any uniform
/// temperature. A uniform rise is the steady state of heat that enters through the conductances to
/// the air, so these conductances are one more source. Throws InputError under the same conditions
/// as ThermalModel.
ThermalModes reduced_modes(const RcNetwork& network, std::span<const HeatVector> sources);

}  // namespace kairos
