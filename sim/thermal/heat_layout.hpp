// Where the heat of a chip's elements goes, and which of them leak alike.
#pragma once

#include <vector>

#include "platforms/platform.hpp"

namespace kairos {

/// Elements of a cluster that share their temperature, and so what they leak at a volt.
struct LeakingGroup {
  const Leakage* leakage = nullptr;
  std::vector<ElementId> elements;
};

struct HeatLayout {
  /// The platform must have a Thermal, and outlive this.
  explicit HeatLayout(const Platform& platform);

  std::vector<std::size_t> heated;                     ///< Nodes that elements heat.
  IdVector<ElementId, std::vector<HeatShare>> shares;  ///< Nodes are positions in `heated`.
  std::vector<LeakingGroup> groups;
  std::vector<Watts> background;  ///< By node of the network.
};

}  // namespace kairos
