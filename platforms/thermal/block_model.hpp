// HotSpot's block model: turns a floorplan and a package into an RC network of 4 n + 12 nodes.
//
// Skadron et al., Temperature-aware microarchitecture, ISCA 2003; Huang et al., HotSpot, IEEE
// Trans. VLSI 2006. Every block has a node in silicon, interface, spreader and sink. The spreader
// outside the die, the sink below that part, and the sink outside the spreader have four nodes
// each, one per side.
//
//   sideways, layer l:      G = k_l t_l (length of the common edge) / (distance of the centres)
//   downwards:              G = k_l A / t_l, the resistance of the upper layer in full
//   sink to air:            G = 1 / (t / (k A) + R_convection (sink side)^2 / A)
//   capacity:               C = factor p_l t_l A; in the sink also factor C_convection A / side^2
//
// Example: a block of 1 mm x 1 mm in silicon of 0.15 mm and 130 W/(m K) conducts 0.867 W/K down to
// the interface; two such blocks side by side exchange 0.0195 W/K.
//
// How far to trust it: the network equals HotSpot's own network of its first example (30 blocks) to
// 12 digits. In steady state it differs from HotSpot's grid model (64 x 64) of that chip by 1.2 K
// in the mean and 4.3 K at the smallest hot block; with cells of 1 mm, by 0.8 and 2.7 K. If the die
// is as wide as the spreader, or the spreader as the sink, the nodes beside it have no area. They
// hold no heat and are eliminated, which gives the same steady state as in HotSpot, which keeps
// them.
#pragma once

#include "platforms/thermal/floorplan.hpp"
#include "platforms/thermal/package.hpp"
#include "platforms/thermal/rc_network.hpp"

namespace kairos {

/// Returns nodes in HotSpot's order: silicon, iface_*, hsp_*, hsink_*, SP_{W,E,N,S}, SINK_C_*,
/// SINK_*; nodes without area are left out. Throws InputError if the spreader is smaller than the
/// die, or the sink smaller than the spreader.
RcNetwork block_model(const Floorplan& floorplan, const Package& package);

}  // namespace kairos
