// How heat leaves a chip: its network, and where each of its parts heats it.
#pragma once

#include <string>
#include <vector>

#include "platforms/thermal/rc_network.hpp"
#include "sim/base/id.hpp"

namespace kairos {

/// A part's heat goes to these nodes, in these shares.
struct HeatShare {
  std::size_t node = 0;
  double share = 1;
};

/// A part of the chip that is kept from getting too warm by slowing some of its clusters.
struct ThermalZone {
  std::string name;
  std::vector<std::size_t> sensors;  ///< Nodes; the warmest counts.
  std::vector<ClusterId> clusters;   ///< That can be slowed.
  Temperature trip;                  ///< Not to be passed.
  Kelvins hysteresis;                ///< bang_bang: below the trip before it lets go.
  Temperature switch_on;             ///< power_allocator: where control begins.
  Watts sustainable;  ///< power_allocator: the budget at the trip; zero: an estimate.
};

struct Thermal {
  RcNetwork network;
  Temperature ambient;
  Temperature initial;  ///< Of every node when a run begins.
  IdVector<ElementId, std::vector<HeatShare>> elements;
  std::vector<std::vector<HeatShare>> background;  ///< In the order of Platform::background.
  std::vector<ThermalZone> zones;                  ///< At least one.
  /// Changes of power closer together than this are merged into their mean; zero: none are.
  Duration merge;
};

}  // namespace kairos
