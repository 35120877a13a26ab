// A chip's thermal network, and the nodes that each part of the chip heats.
//
//   heat of node n = sum over parts of power * share(n)
//   temperature of a part = sum over nodes of share(n) T(n)
//
// The shares of a part add up to 1. A part heats its blocks, and the cells that they are cut into,
// in proportion to their areas. Its temperature is therefore the mean over their area, like that of
// a block in HotSpot; leakage, metrics and policies use it. Zones use their warmest sensor, which
// may be a single cell.
//
// Example: a core of 3 W on blocks of 1 and 2 mm2 at 60 and 66 C heats them with 1 and 2 W and has
// 64 C.
//
// How far to trust it: the power of a part is spread evenly over its blocks.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "platforms/thermal/rc_network.hpp"
#include "sim/base/id.hpp"

namespace kairos {

/// A node that a part heats, and the share of the part's heat that goes there.
struct HeatShare {
  std::size_t node = 0;
  double share = 1;
};

/// A part of the chip that is protected from overheating by slowing some of its clusters.
struct ThermalZone {
  std::string name;
  std::vector<std::size_t> sensors;  ///< Nodes, for a cut block all cells; the warmest counts.
  std::vector<ClusterId> clusters;   ///< Clusters that can be slowed.
  Temperature trip;                  ///< The limit of the temperature.
  /// The drop of temperature below the trip at which bang_bang ends throttling.
  Kelvins hysteresis;
  Temperature switch_on;  ///< The start of power_allocator's control.
  /// The power budget of power_allocator at the trip; if zero, it is estimated.
  Watts sustainable;
};

struct Thermal {
  RcNetwork network;
  Temperature ambient;
  Temperature initial;  ///< The temperature of all nodes at the start.
  IdVector<ElementId, std::vector<HeatShare>> elements;
  std::vector<std::vector<HeatShare>> background;  ///< Indexed like Platform::background.
  std::vector<ThermalZone> zones;                  ///< There is at least one zone.
  /// Changes of power closer together than this are merged into their mean; zero merges none.
  Duration merge;

  [[nodiscard]] bool is_heated_by_element(std::size_t node) const {
    return std::ranges::any_of(elements, [&](const std::vector<HeatShare>& shares) {
      return std::ranges::find(shares, node, &HeatShare::node) != shares.end();
    });
  }
};

}  // namespace kairos
