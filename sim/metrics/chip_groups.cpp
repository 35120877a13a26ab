#include "sim/metrics/chip_groups.hpp"

#include <algorithm>

namespace kairos {
namespace {

std::vector<ClusterGroup> group_clusters(const Platform& platform, std::size_t most) {
  const std::size_t count = platform.clusters.size();
  const std::size_t each = std::max<std::size_t>((count + most - 1) / most, 1);
  std::vector<ClusterGroup> groups;
  for (const ClusterId c : ids<ClusterId>(count)) {
    if (index(c) % each == 0) groups.push_back({platform.clusters[c].name, {}});
    groups.back().clusters.push_back(c);
  }
  for (ClusterGroup& group : groups) {
    if (group.clusters.size() < 2) continue;
    group.name += " to " + platform.clusters[group.clusters.back()].name;
  }
  return groups;
}

}  // namespace

ChipGroups::ChipGroups(const Platform& platform, std::size_t most)
    : clusters(group_clusters(platform, most)) {
  const bool is_large = platform.elements.size() > most;
  std::vector<std::size_t> group_of(platform.clusters.size());
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    for (const ClusterId c : clusters[i].clusters) group_of[index(c)] = i;
    if (is_large) elements.push_back({clusters[i].name, i, {}});
  }
  for (const ElementId e : ids<ElementId>(platform.elements.size())) {
    const ProcessingElement& element = platform.elements[e];
    const std::size_t group = group_of[index(element.cluster)];
    if (is_large) {
      elements[group].elements.push_back(e);
    } else {
      elements.push_back({element.name, group, {e}});
    }
  }
}

}  // namespace kairos
