// The thermal part of a platform document: a floorplan on a package, whose blocks may be cut into
// cells, or a list of nodes and the joins between them.
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

/// A join of two nodes of a listed network.
struct JoinConfig {
  std::string from, to;
  WattsPerKelvin conductance;
  SourceLocation place;

  void describe(Fields& f);
};

struct ZoneConfig {
  std::string name;
  std::vector<std::string> sensors, clusters;
  Temperature trip = Temperature::celsius(85);
  Kelvins hysteresis{3};
  std::optional<Temperature> switch_on;
  Watts sustainable;
  SourceLocation place;

  void describe(Fields& f);
};

struct ThermalConfig {
  std::string source;
  Temperature ambient = Temperature::celsius(25);
  std::optional<Temperature> initial;
  std::vector<Block> floorplan;
  std::optional<Metres> max_cell;
  Package package;
  std::vector<RcNode> nodes;
  std::vector<JoinConfig> joins;
  std::map<std::string, std::vector<std::string>> heats;
  std::vector<ZoneConfig> zones;
  Duration merge;
  SourceLocation place;

  void describe(Fields& f);
  /// Throws InputError if both or neither of 'floorplan' and 'nodes' are given, an element heats
  /// nothing, or there are more than `most_cells`.
  [[nodiscard]] Thermal build(const Platform& platform) const;
};

}  // namespace kairos
