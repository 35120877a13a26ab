// Loads kairos_simgrid.so on demand, because loading SimGrid takes about 0.1 s.
#include "platforms/contention.hpp"
#include "sim/backend/backend.hpp"
#include "sim/base/module.hpp"

namespace kairos {
namespace {

/// SimGrid's nonlinear sharing makes the capacity of a link depend on the number of its flows, but
/// not what each of them gets on what it asks for.
void refuse_contention(const Platform& platform) {
  for (const Link& link : platform.interconnect.links) {
    if (link.contention == nullptr || link.contention->is_max_min()) continue;
    throw InputError("the backend 'simgrid' shares links max-min fairly, but '" + link.name +
                     "' has a 'contention', which depends on what each agent asks for; use "
                     "'backend: event', or set the contention to max_min");
  }
}

}  // namespace

std::unique_ptr<Backend> make_simgrid_backend(const Platform& platform) {
  refuse_contention(platform);
  using Maker = Backend* (*)(const Platform&);
  const auto make = reinterpret_cast<Maker>(
      find_in_module({"kairos_simgrid.so", "kairos_make_simgrid_backend", "the simgrid backend",
                      "build it (install libsimgrid-dev and configure with -DKAIROS_SIMGRID=ON), "
                      "set KAIROS_MODULE_DIR to its folder, or use the backend 'event'"}));
  return std::unique_ptr<Backend>(make(platform));
}

}  // namespace kairos
