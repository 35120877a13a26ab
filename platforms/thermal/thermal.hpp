// How heat leaves a chip: its network, and where each of its parts heats it.
#pragma once

#include <vector>

#include "platforms/thermal/rc_network.hpp"
#include "sim/base/id.hpp"

namespace kairos {

/// A part's heat goes to these nodes, in these shares.
struct HeatShare {
  std::size_t node = 0;
  double share = 1;
};

struct Thermal {
  RcNetwork network;
  Temperature ambient;
  Temperature initial;  ///< Of every node when a run begins.
  IdVector<ElementId, std::vector<HeatShare>> elements;
  std::vector<std::vector<HeatShare>> background;  ///< In the order of Platform::background.
  /// Changes of power closer together than this are merged into their mean; zero: none are.
  Duration merge;
};

}  // namespace kairos
