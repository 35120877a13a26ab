// Platform specifications in a line, and what is wrong with them, for tests.
#pragma once

#include <string>

#include "platforms/platform_spec.hpp"

namespace kairos::testing {

inline ClusterSpec cluster(const std::string& name, std::uint64_t count = 1) {
  ClusterSpec spec;
  spec.name = name;
  spec.kind = "cpu";
  spec.count = count;
  return spec;
}

/// Empty when nothing is wrong.
inline std::string message_of(const PlatformSpec& spec) {
  try {
    static_cast<void>(spec.build());
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace kairos::testing
