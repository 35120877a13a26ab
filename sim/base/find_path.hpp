// Finds a value in a document by its dotted path.
#pragma once

#include <string_view>

#include "sim/base/value.hpp"

namespace kairos {

/// The value at a path such as "workload.streams.0.arrivals.rate"; nullptr if it does not exist.
const Value* find_path(const Value& root, std::string_view path);

}  // namespace kairos
