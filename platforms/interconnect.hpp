// The interconnect between elements. A dedicated path is a delay. On shared links, concurrent
// transfers divide the bandwidth max-min fairly.
//
//   dedicated:  arrival = end of producer + latency + bytes / bandwidth   (Topcuoglu et al. 2002)
//   shared:     arrival = when the flow over the route has moved all bytes  (max-min fair fluid)
//
// Example: 3000 B over a dedicated 1 GB/s path take 3 us, however many other transfers are under
// way. Two such transfers over one shared 1 GB/s link take 6 us each if they start together.
//
// A path over shared links may have alternatives, such as the spines of a network. A transfer takes
// the route on whose most used link the fewest transfers are under way, the first of those with
// equally few, and stays on it. Dong et al. (C4, arXiv 2406.04594) plan the routes of collective
// operations in this way to avoid collisions.
//
// How far to trust it: dedicated paths ignore contention, so they are right if the network is never
// the bottleneck (DS3's assumption). The fluid model ignores packets and arbitration; it is good to
// a few per cent for transfers much longer than a packet.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace kairos {

struct Contention;

/// A link that concurrent transfers share.
struct Link {
  std::string name;
  BytesPerSecond bandwidth;
  JoulesPerByte energy = {};  ///< The energy of every byte that crosses the link.
  /// What agents of the memory obtain below saturation; null for max-min sharing alone.
  std::shared_ptr<const Contention> contention = {};
  /// The link of the memory if this link is the port of one of its agents. A contention of the port
  /// then replaces that of the memory for this agent.
  std::optional<LinkId> port_of = {};
};

/// The way from one element to another. It is small because estimates read many routes.
struct Route {
  Duration latency;
  /// The time on a dedicated path, or on the slowest link if no other transfer uses it.
  double picoseconds_per_byte = 0;
  std::uint32_t first_link = 0;  ///< See Interconnect::links_of().
  std::uint16_t link_count = 0;  ///< Zero for a dedicated path.
  bool exists = false;

  bool operator==(const Route&) const = default;

  [[nodiscard]] bool is_shared() const { return link_count > 0; }
  /// The time for `bytes` if no other transfer is under way.
  [[nodiscard]] Duration time_alone(Bytes bytes) const {
    if (bytes.value() == 0) return Duration{};
    return latency + whole_picoseconds(bytes.value() * picoseconds_per_byte);
  }
};

class Interconnect {
 public:
  Interconnect() = default;
  explicit Interconnect(std::size_t element_count)
      : size_(element_count), routes_(element_count * element_count) {}

  IdVector<LinkId, Link> links;

  [[nodiscard]] const Route& route(ElementId from, ElementId to) const {
    return routes_[index(from) * size_ + index(to)];
  }
  /// The shared links that a route crosses, in order.
  [[nodiscard]] std::span<const LinkId> links_of(const Route& route) const {
    return std::span(route_links_).subspan(route.first_link, route.link_count);
  }

  /// A dedicated path from one element to another.
  [[nodiscard]] static Route dedicated(Duration latency, double picoseconds_per_byte) {
    return {latency, picoseconds_per_byte, 0, 0, true};
  }
  /// A path over at least one link that other paths share.
  [[nodiscard]] Route shared(Duration latency, std::span<const LinkId> over);
  /// Lets transfers over a shared route take another shared route instead.
  void add_alternative(const Route& route, const Route& other) {
    alternatives_[route.first_link].push_back(other);
  }
  [[nodiscard]] bool has_alternatives() const { return !alternatives_.empty(); }
  /// The routes that transfers may take instead of a shared route.
  [[nodiscard]] std::span<const Route> alternatives(const Route& route) const {
    const auto found = alternatives_.find(route.first_link);
    return found == alternatives_.end() ? std::span<const Route>() : std::span(found->second);
  }
  void connect(ElementId from, ElementId to, const Route& route) {
    routes_[index(from) * size_ + index(to)] = route;
  }

 private:
  std::size_t size_ = 0;
  std::vector<Route> routes_;        ///< Indexed by from * size + to.
  std::vector<LinkId> route_links_;  ///< The links of all shared routes, one route after the other.
  /// Further routes, by the `first_link` of the route that they replace.
  std::map<std::uint32_t, std::vector<Route>> alternatives_;
};

}  // namespace kairos
