#include "platforms/network.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "sim/base/find_by_name.hpp"

namespace kairos {
namespace {

const MemoryConfig* memory_called(const std::string& name, const PlatformConfig& config) {
  const auto found = std::ranges::find(config.memory, name, &MemoryConfig::name);
  return found == config.memory.end() ? nullptr : &*found;
}

/// The elements and memories of one network, each with its node. A memory may be at several nodes.
struct Seats {
  std::vector<std::pair<ElementId, std::size_t>> elements;
  std::vector<std::pair<const MemoryConfig*, std::size_t>> memories;
};

Seats seats_of(const NocConfig& noc, const PlatformConfig& config, const PlatformNames& names) {
  Seats seats;
  for (std::size_t node = 0; node < noc.nodes.size(); ++node) {
    for (const std::string& name : noc.nodes[node]) {
      if (const MemoryConfig* memory = memory_called(name, config)) {
        seats.memories.emplace_back(memory, node);
        continue;
      }
      for (const ElementId element : names.elements(std::vector<std::string>{name}, noc.place)) {
        const auto same =
            std::ranges::find(seats.elements, element, &std::pair<ElementId, std::size_t>::first);
        if (same != seats.elements.end()) {
          throw InputError(noc.place,
                           "'" + name + "' is at two nodes of '" + noc.name + "'; name it once");
        }
        seats.elements.emplace_back(element, node);
      }
    }
  }
  return seats;
}

/// Connects all pairs of elements. Every route stores the links that it crosses, so their total
/// number is limited.
void connect_elements(const Noc& noc, const Seats& seats, const SourceLocation& place,
                      Interconnect& interconnect) {
  constexpr std::size_t most = 50'000'000;
  std::size_t crossed = 0;
  for (const auto& from : seats.elements) {
    for (const auto& to : seats.elements) {
      if (from.first == to.first) continue;
      const Noc::Way way = noc.way(from.second, to.second);
      crossed += way.links.size();
      if (crossed > most) {
        throw InputError(place, "the routes of the network cross more than " +
                                    std::to_string(most) + " links; use fewer elements");
      }
      interconnect.connect(from.first, to.first, interconnect.shared(way.latency, way.links));
    }
  }
}

/// Returns the shortest way from a memory to an element. Among equally short ways it is the one
/// from the memory's first node.
Noc::Way way_from(const MemoryConfig& memory, std::size_t element_node, const Noc& noc,
                  const Seats& seats) {
  std::optional<Noc::Way> shortest;
  for (const auto& seat : seats.memories) {
    if (seat.first != &memory) continue;
    Noc::Way way = noc.way(seat.second, element_node);
    if (!shortest || way.links.size() < shortest->links.size()) shortest = std::move(way);
  }
  return *shortest;
}

/// Extends the memory routes of elements: traffic between a memory and an element of the network
/// also crosses the network. Reads and writes both take the way from the memory to the element.
void lead_through(const Noc& noc, const Seats& seats, const PlatformConfig& config,
                  const PlatformNames& names, Platform& platform) {
  for (const MemoryConfig& memory : config.memory) {
    const auto is_it = [&](const auto& seat) { return seat.first == &memory; };
    if (std::ranges::none_of(seats.memories, is_it)) continue;
    const LinkId link = names.link(memory.name, memory.place);
    for (const auto& seat : seats.elements) {
      const std::vector<LinkId>& to_memory = platform.memory_route(seat.first);
      if (std::ranges::find(to_memory, link) == to_memory.end()) continue;
      std::vector<LinkId> route = way_from(memory, seat.second, noc, seats).links;
      route.insert(route.end(), to_memory.begin(), to_memory.end());
      platform.elements[seat.first].memory_route = std::move(route);
    }
  }
}

/// Sets the links that the memory traffic of each cluster crosses: the plain links and the memories
/// in its `memory` list.
void set_memory_routes(const PlatformConfig& config, const PlatformNames& names,
                       Platform& platform) {
  for (const ClusterConfig& cluster : config.clusters) {
    std::vector<LinkId>& route =
        platform.clusters[names.cluster(cluster.name, cluster.place)].memory_route;
    for (const std::string& name : cluster.memory) {
      const MemoryConfig* memory = memory_called(name, config);
      const std::vector<LinkId> more = memory != nullptr ? memory->route_of(cluster.name, names)
                                                         : names.links({name}, cluster.place);
      for (const LinkId link : more) {
        if (std::ranges::find(route, link) == route.end()) route.push_back(link);
      }
    }
  }
}

MemoryId memory_id(const std::string& name, const PlatformConfig& config,
                   const SourceLocation& place) {
  return find_by_name<MemoryId>(name, "memory", config.memory, place);
}

/// Returns a memory and the memories that its tensors spill to, in order, with the routes from the
/// first memory to each of them (`out`) and from there (`back`).
std::vector<MemoryTier> tiers_of(const MemoryConfig& first, const PlatformConfig& config,
                                 const PlatformNames& names, Interconnect& interconnect) {
  std::vector<MemoryTier> tiers{{memory_id(first.name, config, first.place), {}, {}}};
  std::vector<LinkId> out{names.link(first.name, first.place)};
  std::vector<LinkId> back = out;
  Duration latency = first.latency;
  for (const MemoryConfig* at = &first; at->spill_to;) {
    const MemoryId next = memory_id(*at->spill_to, config, at->place);
    if (std::ranges::find(tiers, next, &MemoryTier::memory) != tiers.end()) {
      throw InputError(at->place,
                       "memory '" + at->name + "' spills to '" + *at->spill_to +
                           "' and so, in the end, to itself; let the last memory wait or fail");
    }
    const auto cross = [&](const std::vector<std::string>& links, std::vector<LinkId>& way) {
      for (const LinkId link : names.links(links, at->place)) way.push_back(link);
      way.push_back(names.link(*at->spill_to, at->place));
    };
    cross(at->spill_over, out);
    cross(at->read_back.value_or(at->spill_over), back);
    at = &config.memory[index(next)];
    latency += at->latency;
    tiers.push_back({next, interconnect.shared(latency, out), interconnect.shared(latency, back)});
  }
  return tiers;
}

/// Adds the memories that hold tensors, and chooses the first one in the list of each cluster as
/// its home. Does nothing if no memory has a size.
void add_memories(const PlatformConfig& config, const PlatformNames& names, Platform& platform) {
  const auto is_limited = [](const MemoryConfig& memory) { return memory.size.has_value(); };
  if (std::ranges::none_of(config.memory, is_limited)) return;
  for (const MemoryConfig& memory : config.memory) {
    const Bytes size = memory.size.value_or(Bytes(std::numeric_limits<double>::infinity()));
    platform.memories.push_back({memory.name, size, memory.when_full,
                                 tiers_of(memory, config, names, platform.interconnect)});
  }
  for (const ClusterConfig& cluster : config.clusters) {
    for (const std::string& name : cluster.memory) {
      if (memory_called(name, config) == nullptr) continue;
      platform.clusters[names.cluster(cluster.name, cluster.place)].home =
          memory_id(name, config, cluster.place);
      break;
    }
  }
}

/// Finds the clusters that keep their tensors in the same memory, whether it has a size or not.
void find_shared_memories(const PlatformConfig& config, const PlatformNames& names,
                          Platform& platform) {
  std::map<std::string, ClusterId> first;
  for (const ClusterConfig& cluster : config.clusters) {
    for (const std::string& name : cluster.memory) {
      if (memory_called(name, config) == nullptr) continue;
      const ClusterId id = names.cluster(cluster.name, cluster.place);
      platform.clusters[id].shares_memory_with = first.try_emplace(name, id).first->second;
      break;
    }
  }
}

}  // namespace

void add_network(const PlatformConfig& config, const PlatformNames& names, Platform& platform) {
  for (const MemoryConfig& memory : config.memory) memory.add_links(platform.interconnect);
  set_memory_routes(config, names, platform);
  for (const MemoryConfig& memory : config.memory) memory.check_agents(platform, names);
  add_memories(config, names, platform);
  find_shared_memories(config, names, platform);
  for (const NocConfig& described : config.noc) {
    const Seats seats = seats_of(described, config, names);
    const Noc noc(described, platform.interconnect);
    connect_elements(noc, seats, described.place, platform.interconnect);
    lead_through(noc, seats, config, names, platform);
  }
}

}  // namespace kairos
