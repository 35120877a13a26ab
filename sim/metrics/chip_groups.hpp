// Groups the elements and clusters of a chip for logs and pictures, so that both stay small and
// readable however large the chip is.
#pragma once

#include <string>
#include <vector>

#include "platforms/platform.hpp"

namespace kairos {

/// Clusters that share a line and a colour.
struct ClusterGroup {
  std::string name;  ///< "cpu", or "c0 to c3" for several clusters.
  std::vector<ClusterId> clusters;
};

/// Elements that share a line.
struct ElementGroup {
  std::string name;
  std::size_t clusters = 0;  ///< Position of the group of clusters that it belongs to.
  std::vector<ElementId> elements;
};

/// With at most `most` elements, each is a group of its own, otherwise those of a group of clusters
/// are one. With at most `most` clusters, each is a group of its own, otherwise neighbours are
/// joined, equally many in each group.
struct ChipGroups {
  std::vector<ClusterGroup> clusters;
  std::vector<ElementGroup> elements;

  ChipGroups(const Platform& platform, std::size_t most);
};

}  // namespace kairos
