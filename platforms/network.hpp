// Puts memories and networks on chip into a platform: their links, the routes between elements, and
// what memory traffic crosses.
#pragma once

#include "platforms/platform_names.hpp"
#include "platforms/platform_spec.hpp"

namespace kairos {

/// Adds the links of memories and networks, connects what sits on the same network, and sets the
/// memory routes. Call it when all clusters, elements and plain links are there.
void add_network(const PlatformSpec& spec, const PlatformNames& names, Platform& platform);

}  // namespace kairos
