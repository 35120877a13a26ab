// Tests that every platform of the library states the source of each of its figures.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "experiments/library.hpp"
#include "platforms/platform_spec.hpp"

namespace kairos {
namespace {

PlatformSpec platform_called(const std::string& name) {
  PlatformSpec spec;
  Codec<PlatformSpec>::read(resolve(Value::scalar(name), Shelf::platforms), spec);
  return spec;
}

/// The names of all figures, such as "A15 clocks" or "dram bandwidth".
std::set<std::string> figures_of(const PlatformSpec& spec) {
  std::set<std::string> figures;
  const auto add = [&](const std::string& part, const char* figure, bool is_there = true) {
    if (is_there) figures.insert(part + " " + figure);
  };
  for (const ClusterSpec& cluster : spec.clusters) {
    add(cluster.name, "clocks", !cluster.points.empty());
    add(cluster.name, "voltages", !cluster.points.empty());
    add(cluster.name, "power");
    add(cluster.name, "throughput", !cluster.throughput.empty());
    add(cluster.name, "kernels", !cluster.kernels.empty());
    add(cluster.name, "leakage", !cluster.power.leakage.is_none());
    add(cluster.name, "transition", cluster.transition.latency > Duration{});
    add(cluster.name, "behaviour", cluster.overheads.sets_up());
  }
  for (const LinkSpec& link : spec.links) {
    add(link.name, "bandwidth");
    add(link.name, "energy", link.energy > JoulesPerByte{});
  }
  for (const MemorySpec& memory : spec.memory) {
    add(memory.name, "bandwidth");
    add(memory.name, "size", memory.size.has_value());
    add(memory.name, "latency", memory.latency > Duration{});
    add(memory.name, "energy", memory.energy > JoulesPerByte{});
  }
  for (const BackgroundSpec& background : spec.background) add(background.name, "power");
  for (const NocSpec& noc : spec.noc) {
    add(noc.name, "bandwidth");
    add(noc.name, "latency");
  }
  for (const PathSpec& path : spec.paths) {
    add("paths", "latency", path.latency > Duration{});
    add("paths", "bandwidth", path.bandwidth.has_value());
  }
  add("battery", "capacity", spec.battery.has_value());
  add("thermal", "network", spec.thermal.has_value());
  add("thermal", "trips", spec.thermal.has_value());
  for (const auto& mode : spec.modes) {
    add("modes", "clocks", !mode.second.clusters.empty());
    add("modes", "bandwidth", !mode.second.memory.empty());
  }
  return figures;
}

class PlatformLibrary : public ::testing::TestWithParam<std::string> {};

TEST_P(PlatformLibrary, SaysWhereEachFigureComesFrom) {
  const PlatformSpec spec = platform_called(GetParam());
  std::set<std::string> missing = figures_of(spec);
  for (const SourceSpec& source : spec.sources) {
    for (const std::string& part : source.of) {
      for (const std::string& figure : source.figures) {
        missing.erase(std::string(part).append(" ").append(figure));
      }
    }
  }
  EXPECT_EQ(missing, std::set<std::string>{});
}

TEST_P(PlatformLibrary, BuildsInEveryMode) {
  PlatformSpec spec = platform_called(GetParam());
  const Platform whole = spec.build();
  for (const auto& mode : spec.modes) {
    spec.mode = mode.first;
    EXPECT_LE(spec.build().elements.size(), whole.elements.size()) << mode.first;
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
