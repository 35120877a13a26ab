// What moves data between elements: dedicated paths, which are a delay, and shared links, on which
// concurrent transfers divide the bandwidth max-min fairly.
//
//   dedicated:  arrival = end of producer + latency + bytes / bandwidth      (Topcuoglu et al.
//   2002) shared:     arrival = when the flow over the route has moved all bytes   (max-min fair
//   fluid)
//
// Example: 3000 B over a dedicated 1 GB/s path take 3 us, however many other transfers are on their
// way. Two such transfers over one shared 1 GB/s link take 6 us each when they start together.
//
// How far to trust it: dedicated paths ignore contention, so they are right where the network is
// never the bottleneck (DS3's assumption). The fluid model ignores packets and arbitration; it is
// good to a few per cent for transfers much longer than a packet.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace kairos {

/// A link that concurrent transfers share.
struct Link {
  std::string name;
  BytesPerSecond bandwidth;
};

/// How data gets from one element to another.
struct Route {
  bool exists = false;
  Duration latency;
  double picoseconds_per_byte = 0;  ///< Of a dedicated path, or of the slowest link when alone.
  std::vector<LinkId> links;        ///< Empty: dedicated.

  [[nodiscard]] bool is_shared() const { return !links.empty(); }
  /// Time for `bytes` when nothing else is on the way.
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
  Route& route(ElementId from, ElementId to) { return routes_[index(from) * size_ + index(to)]; }

 private:
  std::size_t size_ = 0;
  std::vector<Route> routes_;  ///< By from * size + to.
};

}  // namespace kairos
