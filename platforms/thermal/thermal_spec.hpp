// The thermal side of a platform as a document describes it: a floorplan on a package, or a list of
// nodes and the joins between them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platforms/thermal/floorplan.hpp"
#include "platforms/thermal/package.hpp"
#include "platforms/thermal/thermal.hpp"

namespace kairos {

struct Platform;

/// A join of two nodes of a given network.
struct JoinSpec {
  std::string from, to;
  WattsPerKelvin conductance;
  Place place;

  void describe(Fields& f);
};

struct ThermalSpec {
  std::string source;
  Temperature ambient = Temperature::celsius(25);
  std::optional<Temperature> initial;
  std::vector<Block> floorplan;
  Package package;
  std::vector<RcNode> nodes;
  std::vector<JoinSpec> joins;
  std::map<std::string, std::vector<std::string>> heats;
  Duration merge;
  Place place;

  void describe(Fields& f);
  /// Throws InputError: both or neither of 'floorplan' and 'nodes', an element that heats nothing.
  [[nodiscard]] Thermal build(const Platform& platform) const;
};

}  // namespace kairos
