// The power map of a chip: which nodes its elements heat, and which elements leak the same current.
//
// Elements that heat the same nodes in the same shares form one heat source. Their powers add up,
// and they have one temperature, the mean over the nodes weighted by the shares. A block that is
// divided into cells is one source, whatever its number of cells.
//
// Example: four cores on one block are one source; two clusters on two blocks are two.
// How far to trust it: it rearranges the shares of platforms/thermal/thermal.hpp exactly.
#pragma once

#include <vector>

#include "platforms/platform.hpp"

namespace kairos {

/// Elements of a cluster that share a heat source. At a given voltage they leak the same current.
struct LeakingGroup {
  const Leakage* leakage = nullptr;
  std::size_t source = 0;
  std::vector<ElementId> elements;
};

struct PowerMap {
  /// A pair of sources with common nodes: one joule into `from` immediately warms `to` by
  /// 1/capacity.
  struct Coupling {
    std::size_t from = 0, to = 0;
    JoulesPerKelvin capacity;
  };

  /// The platform must have a thermal part and must outlive the map.
  explicit PowerMap(const Platform& platform);

  std::vector<std::vector<HeatShare>> sources;  ///< Distinct shares, in order of first use.
  IdVector<ElementId, std::size_t> source_of;   ///< Index into `sources`, by element.
  std::vector<LeakingGroup> groups;
  std::vector<Coupling> couplings;  ///< Pairs of sources that overlap, including each source with
                                    ///< itself.
  std::vector<Watts> background;    ///< Constant power, indexed by node of the network.
};

}  // namespace kairos
