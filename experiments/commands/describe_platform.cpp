// kairos describe platform NAME: its parts, their figures and where those come from.
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/library.hpp"
#include "platforms/platform_spec.hpp"

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

void print_cluster(const ClusterSpec& cluster, const Cluster& built) {
  const OperatingPoint& fastest = built.points.back();
  const std::size_t count = built.elements.size();
  fmt::print("  {:<14} {:>2} x {:<12} {} at {} point(s), all busy {}, {} kernels{}\n", cluster.name,
             count, cluster.kind, format(fastest.frequency), built.points.size(),
             format(fastest.power.back().busy * static_cast<double>(count)),
             cluster.kernels.size() + cluster.throughput.size(), on_its_own_line(cluster.source));
}

/// ", 512 kB that spill to hyperram"
std::string room_of(const MemorySpec& memory) {
  if (!memory.size) return "";
  const std::string room = ", " + format(*memory.size);
  if (memory.spill_to) return room + " that spill to " + *memory.spill_to;
  return room + (memory.when_full == "fail" ? ", and no more" : "");
}

void print_memory(const MemorySpec& memory) {
  fmt::print("  memory {:<12} {}{}{}{}\n", memory.name, format(memory.bandwidth),
             memory.peak ? " of a peak of " + format(*memory.peak) : "", room_of(memory),
             on_its_own_line(memory.source));
  for (const AgentSpec& agent : memory.agents) {
    fmt::print("      {} alone {}\n", agent.name, format(agent.bandwidth));
  }
  for (const JointSpec& group : memory.joint) {
    fmt::print("      {} together {}\n", joined(group.agents), format(group.bandwidth));
  }
}

void print_modes(const PlatformSpec& spec) {
  if (spec.modes.empty()) return;
  std::vector<std::string> names;
  for (const auto& mode : spec.modes) {
    names.push_back(mode.first == spec.mode ? mode.first + " (as described here)" : mode.first);
  }
  fmt::print("  modes: {}\n", joined(names));
}

void print_sources(const PlatformSpec& spec) {
  if (spec.sources.empty()) return;
  fmt::print("Where the figures come from:\n");
  for (const char* status : {"published", "derived", "assumed"}) {
    for (const SourceSpec& source : spec.sources) {
      if (source.status != status) continue;
      fmt::print("  {:<9}  {} of {}: {}\n", status, joined(source.figures), joined(source.of),
                 source.from);
    }
  }
}

}  // namespace

void describe_platform(const std::string& name) {
  PlatformSpec spec;
  Codec<PlatformSpec>::read(resolve(Value::scalar(name), Shelf::platforms), spec);
  const Platform platform = spec.build();
  fmt::print("{}: {}\n", spec.name, spec.description);
  if (!spec.source.empty()) fmt::print("Source: {}\n", spec.source);
  for (const ClusterSpec& cluster : spec.clusters) {
    print_cluster(cluster,
                  platform.clusters[static_cast<ClusterId>(&cluster - spec.clusters.data())]);
  }
  for (const MemorySpec& memory : spec.memory) print_memory(memory);
  for (const LinkSpec& link : spec.links) {
    fmt::print("  link {:<14} {}{}\n", link.name, format(link.bandwidth),
               on_its_own_line(link.source));
  }
  for (const NocSpec& noc : spec.noc) {
    fmt::print("  {} {:<14} {} nodes, {} per link, {} per router{}\n", noc.topology, noc.name,
               noc.nodes.size(), format(noc.bandwidth), format(noc.hop_latency),
               on_its_own_line(noc.source));
  }
  for (const BackgroundSpec& background : spec.background) {
    fmt::print("  background {:<8} {}{}\n", background.name, format(background.power),
               on_its_own_line(background.source));
  }
  print_modes(spec);
  print_sources(spec);
}

}  // namespace kairos
