// The governors as described in a document, and their conversion to Governors.
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
  SourceLocation place;

  void describe(Fields& f);
  /// Throws InputError if a cluster is unknown, a governor cannot govern its cluster, or a platform
  /// without temperatures has a thermal governor.
  [[nodiscard]] Governors build(const Platform& platform) const;
};

}  // namespace kairos
