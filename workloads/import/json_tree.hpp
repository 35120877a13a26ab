// Reads JSON files of foreign formats as trees with places.
#pragma once

#include "sim/base/json_tree.hpp"
#include "workloads/readers/reader.hpp"

namespace kairos {

/// The values of a file (see json_values).
inline std::vector<Value> read_json(const Reader::Source& source) {
  return json_values(source.contents, source.path);
}

}  // namespace kairos
