// The power map of a chip: where its elements heat it, and which of them leak alike.
//
// Elements that heat the same nodes in the same shares form one heat source: their powers add up,
// and they have one temperature, the mean over the nodes weighted by the shares. A block that is
// cut into cells is one source, however many cells it has.
//
// Example: four cores on one block are one source; two clusters on two blocks are two.
// How far to trust it: it rearranges the shares of platforms/thermal/thermal.hpp exactly.
#pragma once

#include <vector>

#include "platforms/platform.hpp"

namespace kairos {

/// Elements of a cluster that share a heat source: at a given voltage they leak the same current.
struct LeakingGroup {
  const Leakage* leakage = nullptr;
  std::size_t source = 0;
  std::vector<ElementId> elements;
};

struct PowerMap {
  /// A joule into one source warms another at once by 1 / capacity: both have nodes in common.
  struct Coupling {
    std::size_t from = 0, to = 0;
    JoulesPerKelvin capacity;
  };

  /// The platform must have a Thermal and must outlive the map.
  explicit PowerMap(const Platform& platform);

  std::vector<std::vector<HeatShare>> sources;  ///< Distinct shares, in order of first use.
  IdVector<ElementId, std::size_t> source_of;   ///< A position in `sources`.
  std::vector<LeakingGroup> groups;
  std::vector<Coupling> couplings;  ///< Every source with itself, and pairs that overlap.
  std::vector<Watts> background;    ///< Constant power, by node of the network.
};

}  // namespace kairos
