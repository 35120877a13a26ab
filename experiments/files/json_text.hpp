// Writes Value trees as one line of JSON.
#pragma once

#include <string>

#include "sim/base/value.hpp"

namespace kairos {

/// Writes one line in which every scalar is a string. As JSON is YAML, it reads back as the same
/// tree.
std::string to_json_text(const Value& value);

}  // namespace kairos
