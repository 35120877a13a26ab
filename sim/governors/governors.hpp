// Who sets clocks in a run, as values.
#pragma once

#include "sim/base/registry.hpp"
#include "sim/governors/frequency_governor.hpp"
#include "sim/governors/thermal_governor.hpp"

namespace kairos {

struct Governors {
  IdVector<ClusterId, Choice<FrequencyGovernor>> frequency;  ///< Empty: userspace for all.
  Choice<ThermalGovernor> thermal{"none"};                   ///< One of them for every zone.
};

}  // namespace kairos
