#include "sim/thermal/heat_layout.hpp"

#include <algorithm>

namespace kairos {
namespace {

bool same(const std::vector<HeatShare>& a, const std::vector<HeatShare>& b) {
  return std::ranges::equal(
      a, b, [](HeatShare x, HeatShare y) { return x.node == y.node && x.share == y.share; });
}

void add_groups(const Cluster& cluster, HeatLayout& layout) {
  if (cluster.leakage.is_none()) return;
  const auto first = static_cast<std::ptrdiff_t>(layout.groups.size());
  for (const ElementId e : cluster.elements) {
    const auto group = std::find_if(
        layout.groups.begin() + first, layout.groups.end(), [&](const LeakingGroup& g) {
          return same(layout.shares[g.elements.front()], layout.shares[e]);
        });
    if (group == layout.groups.end()) {
      layout.groups.push_back({&cluster.leakage, {e}});
    } else {
      group->elements.push_back(e);
    }
  }
}

}  // namespace

HeatLayout::HeatLayout(const Platform& platform)
    : background(platform.thermal->network.nodes.size()) {
  for (const ElementId e : ids<ElementId>(platform.elements.size())) {
    shares.push_back(platform.thermal->elements[e]);
    for (HeatShare& to : shares.back()) {
      const auto found = std::ranges::find(heated, to.node);
      const auto position = static_cast<std::size_t>(found - heated.begin());
      if (found == heated.end()) heated.push_back(to.node);
      to.node = position;
    }
  }
  for (const Cluster& cluster : platform.clusters) add_groups(cluster, *this);
  for (std::size_t i = 0; i < platform.background.size(); ++i) {
    for (const HeatShare& to : platform.thermal->background[i]) {
      background[to.node] += platform.background[i].power * to.share;
    }
  }
}

}  // namespace kairos
