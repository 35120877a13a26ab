// kairos describe platform NAME: prints the parts of a platform, their figures and their sources.
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/files/library.hpp"
#include "platforms/platform_config.hpp"
#include "sim/base/display_units.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string on_its_own_line(const std::string& source) {
  return source.empty() ? "" : "\n      " + source;
}

/// Prints a list such as "      clocks: 1 GHz at 0.8 V, 2 GHz at 1 V", broken into several lines if
/// necessary.
void print_list(const std::string& title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  constexpr std::size_t widest = 98;
  std::string line = "      " + title + ":";
  for (const std::string& item : items) {
    if (line.size() + item.size() > widest) {
      kairos::print("{}\n", line);
      line = "       ";
    }
    line += " " + item + (&item == &items.back() ? "" : ",");
  }
  kairos::print("{}\n", line);
}

template <class Rates>
std::vector<std::string> by_kernel(const Rates& rates) {
  std::vector<std::string> items;
  items.reserve(rates.size());
  for (const auto& [kernel, rate] : rates) items.push_back(kernel + " " + brief(rate));
  return items;
}

/// Prints the rates for operators of networks; those at full efficiency are peak rates.
void print_compute(const ComputeRates& compute) {
  print_list("matrix operations", by_kernel(compute.matrix));
  print_list("vector operations", by_kernel(compute.vector));
  print_list("special functions", by_kernel(compute.special));
  std::vector<std::string> shares;
  for (const auto& [kind, share] : compute.efficiency) {
    shares.push_back(fmt::format("{} {:.4g} %", kind, 100 * share));
  }
  print_list("efficiency", shares);
  print_list("half of the efficiency at", by_kernel(compute.half_work));
}

/// Overheads of a cluster's elements, as text.
std::vector<std::string> overheads_of(const Overheads& overheads) {
  std::vector<std::string> items;
  const auto add = [&](const char* what, Duration time) {
    if (time > Duration{}) items.push_back(what + (" " + format(time)));
  };
  add("launch", overheads.launch);
  if (!overheads.host.empty()) items.back() += " by " + overheads.host;
  add("setup", overheads.setup);
  add("preparation", overheads.preparation);
  add("synchronisation", overheads.synchronisation);
  add("reconfiguration", overheads.reconfiguration.time);
  for (const auto& [kernel, work] : overheads.tile) {
    items.push_back("tiles of " + format(work) + " for " + kernel);
  }
  if (overheads.batching.is_on()) {
    items.push_back(fmt::format("batches of up to {}", overheads.batching.up_to));
  }
  return items;
}

/// Powers that a cluster draws besides those of its elements, and what waiting elements draw.
std::vector<std::string> powers_of(const PowerConfig& power, const OperatingPoint& fastest) {
  std::vector<std::string> items;
  if (fastest.awake > Watts{}) {
    items.push_back(brief(fastest.awake) + " of the cluster while it is awake");
  }
  if (power.stalled != 1) {
    items.push_back(fmt::format("{:.4g} % of the dynamic power while a task waits for memory",
                                power.stalled * 100));
  }
  return items;
}

void print_cluster(const ClusterConfig& cluster, const Cluster& built) {
  const OperatingPoint& fastest = built.points.back();
  const std::size_t count = built.elements.size();
  kairos::print("  {:<14} {:>2} x {:<12} {} ({}), {} if all are busy, {}{}\n", cluster.name, count,
                cluster.kind, format(fastest.frequency),
                counted(built.points.size(), "operating point"),
                brief(fastest.power.back().busy * static_cast<double>(count)),
                counted(cluster.kernels.size() + cluster.throughput.size() +
                            (built.kernel_times ? built.kernel_times->size() : 0),
                        "kernel"),
                on_its_own_line(cluster.source));
  std::vector<std::string> clocks;
  for (const OperatingPoint& point : built.points) {
    clocks.push_back(format(point.frequency) + " at " + format(point.voltage));
  }
  if (!cluster.points.empty()) print_list("clocks", clocks);
  print_list("power", powers_of(cluster.power, fastest));
  print_list("throughput", by_kernel(built.throughput));
  print_compute(built.compute);
  print_list("before tasks", overheads_of(built.overheads));
}

/// The size of a memory, as in ", 512 kB that spill to hyperram".
std::string room_of(const MemoryConfig& memory) {
  if (!memory.size) return "";
  const std::string room = ", " + format(*memory.size);
  if (memory.spill_to) return room + " that spill to " + *memory.spill_to;
  return room + (memory.when_full == WhenFull::fail ? ", and no more" : "");
}

void print_memory(const MemoryConfig& memory) {
  kairos::print("  memory {:<12} {}{}{}{}\n", memory.name, format(memory.bandwidth),
                memory.peak ? " of a peak of " + format(*memory.peak) : "", room_of(memory),
                on_its_own_line(memory.source));
  for (const AgentConfig& agent : memory.agents) {
    kairos::print("      {} alone {}\n", agent.name, format(agent.bandwidth));
  }
  for (const JointConfig& group : memory.joint) {
    kairos::print("      {} together {}\n", joined(group.agents), format(group.bandwidth));
  }
}

void print_supply(const PlatformConfig& config) {
  for (const RailConfig& rail : config.rails) {
    kairos::print("  rail {:<14} {} over {} for {}\n", rail.name, format(rail.cap),
                  format(rail.period), joined(rail.clusters));
  }
  if (!config.battery) return;
  kairos::print("  battery {:<11} {:.4g} % full, {:.4g} % efficient\n",
                format(config.battery->capacity), 100 * config.battery->charge,
                100 * config.battery->efficiency);
}

void print_thermal(const PlatformConfig& config, const Platform& platform) {
  if (!config.thermal) return;
  const std::size_t blocks = config.thermal->floorplan.size();
  kairos::print("  thermal network of {} nodes{}, in air of {}{}\n",
                platform.thermal->network.nodes.size(),
                blocks > 0 ? fmt::format(" for {} blocks on a die", blocks) : "",
                format(platform.thermal->ambient), on_its_own_line(config.thermal->source));
  for (const ThermalZone& zone : platform.thermal->zones) {
    std::vector<std::string> slowed;
    for (const ClusterId c : zone.clusters) slowed.push_back(platform.clusters[c].name);
    kairos::print("      zone {}: trip at {}, slows {}\n", zone.name, format(zone.trip),
                  joined(slowed));
  }
}

void print_modes(const PlatformConfig& config) {
  if (config.modes.empty()) return;
  std::vector<std::string> names;
  for (const auto& mode : config.modes) {
    names.push_back(mode.first == config.mode ? mode.first + " (as described here)" : mode.first);
  }
  kairos::print("  modes: {}\n", joined(names));
}

void print_sources(const PlatformConfig& config) {
  if (config.sources.empty()) return;
  kairos::print("Where the figures come from:\n");
  for (const char* status : {"published", "derived", "assumed"}) {
    for (const SourceConfig& source : config.sources) {
      if (source.status != status) continue;
      kairos::print("  {:<9}  {} of {}: {}\n", status, joined(source.figures), joined(source.of),
                    source.from);
    }
  }
}

}  // namespace

void describe_platform(const std::string& name) {
  PlatformConfig config;
  Codec<PlatformConfig>::read(resolve(Value::scalar(name), Shelf::platforms), config);
  const Platform platform = config.build();
  kairos::print("{}: {}\n", config.name, config.description);
  if (!config.source.empty()) kairos::print("Source: {}\n", config.source);
  for (const ClusterConfig& cluster : config.clusters) {
    print_cluster(cluster,
                  platform.clusters[static_cast<ClusterId>(&cluster - config.clusters.data())]);
  }
  for (const MemoryConfig& memory : config.memory) print_memory(memory);
  for (const LinkConfig& link : config.links) {
    kairos::print("  link {:<14} {}{}\n", link.name, format(link.bandwidth),
                  on_its_own_line(link.source));
  }
  for (const NocConfig& noc : config.noc) {
    kairos::print("  {} {:<14} {} nodes, {} per link, {} per router{}\n", name_of(noc.topology),
                  noc.name, noc.nodes.size(), format(noc.bandwidth), format(noc.hop_latency),
                  on_its_own_line(noc.source));
  }
  for (const BackgroundConfig& background : config.background) {
    kairos::print("  background {:<8} {}{}\n", background.name, format(background.power),
                  on_its_own_line(background.source));
  }
  print_supply(config);
  print_thermal(config, platform);
  print_modes(config);
  print_sources(config);
}

}  // namespace kairos
