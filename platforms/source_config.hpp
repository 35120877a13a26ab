// The origin of a platform's figures: published, derived from published figures by a formula, or
// assumed.
#pragma once

#include <string>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

struct SourceConfig {
  /// Names of clusters, links, memories, networks or background consumers, or `paths`.
  std::vector<std::string> of;
  std::vector<std::string> figures;  ///< For example clocks, voltages or power.
  std::string status;                ///< One of published, derived and assumed.
  std::string from;
  SourceLocation place;

  void describe(Fields& f);
};

}  // namespace kairos
