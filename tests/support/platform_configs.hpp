// Platform specifications in one line, and their error messages, for tests.
#pragma once

#include <string>

#include "platforms/platform_config.hpp"

namespace kairos::testing {

inline ClusterConfig cluster(const std::string& name, std::uint64_t count = 1) {
  ClusterConfig config;
  config.name = name;
  config.kind = "cpu";
  config.count = count;
  return config;
}

/// The error message of a specification, or an empty text if it is valid.
inline std::string message_of(const PlatformConfig& config) {
  try {
    static_cast<void>(config.build());
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace kairos::testing
