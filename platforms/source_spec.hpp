// Where the figures of a platform come from, and whether they are published, derived from published
// ones by a formula, or assumed.
#pragma once

#include <string>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

struct SourceSpec {
  std::vector<std::string> of;       ///< Clusters, links, memories, networks, background, `paths`.
  std::vector<std::string> figures;  ///< clocks, voltages, power ...
  std::string status;                ///< published, derived or assumed.
  std::string from;
  Place place;

  void describe(Fields& f);
};

}  // namespace kairos
