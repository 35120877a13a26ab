#include "platforms/interconnect.hpp"

#include <algorithm>

namespace kairos {

Route Interconnect::shared(Duration latency, std::span<const LinkId> over) {
  double slowest = links[over.front()].bandwidth.value();
  for (const LinkId link : over) slowest = std::min(slowest, links[link].bandwidth.value());
  const Route route{latency, picoseconds_per_second / slowest,
                    static_cast<std::uint32_t>(route_links_.size()),
                    static_cast<std::uint16_t>(over.size()), true};
  route_links_.insert(route_links_.end(), over.begin(), over.end());
  return route;
}

}  // namespace kairos
