// Refuses a platform that cannot exist.
#pragma once

#include "platforms/platform_spec.hpp"

namespace kairos {

/// Throws InputError: a voltage that falls while the clock rises, less power when busy than when
/// idle, more in a deeper idle state, with fewer elements busy, or through leakage than was
/// measured; a cluster on two rails, names that appear twice, sources of what is not there.
void refuse_impossible(const PlatformSpec& spec, const Platform& platform);

}  // namespace kairos
