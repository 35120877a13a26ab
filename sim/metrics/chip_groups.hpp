// Groups the elements and clusters of a chip for logs and pictures, which thus stay small and
// readable for chips of any size.
#pragma once

#include <string>
#include <vector>

#include "platforms/platform.hpp"

namespace kairos {

/// Clusters that share a line and a colour in a picture.
struct ClusterGroup {
  std::string name;  ///< Name of the group: "cpu", or "c0 to c3" for several clusters.
  std::vector<ClusterId> clusters;
};

/// Elements that share a line in a picture.
struct ElementGroup {
  std::string name;
  std::size_t clusters = 0;  ///< Index of the group of clusters to which it belongs.
  std::vector<ElementId> elements;
};

/// The groups of a chip. With at most `most` elements, each element is a group of its own;
/// otherwise all elements of a group of clusters form one group. With at most `most` clusters, each
/// cluster is a group of its own; otherwise neighbours are joined, with equal numbers in each
/// group.
struct ChipGroups {
  std::vector<ClusterGroup> clusters;
  std::vector<ElementGroup> elements;

  ChipGroups(const Platform& platform, std::size_t most);
};

}  // namespace kairos
