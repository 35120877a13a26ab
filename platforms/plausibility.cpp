#include "platforms/plausibility.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kairos {
namespace {

void check_points(const ClusterConfig& config, const Cluster& cluster) {
  for (std::size_t i = 1; i < cluster.points.size(); ++i) {
    const OperatingPoint& slow = cluster.points[i - 1];
    const OperatingPoint& fast = cluster.points[i];
    if (fast.voltage >= slow.voltage) continue;
    throw InputError(
        config.place,
        "cluster '" + config.name + "' needs " + format(slow.voltage) + " at " +
            format(slow.frequency) + " but only " + format(fast.voltage) + " at " +
            format(fast.frequency) +
            "; make the voltage rise with the frequency, or leave out an operating point");
  }
}

void check_power(const ClusterConfig& config, const Cluster& cluster) {
  for (const OperatingPoint& point : cluster.points) {
    for (std::size_t k = 1; k < point.power.size(); ++k) {
      const Watts idle = point.power.front().idle;
      if (point.power[k].busy >= idle) continue;
      throw InputError(config.place, "cluster '" + config.name + "' draws less when busy at " +
                                         format(point.frequency) + " than the " + format(idle) +
                                         " when idle; lower 'idle' or raise 'busy'");
    }
  }
}

/// Refuses a measured power that is less than the leakage it contains.
void check_leakage(const ClusterConfig& config, const Cluster& cluster) {
  const Leakage& leakage = config.power.leakage;
  if (!leakage.included_at || config.power.capacitance) return;
  const auto check = [&](Watts measured, const OperatingPoint& point, std::uint64_t count) {
    const Watts leaked =
        leakage.power(point.voltage, *leakage.included_at) * static_cast<double>(count);
    if (leaked <= measured) return;
    const std::string elements =
        count == 1
            ? "an element of cluster '" + config.name + "' leaks "
            : "the " + std::to_string(count) + " elements of cluster '" + config.name + "' leak ";
    throw InputError(config.place, elements + format(leaked) + " at " +
                                       format(*leakage.included_at) + ", more than the " +
                                       format(measured) +
                                       (count == 1 ? " that it was measured to draw when busy at "
                                                   : " measured with one of them busy at ") +
                                       format(point.frequency) + "; lower 'c1' and 'gate'");
  };
  if (config.power.profile.empty()) check(config.power.busy, cluster.points.back(), 1);
  for (const ProfileConfig& profile : config.power.profile) {
    const auto point =
        std::ranges::find(cluster.points, profile.frequency, &OperatingPoint::frequency);
    if (point == cluster.points.end()) continue;  // This power mode lacks the point.
    if (!profile.busy.empty()) {
      check(profile.busy.front(), *point, profile.measured(profile.busy.size()));
    }
  }
}

/// Refuses a profile that is less than the leakage and the power of the awake cluster that it
/// contains.
void check_awake(const ClusterConfig& config, const Cluster& cluster) {
  const Leakage& leakage = config.power.leakage;
  for (const ProfileConfig& profile : config.power.profile) {
    const auto point =
        std::ranges::find(cluster.points, profile.frequency, &OperatingPoint::frequency);
    if (point == cluster.points.end() || point->awake == Watts{} || profile.busy.empty()) continue;
    Watts least = point->awake * profile.units;
    if (leakage.included_at) {
      least += leakage.power(point->voltage, *leakage.included_at) *
               static_cast<double>(profile.measured(profile.busy.size()));
    }
    if (least <= profile.busy.front()) continue;
    throw InputError(profile.place,
                     "cluster '" + config.name + "' draws " + format(least) +
                         " when it is awake, more than the " + format(profile.busy.front()) +
                         " measured with one of its elements busy at " + format(point->frequency) +
                         ", which contain it; lower 'awake', 'awake_cycle' or 'awake_capacitance'");
  }
}

void check_profile(const ClusterConfig& config) {
  for (const ProfileConfig& profile : config.power.profile) {
    for (std::size_t k = 1; k < profile.busy.size(); ++k) {
      if (profile.busy[k] >= profile.busy[k - 1]) continue;
      throw InputError(profile.place,
                       "cluster '" + config.name + "' draws " + format(profile.busy[k]) + " with " +
                           std::to_string(k + 1) + " elements busy but " +
                           format(profile.busy[k - 1]) + " with " + std::to_string(k) +
                           "; write the power of the whole cluster, which rises with the number of "
                           "busy elements");
    }
  }
}

void check_idle_states(const ClusterConfig& config) {
  Watts before = config.power.idle;
  double leakage = 1;
  bool keeps_awake = true;
  for (const IdleStateConfig& state : config.power.idle_states) {
    if (state.power > before || state.leakage > leakage) {
      throw InputError(state.place, "idle state '" + state.name + "' of cluster '" + config.name +
                                        "' draws or leaks more than the state before it (" +
                                        format(before) + "); lower its power or leakage");
    }
    if (state.keeps_awake && !keeps_awake) {
      throw InputError(state.place, "idle state '" + state.name + "' of cluster '" + config.name +
                                        "' keeps the cluster awake but the state before it does "
                                        "not; set 'keeps_awake' for the first states only");
    }
    before = state.power;
    leakage = state.leakage;
    keeps_awake = state.keeps_awake;
  }
}

/// Refuses names that appear twice in a list.
template <class Specs>
void check_names(const Specs& configs, const std::string& what, const SourceLocation& place) {
  std::set<std::string> seen;
  for (const auto& config : configs) {
    if (seen.insert(config.name).second) continue;
    throw InputError(place,
                     what + " '" + config.name + "' appears twice; give each of them its own name");
  }
}

void check_rails(const PlatformConfig& config) {
  check_names(config.rails, "rail",
              config.rails.empty() ? config.place : config.rails.back().place);
  std::map<std::string, std::string> rail_of;
  for (const RailConfig& rail : config.rails) {
    if (rail.clusters.empty()) {
      throw InputError(rail.place,
                       "rail '" + rail.name + "' supplies no cluster; name at least one");
    }
    for (const std::string& cluster : rail.clusters) {
      const auto [entry, is_new] = rail_of.try_emplace(cluster, rail.name);
      if (is_new) continue;
      throw InputError(rail.place, "cluster '" + cluster + "' is already on rail '" +
                                       entry->second + "'; name it once");
    }
  }
}

void check_sources(const PlatformConfig& config) {
  std::vector<std::string> known{"paths", "modes", "local", "battery", "thermal"};
  const auto add = [&](const auto& parts) {
    for (const auto& part : parts) known.push_back(part.name);
  };
  add(config.clusters);
  add(config.links);
  add(config.memory);
  add(config.noc);
  add(config.background);
  for (const SourceConfig& source : config.sources) {
    for (const std::string& part : source.of) {
      if (std::ranges::find(known, part) != known.end()) continue;
      throw InputError(source.place, unknown_name("part of the platform", part, known));
    }
  }
}

}  // namespace

void refuse_impossible(const PlatformConfig& config, const Platform& platform) {
  check_sources(config);
  check_rails(config);
  check_names(config.background, "background", config.place);
  if (config.thermal) check_names(config.thermal->zones, "zone", config.thermal->place);
  for (std::size_t i = 0; i < config.clusters.size(); ++i) {
    const ClusterConfig& described = config.clusters[i];
    const Cluster& cluster = platform.clusters[static_cast<ClusterId>(i)];
    check_points(described, cluster);
    check_profile(described);
    check_leakage(described, cluster);
    check_awake(described, cluster);
    check_power(described, cluster);
    check_idle_states(described);
  }
}

void PlatformConfig::check(const SourceLocation& /*where*/) const {
  for (const auto& entry : modes) {
    PlatformConfig other = *this;
    other.mode = entry.first;
    static_cast<void>(other.build());
  }
}

}  // namespace kairos
