// The governors chosen for a run.
#pragma once

#include <memory>

#include "sim/base/registry.hpp"
#include "sim/governors/frequency_governor.hpp"
#include "sim/governors/thermal_governor.hpp"

namespace kairos {

struct Governors {
  IdVector<ClusterId, Choice<FrequencyGovernor>> frequency;  ///< Empty if all are userspace.
  Choice<ThermalGovernor> thermal{"none"};                   ///< Used for every zone.

  /// A new governor for a cluster.
  [[nodiscard]] std::unique_ptr<FrequencyGovernor> make_frequency(ClusterId cluster) const {
    return frequency.empty() ? Choice<FrequencyGovernor>("userspace").make()
                             : frequency[cluster].make();
  }
  /// The operating point of a cluster at the start of a run.
  [[nodiscard]] std::size_t first_point(const Platform& platform, ClusterId cluster) const {
    return make_frequency(cluster)->first_point(platform.clusters[cluster]);
  }
};

}  // namespace kairos
