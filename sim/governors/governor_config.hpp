// Who sets clocks, as a document describes it, and how that becomes Governors.
#pragma once

#include <map>
#include <string>

#include "platforms/platform.hpp"
#include "sim/governors/governors.hpp"

namespace kairos {

struct GovernorConfig {
  Choice<FrequencyGovernor> frequency{"userspace"};
  std::map<std::string, Choice<FrequencyGovernor>> clusters;
  Choice<ThermalGovernor> thermal{"none"};
  Place place;

  void describe(Fields& f);
  /// Throws InputError: unknown clusters, a governor that cannot govern one, or a thermal governor
  /// on a platform without temperatures.
  [[nodiscard]] Governors build(const Platform& platform) const;
};

}  // namespace kairos
