// Builds a network on chip from a few figures: links and routes of a bus, crossbar, ring or mesh.
//
//   bus       one link that everything crosses; one router
//   crossbar  every node has a link in and a link out; one router, which never blocks
//   ring      the same links, and two links between neighbours, one per direction; the shorter way
//             round, clockwise if both are equal
//   mesh      the same, between neighbours of a grid; first along the row, then along the column
//             (dimension-order routing)
//
//   latency of a route = hop_latency * routers on it  (Dally & Towles, Principles and Practices of
//   Interconnection Networks, 2004, section 3.3.2); bandwidth is shared max-min fairly on each link
//
// Example: in a 3 x 2 mesh, node 0 reaches node 5 by the routers 0, 1, 2 and 5: 4 hops, and 5 links
// with the way in and out of the network.
//
// A memory may sit at several nodes, like a controller with several ports; every element reaches it
// at the nearest node.
//
// How far to trust it: there are no packets, buffers or virtual channels, so the model has neither
// head-of-line blocking nor the latency of a loaded router. The bandwidth of long transfers is
// right.
#pragma once

#include <string>
#include <vector>

#include "platforms/interconnect.hpp"
#include "sim/base/enum_names.hpp"

namespace kairos {

enum class Topology : std::uint8_t { bus, crossbar, mesh, ring };

template <>
struct EnumNames<Topology> {
  static constexpr std::string_view kind = "topology";
  static constexpr std::array names{
      EnumName{Topology::bus, "bus"}, EnumName{Topology::crossbar, "crossbar"},
      EnumName{Topology::mesh, "mesh"}, EnumName{Topology::ring, "ring"}};
};

struct NocConfig {
  std::string name = "noc", source;
  Topology topology = Topology::bus;
  BytesPerSecond bandwidth;
  Duration hop_latency;
  std::uint64_t width = 0;
  /// The clusters, elements and memories at each node.
  std::vector<std::vector<std::string>> nodes;
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

/// The links and routes of one network.
class Noc {
 public:
  /// Adds the links of the network to the interconnect.
  Noc(const NocConfig& config, Interconnect& interconnect);

  struct Way {
    std::vector<LinkId> links;  ///< The links in order, at least one.
    Duration latency;
  };
  [[nodiscard]] Way way(std::size_t from, std::size_t to) const;

 private:
  struct Hop {
    std::size_t from = 0, to = 0;
    LinkId link{};
  };

  [[nodiscard]] std::size_t next_router(std::size_t at, std::size_t to) const;
  [[nodiscard]] LinkId link_between(std::size_t from, std::size_t to) const;

  Topology topology_;
  std::size_t nodes_, width_;
  Duration hop_latency_;
  /// The links into and out of each node; for a bus, the bus itself.
  std::vector<LinkId> in_, out_;
  std::vector<Hop> hops_;  ///< The links between neighbours.
};

}  // namespace kairos
