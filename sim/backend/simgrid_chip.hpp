// A chip in SimGrid: the engine, one host per element, and the links. Only sources of the module
// kairos_simgrid include this header, which itself does not include SimGrid.
#pragma once

#include <span>

#include "platforms/platform.hpp"
#include "sim/base/time.hpp"

namespace simgrid::s4u {
class Engine;
class Host;
class Link;
}  // namespace simgrid::s4u

namespace kairos {

/// Bytes are counted in units of 2^-20, so that rates per picosecond are far above maxmin/precision
/// (1e-5).
constexpr double amount_per_byte = 0x1p20;

inline double picoseconds(Duration duration) {
  return static_cast<double>(duration.picoseconds());
}
inline double amount_per_picosecond(BytesPerSecond rate) {
  return rate.value() / picoseconds_per_second * amount_per_byte;
}

class SimgridChip {
 public:
  /// Starts the only engine of this process, which is never deleted because SimGrid does not
  /// support a second one. Throws std::logic_error if there is one already.
  explicit SimgridChip(const Platform& platform);

  [[nodiscard]] simgrid::s4u::Engine& engine() const { return engine_; }
  [[nodiscard]] simgrid::s4u::Host* host(ElementId element) const { return hosts_[element]; }
  [[nodiscard]] simgrid::s4u::Link* link(LinkId link) const { return links_[link]; }

  /// The source and the sink of all flows, of which only the route matters.
  [[nodiscard]] simgrid::s4u::Host* source() const { return source_; }
  [[nodiscard]] simgrid::s4u::Host* sink() const { return sink_; }
  /// Sets the route of the flow that starts next.
  void set_next_route(std::span<const LinkId> route);

 private:
  class RouteOnDemand;

  simgrid::s4u::Engine& engine_;
  RouteOnDemand& zone_;
  simgrid::s4u::Host* source_ = nullptr;
  simgrid::s4u::Host* sink_ = nullptr;
  IdVector<ElementId, simgrid::s4u::Host*> hosts_;
  IdVector<LinkId, simgrid::s4u::Link*> links_;
};

}  // namespace kairos
