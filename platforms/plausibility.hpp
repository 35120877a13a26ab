// Refuses a platform that cannot exist.
#pragma once

#include "platforms/platform_config.hpp"

namespace kairos {

/// Throws InputError if a voltage falls while the clock rises; if power is lower when busy than
/// when idle, or with more elements busy than with fewer; if a measured power is less than the
/// leakage it contains; if a deeper idle state draws or leaks more; if a cluster is on two rails,
/// names appear twice, or a source refers to an unknown part.
void refuse_impossible(const PlatformConfig& config, const Platform& platform);

}  // namespace kairos
