// How heat leaves a chip: its network, and where each of its parts heats it.
//
//   heat of node n = sum over parts of power * share(n);  temperature of a part = sum of share(n)
//   T(n)
//
// Shares of a part add up to 1. It heats blocks, and the cells that they are cut into, by their
// areas, so that its temperature is the mean over their area, as HotSpot's of a block; leakage,
// metrics and policies go by it. Zones go by the warmest of their sensors: by the warmest cell.
//
// Example: a core of 3 W on blocks of 1 and 2 mm2 at 60 and 66 C heats them with 1 and 2 W, and is
// at 64 C. How far to trust it: a part's power is even over its blocks.
#pragma once

#include <algorithm>
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
  std::vector<std::size_t> sensors;  ///< Nodes; the warmest counts. Of a cut block all cells.
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

  [[nodiscard]] bool is_heated_by_element(std::size_t node) const {
    return std::ranges::any_of(elements, [&](const std::vector<HeatShare>& shares) {
      return std::ranges::find(shares, node, &HeatShare::node) != shares.end();
    });
  }
};

}  // namespace kairos
