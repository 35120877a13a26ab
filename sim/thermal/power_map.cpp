#include "sim/thermal/power_map.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kairos {
namespace {

bool same(const std::vector<HeatShare>& a, const std::vector<HeatShare>& b) {
  return std::ranges::equal(
      a, b, [](HeatShare x, HeatShare y) { return x.node == y.node && x.share == y.share; });
}

void add_groups(const Cluster& cluster, PowerMap& map) {
  if (cluster.leakage.is_none()) return;
  const auto first = static_cast<std::ptrdiff_t>(map.groups.size());
  for (const ElementId e : cluster.elements) {
    const std::size_t source = map.source_of[e];
    const auto group = std::find_if(map.groups.begin() + first, map.groups.end(),
                                    [&](const LeakingGroup& g) { return g.source == source; });
    if (group == map.groups.end()) {
      map.groups.push_back({&cluster.leakage, source, {e}});
    } else {
      group->elements.push_back(e);
    }
  }
}

/// 1 / capacity is the sum over common nodes of share * share / capacity of the node.
void add_couplings(const RcNetwork& network, PowerMap& map) {
  std::vector<std::vector<std::pair<std::size_t, double>>> sources_at(network.nodes.size());
  for (std::size_t s = 0; s < map.sources.size(); ++s) {
    for (const HeatShare& to : map.sources[s]) sources_at[to.node].emplace_back(s, to.share);
  }
  std::map<std::pair<std::size_t, std::size_t>, double> sums;
  for (std::size_t n = 0; n < sources_at.size(); ++n) {
    for (const auto& [from, share] : sources_at[n]) {
      for (const auto& [to, other] : sources_at[n]) {
        sums[{from, to}] += share * other / network.nodes[n].capacity.value();
      }
    }
  }
  for (const auto& [pair, sum] : sums) {
    map.couplings.push_back({pair.first, pair.second, JoulesPerKelvin(1 / sum)});
  }
}

}  // namespace

PowerMap::PowerMap(const Platform& platform) : background(platform.thermal->network.nodes.size()) {
  for (const std::vector<HeatShare>& shares : platform.thermal->elements) {
    const auto found =
        std::ranges::find_if(sources, [&](const auto& source) { return same(source, shares); });
    source_of.push_back(static_cast<std::size_t>(found - sources.begin()));
    if (found == sources.end()) sources.push_back(shares);
  }
  for (const Cluster& cluster : platform.clusters) add_groups(cluster, *this);
  add_couplings(platform.thermal->network, *this);
  for (std::size_t i = 0; i < platform.background.size(); ++i) {
    for (const HeatShare& to : platform.thermal->background[i]) {
      background[to.node] += platform.background[i].power * to.share;
    }
  }
}

}  // namespace kairos
