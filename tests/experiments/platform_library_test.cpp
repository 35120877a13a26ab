// Tests that every platform of the library states the source of each of its figures.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "experiments/files/library.hpp"
#include "platforms/platform_config.hpp"

namespace kairos {
namespace {

PlatformConfig platform_called(const std::string& name) {
  PlatformConfig config;
  Codec<PlatformConfig>::read(resolve(Value::scalar(name), Shelf::platforms), config);
  return config;
}

/// The names of all figures, such as "A15 clocks" or "dram bandwidth".
std::set<std::string> figures_of(const PlatformConfig& config) {
  std::set<std::string> figures;
  const auto add = [&](const std::string& part, const char* figure, bool is_there = true) {
    if (is_there) figures.insert(part + " " + figure);
  };
  for (const ClusterConfig& cluster : config.clusters) {
    add(cluster.name, "clocks", !cluster.points.empty());
    add(cluster.name, "voltages", !cluster.points.empty());
    add(cluster.name, "power");
    add(cluster.name, "throughput", !cluster.throughput.empty());
    add(cluster.name, "compute", cluster.compute.is_on());
    add(cluster.name, "kernels", !cluster.kernels.empty());
    add(cluster.name, "leakage", !cluster.power.leakage.is_none());
    add(cluster.name, "transition", cluster.transition.latency > Duration{});
    add(cluster.name, "behaviour", cluster.overheads.sets_up());
  }
  for (const LinkConfig& link : config.links) {
    add(link.name, "bandwidth");
    add(link.name, "energy", link.energy > JoulesPerByte{});
  }
  for (const MemoryConfig& memory : config.memory) {
    add(memory.name, "bandwidth");
    add(memory.name, "size", memory.size.has_value());
    add(memory.name, "latency", memory.latency > Duration{});
    add(memory.name, "energy", memory.energy > JoulesPerByte{});
  }
  for (const BackgroundConfig& background : config.background) add(background.name, "power");
  for (const NocConfig& noc : config.noc) {
    add(noc.name, "bandwidth");
    add(noc.name, "latency");
  }
  for (const PathConfig& path : config.paths) {
    add("paths", "latency", path.latency > Duration{});
    add("paths", "bandwidth", path.bandwidth.has_value());
  }
  add("battery", "capacity", config.battery.has_value());
  add("thermal", "network", config.thermal.has_value());
  add("thermal", "trips", config.thermal.has_value());
  for (const auto& mode : config.modes) {
    add("modes", "clocks", !mode.second.clusters.empty());
    add("modes", "bandwidth", !mode.second.memory.empty());
  }
  return figures;
}

class PlatformLibrary : public ::testing::TestWithParam<std::string> {};

TEST_P(PlatformLibrary, SaysWhereEachFigureComesFrom) {
  const PlatformConfig config = platform_called(GetParam());
  std::set<std::string> missing = figures_of(config);
  for (const SourceConfig& source : config.sources) {
    for (const std::string& part : source.of) {
      for (const std::string& figure : source.figures) {
        missing.erase(std::string(part).append(" ").append(figure));
      }
    }
  }
  EXPECT_EQ(missing, std::set<std::string>{});
}

TEST_P(PlatformLibrary, BuildsInEveryMode) {
  PlatformConfig config = platform_called(GetParam());
  const Platform whole = config.build();
  for (const auto& mode : config.modes) {
    config.mode = mode.first;
    EXPECT_LE(config.build().elements.size(), whole.elements.size()) << mode.first;
  }
}

/// Tensors that a GPU spills cross the same link as its results; tensors that it reads back cross
/// the other.
TEST(Hosts, SpillUpAndReadBackDown) {
  for (const char* name : {"host_a100", "host_h100", "host_gh200"}) {
    const Platform host = platform_called(name).build();
    const auto links_of = [&](const Route& route) {
      std::set<LinkId> links;
      for (const LinkId link : host.interconnect.links_of(route)) links.insert(link);
      return links;
    };
    const auto gpu = std::ranges::find(host.clusters, "gpu", &Cluster::name);
    const MemoryTier& dram = host.memories[*gpu->home].tiers.at(1);
    const ElementId cpu{0};
    std::set<LinkId> out = links_of(host.interconnect.route(gpu->elements[0], cpu));
    std::set<LinkId> back = links_of(host.interconnect.route(cpu, gpu->elements[0]));
    EXPECT_NE(out, back) << name;
    for (const LinkId link : gpu->memory_route) {
      out.insert(link);
      back.insert(link);
    }
    EXPECT_EQ(links_of(dram.out), out) << name;
    EXPECT_EQ(links_of(dram.back), back) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, PlatformLibrary, ::testing::ValuesIn(shelf_names(Shelf::platforms)),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace kairos
