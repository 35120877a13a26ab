#include "platforms/thermal/thermal_config.hpp"

#include <algorithm>

#include "platforms/platform.hpp"
#include "platforms/thermal/block_model.hpp"
#include "sim/base/find_by_name.hpp"

namespace kairos {

void JoinConfig::describe(Fields& f) {
  f("from", from, "name of a node").required();
  f("to", to, "name of another node").required();
  f("conductance", conductance, "thermal conductance between the two nodes").required().positive();
}

void ZoneConfig::describe(Fields& f) {
  f("name", name, "name of the zone").required();
  f("sensors", sensors,
    "nodes or blocks whose highest temperature is that of the zone (all heated ones if absent)");
  f("clusters", clusters, "clusters that a thermal governor may slow (all if absent)");
  f("trip", trip, "trip temperature, which should not be exceeded");
  f("hysteresis", hysteresis,
    "for governor bang_bang: kelvins below the trip at which clusters are no longer slowed")
      .not_negative();
  f("switch_on", switch_on,
    "for governor power_allocator: temperature at which control begins (15 K below the trip if "
    "absent)");
  f("sustainable", sustainable,
    "for governor power_allocator: power budget at the trip (power of the clusters at their lowest "
    "points if zero)")
      .not_negative();
}

void ThermalConfig::describe(Fields& f) {
  f("source", source, "source of the thermal model's figures");
  f("ambient", ambient, "temperature of the air");
  f("initial", initial, "temperature of the whole chip when a run begins ('ambient' if absent)");
  f("floorplan", floorplan, "blocks of the die, for HotSpot's block model");
  f("max_cell", max_cell,
    "maximum side length of the equal cells into which blocks are divided (one cell per block if "
    "absent)")
      .positive()
      .must([this](const auto& m) { return !m || !floorplan.empty(); },
            "left out without a 'floorplan'")
      .must([this](const auto& m) { return cell_count(floorplan, m) <= most_cells; },
            "long enough for " + std::to_string(most_cells) + " cells at most");
  f("package", package, "layers of the package, from the die to the heat sink");
  f("nodes", nodes, "nodes of an RC network, instead of 'floorplan'");
  f("joins", joins, "conductances between pairs of nodes");
  f("heats", heats,
    "blocks or nodes that a cluster, element or background load heats (if absent: those with its "
    "name or its cluster's)");
  f("zones", zones,
    "zones that thermal governors watch and slow (one zone with the whole chip if absent)");
  f("merge", merge, "time within which changes of power are merged into their mean").not_negative();
}

namespace {

RcNetwork listed_network(const ThermalConfig& config) {
  RcNetwork network;
  std::vector<std::string> names;
  for (const RcNode& node : config.nodes) {
    if (std::ranges::find(names, node.name) != names.end()) {
      throw InputError(node.place, "thermal node '" + node.name +
                                       "' appears twice; give each node its own name");
    }
    names.push_back(node.name);
    network.nodes.push_back(node);
  }
  for (const JoinConfig& join : config.joins) {
    const std::size_t from = position_of(join.from, "thermal node", config.nodes, join.place);
    const std::size_t to = position_of(join.to, "thermal node", config.nodes, join.place);
    if (from == to) throw InputError(join.place, "a node is joined to itself; name two nodes");
    network.join(from, to, join.conductance);
  }
  return network;
}

/// A place for heat: a block of the die, or a node of a listed network.
struct Target {
  std::string name;
  double weight = 1;               ///< Several targets share heat in proportion to it.
  std::vector<std::size_t> nodes;  ///< Nodes that share its heat equally: the cells of a block.
};

class HeatMap {
 public:
  HeatMap(const ThermalConfig& config, std::vector<Target> targets)
      : config_(config), targets_(std::move(targets)) {}

  /// Returns the shares of the first of the names that is mapped or is a target itself.
  [[nodiscard]] std::vector<HeatShare> shares(const std::vector<std::string>& names) const {
    for (const std::string& name : names) {
      const auto mapped = config_.heats.find(name);
      if (mapped != config_.heats.end()) return shares_of(mapped->second);
      if (position(name) < targets_.size()) return shares_of({name});
    }
    throw InputError(
        config_.place,
        "no block is assigned to the heat of '" + names.front() +
            "'; give a block its name or the name of its cluster, or add it to 'heats'");
  }

  /// Returns the nodes of the target with this name, or none if there is no such target.
  [[nodiscard]] std::vector<std::size_t> nodes(const std::string& name) const {
    const std::size_t at = position(name);
    return at < targets_.size() ? targets_[at].nodes : std::vector<std::size_t>{};
  }

 private:
  [[nodiscard]] std::size_t position(const std::string& name) const {
    const auto found = std::ranges::find(targets_, name, &Target::name);
    return static_cast<std::size_t>(found - targets_.begin());
  }
  [[nodiscard]] std::vector<HeatShare> shares_of(const std::vector<std::string>& names) const {
    std::vector<HeatShare> shares;
    double sum = 0;
    for (const std::string& name : names) {
      const std::size_t at = position(name);
      if (at == targets_.size()) {
        throw InputError(config_.place, unknown_name("block", name, names_in(targets_)));
      }
      const Target& target = targets_[at];
      const double each = target.weight / static_cast<double>(target.nodes.size());
      for (const std::size_t node : target.nodes) shares.push_back({node, each});
      sum += target.weight;
    }
    for (HeatShare& share : shares) share.share /= sum;
    return shares;
  }

  const ThermalConfig& config_;
  std::vector<Target> targets_;
};

void check_heats(const ThermalConfig& config, const Platform& platform) {
  std::vector<std::string> known;
  for (const Cluster& cluster : platform.clusters) known.push_back(cluster.name);
  for (const ProcessingElement& element : platform.elements) known.push_back(element.name);
  for (const Background& background : platform.background) known.push_back(background.name);
  for (const auto& [name, targets] : config.heats) {
    if (std::ranges::find(known, name) == known.end()) {
      throw InputError(config.place, unknown_name("cluster, element or background", name, known));
    }
    if (targets.empty()) throw InputError(config.place, "'" + name + "' heats no block; name one");
  }
}

std::vector<std::size_t> sensors(const ZoneConfig& config, const Thermal& thermal,
                                 const HeatMap& map) {
  std::vector<std::size_t> sensors;
  for (const std::string& name : config.sensors) {
    std::vector<std::size_t> nodes = map.nodes(name);
    if (nodes.empty()) {
      nodes = {position_of(name, "thermal node", thermal.network.nodes, config.place)};
    }
    sensors.insert(sensors.end(), nodes.begin(), nodes.end());
  }
  if (!sensors.empty()) return sensors;
  for (const auto& shares : thermal.elements) {
    for (const HeatShare& to : shares) sensors.push_back(to.node);
  }
  std::ranges::sort(sensors);
  sensors.erase(std::unique(sensors.begin(), sensors.end()), sensors.end());
  return sensors;
}

ThermalZone build_zone(const ZoneConfig& config, const Thermal& thermal, const HeatMap& map,
                       const Platform& platform) {
  ThermalZone zone{config.name, {}, {}, config.trip, config.hysteresis, {}, config.sustainable};
  zone.switch_on = config.switch_on.value_or(config.trip - Kelvins(15));
  if (zone.switch_on >= zone.trip) {
    throw InputError(config.place, "zone '" + config.name + "' has 'switch_on' at " +
                                       format(zone.switch_on) +
                                       ", which is not below the trip temperature of " +
                                       format(zone.trip) + "; lower 'switch_on'");
  }
  zone.sensors = sensors(config, thermal, map);
  for (const std::string& name : config.clusters) {
    const std::size_t at = position_of(name, "cluster", platform.clusters, config.place);
    zone.clusters.push_back(static_cast<ClusterId>(at));
  }
  if (zone.clusters.empty()) {
    for (const ClusterId c : ids<ClusterId>(platform.clusters.size())) zone.clusters.push_back(c);
  }
  return zone;
}

}  // namespace

Thermal ThermalConfig::build(const Platform& platform) const {
  if (floorplan.empty() == nodes.empty()) {
    throw InputError(
        place, "a thermal model needs either a 'floorplan' or 'nodes'; write exactly one of them");
  }
  if (floorplan.size() > most_cells || nodes.size() > most_cells) {
    throw InputError(place, "the thermal model has more than " + std::to_string(most_cells) +
                                " blocks or nodes; use fewer");
  }
  Thermal thermal;
  std::vector<Target> targets;
  if (nodes.empty()) {
    Floorplan plan{floorplan};
    plan.settle();
    const Subdivision parts = subdivide(plan, max_cell);
    thermal.network = block_model(parts.cells, package);
    for (const Block& block : plan.blocks) {
      targets.push_back({block.name, block.width.value() * block.height.value(), {}});
    }
    for (std::size_t cell = 0; cell < parts.block_of.size(); ++cell) {
      targets[parts.block_of[cell]].nodes.push_back(cell);
    }
  } else {
    thermal.network = listed_network(*this);
    for (std::size_t n = 0; n < nodes.size(); ++n) targets.push_back({nodes[n].name, 1, {n}});
  }
  thermal.network.check();
  thermal.ambient = ambient;
  thermal.initial = initial.value_or(ambient);
  thermal.merge = merge;
  check_heats(*this, platform);
  const HeatMap map(*this, std::move(targets));
  for (const ProcessingElement& element : platform.elements) {
    thermal.elements.push_back(map.shares({element.name, platform.clusters[element.cluster].name}));
  }
  for (const Background& background : platform.background) {
    thermal.background.push_back(map.shares({background.name}));
  }
  for (const ZoneConfig& zone : zones)
    thermal.zones.push_back(build_zone(zone, thermal, map, platform));
  if (zones.empty()) {
    ZoneConfig whole;
    whole.name = "chip";
    thermal.zones.push_back(build_zone(whole, thermal, map, platform));
  }
  return thermal;
}

}  // namespace kairos
