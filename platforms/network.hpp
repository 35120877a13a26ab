// Adds memories and networks on chip to a platform: their links, the routes between elements, and
// the routes of memory traffic.
#pragma once

#include "platforms/platform_config.hpp"
#include "platforms/platform_names.hpp"

namespace kairos {

/// Adds the links of memories and networks, connects the nodes of each network, and sets the memory
/// routes. Call it after all clusters, elements and plain links have been added.
void add_network(const PlatformConfig& config, const PlatformNames& names, Platform& platform);

}  // namespace kairos
