#include "platforms/power_mode.hpp"

#include <algorithm>

#include "platforms/platform_config.hpp"
#include "sim/base/find_by_name.hpp"

namespace kairos {
namespace {

const ModeConfig* mode_of(const PlatformConfig& config) {
  if (config.mode.empty()) return nullptr;
  const auto found = config.modes.find(config.mode);
  if (found != config.modes.end()) return &found->second;
  std::vector<std::string> known;
  known.reserve(config.modes.size());
  for (const auto& entry : config.modes) known.push_back(entry.first);
  throw InputError(config.place, unknown_name("mode", config.mode, known));
}

template <class Specs>
auto& named(Specs& configs, const std::string& name, const char* what,
            const SourceLocation& place) {
  return configs[position_of(name, what, configs, place)];
}

/// Scales the power of an element to the share of its units that stays on. What the cluster draws
/// because it is awake remains.
void limit(PowerConfig& power, double units) {
  power.idle = power.idle * units;
  power.busy = power.busy * units;
  power.off = power.off * units;
  if (power.capacitance) power.capacitance = *power.capacitance * units;
  for (ProfileConfig& profile : power.profile) {
    for (Watts& busy : profile.busy) busy = busy * units;
    profile.units *= units;
  }
  power.leakage.c1 *= units;
  power.leakage.gate *= units;
  for (IdleStateConfig& state : power.idle_states) {
    state.power = state.power * units;
    state.energy = state.energy * units;
  }
}

void limit(ClusterConfig& cluster, const ClusterLimit& to) {
  const std::uint64_t count = to.count.value_or(cluster.count);
  if (count > cluster.count) {
    throw InputError(to.place, "the mode has " + std::to_string(count) + " elements of cluster '" +
                                   cluster.name + "', which has " + std::to_string(cluster.count) +
                                   "; lower the former or raise the latter");
  }
  cluster.count = count;
  for (ProfileConfig& profile : cluster.power.profile) {
    if (profile.busy.size() <= count) continue;
    // The measurement contains the leakage of the elements that are off now.
    profile.elements = profile.busy.size();
    profile.busy.resize(count);
  }
  limit(cluster.power, to.units);
  for (auto& entry : cluster.throughput) entry.second = entry.second * to.units;
  cluster.compute.scale(to.units);
  cluster.kernel_times_factor /= to.units;
  for (auto& entry : cluster.kernels) {
    entry.second = whole_picoseconds(static_cast<double>(entry.second.picoseconds()) / to.units);
  }
}

}  // namespace

void ClusterLimit::describe(Fields& f) {
  f("count", count, "number of elements that stay on (all if absent)").positive();
  f("frequency", frequency, "frequency of the highest operating point allowed (no limit if absent)")
      .positive();
  f("units", units, "fraction of each element's units that stay on").between(0.001, 1.0);
}

void ModeConfig::describe(Fields& f) {
  f("clusters", clusters, "limits on elements and clocks, by cluster");
  f("memory", memory, "fraction of the bandwidth that remains, by memory")
      .must(
          [](const auto& shares) {
            return std::ranges::all_of(
                shares, [](const auto& entry) { return entry.second > 0 && entry.second <= 1; });
          },
          "more than 0 and at most 1 for each");
}

PlatformConfig in_mode(const PlatformConfig& config) {
  PlatformConfig limited = config;
  const ModeConfig* mode = mode_of(config);
  if (mode == nullptr) return limited;
  for (const auto& entry : mode->clusters) {
    limit(named(limited.clusters, entry.first, "cluster", mode->place), entry.second);
  }
  for (const auto& entry : mode->memory) {
    MemoryConfig& memory = named(limited.memory, entry.first, "memory", mode->place);
    memory.bandwidth = memory.bandwidth * entry.second;
    for (AgentConfig& agent : memory.agents) agent.bandwidth = agent.bandwidth * entry.second;
    for (JointConfig& group : memory.joint) group.bandwidth = group.bandwidth * entry.second;
  }
  return limited;
}

void limit_clock(Cluster& cluster, const PlatformConfig& config) {
  const ModeConfig* mode = mode_of(config);
  if (mode == nullptr) return;
  const auto limit = mode->clusters.find(cluster.name);
  if (limit == mode->clusters.end() || !limit->second.frequency) return;
  std::erase_if(cluster.points, [&](const OperatingPoint& point) {
    return point.frequency > *limit->second.frequency;
  });
  if (cluster.points.empty()) {
    throw InputError(
        limit->second.place,
        "mode '" + config.mode + "' leaves cluster '" + cluster.name +
            "' without an operating point; raise 'frequency' to one of the cluster's points");
  }
  const double top = cluster.points.back().speed;
  for (OperatingPoint& point : cluster.points) point.speed /= top;
  for (auto& entry : cluster.throughput) entry.second = entry.second * top;
  cluster.compute.scale(top);
  cluster.kernel_times_factor /= top;
  for (auto& entry : cluster.kernels) {
    entry.second = whole_picoseconds(static_cast<double>(entry.second.picoseconds()) / top);
  }
}

}  // namespace kairos
