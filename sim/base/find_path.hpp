// Finds a value in a document by its dotted path.
#pragma once

#include <string_view>

#include "sim/base/value.hpp"

namespace kairos {

/// The value at a path such as "workload.streams.0.arrivals.rate"; nullptr if it does not exist. A
/// step into a list is a position or the `name` of an item, as in "clusters.big.count".
const Value* find_path(const Value& root, std::string_view path);

}  // namespace kairos
