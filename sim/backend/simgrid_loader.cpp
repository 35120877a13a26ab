// Loads kairos_simgrid.so on demand, because loading SimGrid takes about 0.1 s.
#include "sim/backend/backend.hpp"
#include "sim/base/module.hpp"

namespace kairos {

std::unique_ptr<Backend> make_simgrid_backend(const Platform& platform) {
  using Maker = Backend* (*)(const Platform&);
  const auto make = reinterpret_cast<Maker>(
      find_in_module({"kairos_simgrid.so", "kairos_make_simgrid_backend", "the simgrid backend",
                      "build it (install libsimgrid-dev and configure with -DKAIROS_SIMGRID=ON), "
                      "set KAIROS_MODULE_DIR to its folder, or use the backend 'event'"}));
  return std::unique_ptr<Backend>(make(platform));
}

}  // namespace kairos
