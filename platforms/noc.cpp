#include "platforms/noc.hpp"

#include <algorithm>

namespace kairos {
namespace {

/// Returns the label of a node: the first name that sits there and nowhere else, or the node's
/// number.
std::string label(const NocConfig& config, std::size_t node) {
  for (const std::string& name : config.nodes[node]) {
    const auto sits = [&](const auto& names) { return std::ranges::count(names, name) > 0; };
    if (std::ranges::count_if(config.nodes, sits) == 1) return name;
  }
  return std::to_string(node);
}

}  // namespace

void NocConfig::describe(Fields& f) {
  f("name", name, "name of the network; the names of its links begin with it");
  f("topology", topology, "topology of the network: bus, crossbar, mesh or ring").required();
  f("bandwidth", bandwidth, "bandwidth of each link, per direction").required().positive();
  f("hop_latency", hop_latency, "latency of each router on the route").not_negative();
  f("width", width, "number of nodes in a row of a mesh");
  f("nodes", nodes,
    "clusters, elements or memories at the nodes, in order; [] is an empty node of a mesh")
      .required()
      .must([](const auto& n) { return n.size() > 1 && n.size() <= 4096; }, "two to 4096 nodes");
  f("source", source, "source of the network's figures");
}

void NocConfig::check(const SourceLocation& where) const {
  if (topology != Topology::mesh) return;
  if (width == 0 || nodes.size() % width != 0) {
    throw InputError(where, "mesh '" + name + "' has " + std::to_string(nodes.size()) +
                                " nodes in rows of " + std::to_string(width) +
                                "; set 'width' so that all rows are full, with [] for empty nodes");
  }
}

Noc::Noc(const NocConfig& config, Interconnect& interconnect)
    : topology_(config.topology),
      nodes_(config.nodes.size()),
      width_(config.width),
      hop_latency_(config.hop_latency) {
  const auto add = [&](const std::string& name) {
    if (std::ranges::find(interconnect.links, name, &Link::name) != interconnect.links.end()) {
      throw InputError(config.place,
                       "network '" + config.name + "' adds a link '" + name +
                           "', which already exists; give the network its own 'name'");
    }
    const LinkId id = interconnect.links.next_id();
    interconnect.links.push_back({name, config.bandwidth});
    return id;
  };
  if (topology_ == Topology::bus) {
    in_.assign(nodes_, add(config.name));
    out_ = in_;
    return;
  }
  for (std::size_t node = 0; node < nodes_; ++node) {
    out_.push_back(add(config.name + "." + label(config, node) + ".out"));
    in_.push_back(add(config.name + "." + label(config, node) + ".in"));
  }
  if (topology_ == Topology::crossbar) return;
  for (std::size_t from = 0; from < nodes_; ++from) {
    for (std::size_t to = 0; to < nodes_; ++to) {
      if (from == to || next_router(from, to) != to) continue;
      const std::string name = config.name + "." + label(config, from) + ">" + label(config, to);
      hops_.push_back({from, to, add(name)});
    }
  }
}

Noc::Way Noc::way(std::size_t from, std::size_t to) const {
  if (topology_ == Topology::bus) return {{out_[from]}, hop_latency_};
  Way way{{out_[from]}, hop_latency_};
  if (topology_ != Topology::crossbar) {
    for (std::size_t at = from; at != to;) {
      const std::size_t next = next_router(at, to);
      way.links.push_back(link_between(at, next));
      way.latency += hop_latency_;
      at = next;
    }
  }
  way.links.push_back(in_[to]);
  return way;
}

/// Returns the next router of a ring or mesh; `at` must differ from `to`.
std::size_t Noc::next_router(std::size_t at, std::size_t to) const {
  if (topology_ == Topology::ring) {
    const std::size_t clockwise = (to + nodes_ - at) % nodes_;
    return (at + (2 * clockwise <= nodes_ ? 1 : nodes_ - 1)) % nodes_;
  }
  if (at % width_ < to % width_) return at + 1;
  if (at % width_ > to % width_) return at - 1;
  return at < to ? at + width_ : at - width_;
}

LinkId Noc::link_between(std::size_t from, std::size_t to) const {
  // Hops are listed in the order of their nodes.
  const auto joined = [](const Hop& hop) { return std::pair(hop.from, hop.to); };
  return std::ranges::lower_bound(hops_, std::pair(from, to), {}, joined)->link;
}

}  // namespace kairos
