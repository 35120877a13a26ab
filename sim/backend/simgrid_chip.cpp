#include "sim/backend/simgrid_chip.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

#include <simgrid/kernel/routing/NetZoneImpl.hpp>
#include <simgrid/s4u.hpp>

namespace kairos {
namespace {

namespace s4u = simgrid::s4u;

s4u::Engine& start_engine() {
  static bool is_started = false;
  if (is_started) throw std::logic_error("simgrid backend: one per process");
  is_started = true;

  // These options select plain max-min sharing without LV08's factors, acknowledgements or TCP
  // windows, treat completions as simultaneous within the tolerance of whole_picoseconds(), and
  // suppress the report at the end.
  static std::array<std::string, 7> arguments{"kairos",
                                              "--log=root.thres:critical",
                                              "--cfg=network/model:CM02",
                                              "--cfg=network/crosstraffic:0",
                                              "--cfg=network/TCP-gamma:1e30",
                                              "--cfg=surf/precision:0.010001",
                                              "--cfg=debug/clean-atexit:no"};
  static std::array<char*, arguments.size() + 1> pointers{};
  std::ranges::transform(arguments, pointers.begin(), [](std::string& a) { return a.data(); });
  int count = static_cast<int>(arguments.size());

  constexpr std::array signals{SIGINT, SIGSEGV, SIGBUS};  // restored, as SimGrid replaces them
  std::array<struct sigaction, signals.size()> handlers{};
  for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], nullptr, &handlers[i]);
  auto& engine = *new s4u::Engine(&count, pointers.data());
  for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &handlers[i], nullptr);
  return engine;
}

}  // namespace

/// A network zone whose only route is the route of the flow that starts next.
class SimgridChip::RouteOnDemand final : public simgrid::kernel::routing::NetZoneImpl {
 public:
  RouteOnDemand() : NetZoneImpl("chip") {}

  std::vector<simgrid::kernel::resource::StandardLinkImpl*> next;

 private:
  using NetPoint = simgrid::kernel::routing::NetPoint;
  using KernelRoute = simgrid::kernel::routing::Route;

  void get_local_route(const NetPoint* /*from*/, const NetPoint* /*to*/, KernelRoute* into,
                       double* /*latency*/) override {
    into->link_list_ = next;
  }
};

/// SimGrid's kernel owns the zone.
SimgridChip::SimgridChip(const Platform& platform)
    : engine_(start_engine()), zone_(*new RouteOnDemand) {
  constexpr int cores = 1'000'000;  // activities on one element do not slow each other
  s4u::NetZone& zone = *zone_.get_iface();
  source_ = zone.create_host("from", 1);
  sink_ = zone.create_host("to", 1);
  for (const ElementId element : ids<ElementId>(platform.elements.size())) {
    hosts_.push_back(zone.create_host("element" + std::to_string(index(element)), 1));
    hosts_.back()->set_core_count(cores);
  }
  for (const Link& link : platform.interconnect.links) {
    const double rate = amount_per_picosecond(link.bandwidth);
    links_.push_back(zone.create_link("link" + std::to_string(links_.size()), rate));
  }
  engine_.seal_platform();
}

void SimgridChip::set_next_route(std::span<const LinkId> route) {
  zone_.next.clear();
  for (const LinkId link : route) zone_.next.push_back(links_[link]->get_impl());
}

}  // namespace kairos
