// Platform specifications in one line, and their error messages, for tests.
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

/// The error message of a specification, or an empty text if it is valid.
inline std::string message_of(const PlatformSpec& spec) {
  try {
    static_cast<void>(spec.build());
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace kairos::testing
