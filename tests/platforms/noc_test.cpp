#include "platforms/noc.hpp"

#include <gtest/gtest.h>

#include "platforms/platform_config.hpp"
#include "tests/support/platform_configs.hpp"

namespace kairos {
namespace {

using namespace literals;
using namespace kairos::testing;

NocConfig noc(Topology topology, std::size_t nodes, std::uint64_t width = 0) {
  NocConfig config;
  config.topology = topology;
  config.bandwidth = BytesPerSecond(1e9);
  config.hop_latency = 3_ns;
  config.width = width;
  for (std::size_t i = 0; i < nodes; ++i) config.nodes.push_back({std::to_string(i)});
  return config;
}

/// The names of the links of a way.
std::vector<std::string> names_of(const Noc::Way& way, const Interconnect& interconnect) {
  std::vector<std::string> names;
  for (const LinkId link : way.links) names.push_back(interconnect.links[link].name);
  return names;
}

using Names = std::vector<std::string>;

TEST(Noc, ABusIsOneLinkForAll) {
  Interconnect interconnect;
  const Noc bus(noc(Topology::bus, 3), interconnect);
  EXPECT_EQ(interconnect.links.size(), 1U);
  EXPECT_EQ(names_of(bus.way(0, 2), interconnect), Names{"noc"});
  EXPECT_EQ(bus.way(0, 2).latency, 3_ns);
}

TEST(Noc, ACrossbarHasALinkInAndOutPerNode) {
  Interconnect interconnect;
  const Noc crossbar(noc(Topology::crossbar, 4), interconnect);
  EXPECT_EQ(interconnect.links.size(), 8U);
  EXPECT_EQ(names_of(crossbar.way(3, 1), interconnect), (Names{"noc.3.out", "noc.1.in"}));
  EXPECT_EQ(crossbar.way(3, 1).latency, 3_ns);
}

/// On a ring of five nodes, two steps back are shorter than three steps ahead.
TEST(Noc, ARingGoesTheShorterWay) {
  Interconnect interconnect;
  const Noc ring(noc(Topology::ring, 5), interconnect);
  EXPECT_EQ(interconnect.links.size(), 20U);
  EXPECT_EQ(names_of(ring.way(1, 4), interconnect),
            (Names{"noc.1.out", "noc.1>0", "noc.0>4", "noc.4.in"}));
  EXPECT_EQ(ring.way(1, 4).latency, 9_ns);
}

TEST(Noc, AnEvenRingGoesClockwiseWhenBothWaysAreEqual) {
  Interconnect interconnect;
  const Noc ring(noc(Topology::ring, 4), interconnect);
  EXPECT_EQ(names_of(ring.way(3, 1), interconnect),
            (Names{"noc.3.out", "noc.3>0", "noc.0>1", "noc.1.in"}));
}

/// A mesh of 3 x 2 has nodes 0 1 2 above 3 4 5. It has 7 pairs of links between neighbours and 6
/// pairs of ports.
TEST(Noc, AMeshGoesAlongTheRowFirst) {
  Interconnect interconnect;
  const Noc mesh(noc(Topology::mesh, 6, 3), interconnect);
  EXPECT_EQ(interconnect.links.size(), 26U);
  EXPECT_EQ(names_of(mesh.way(0, 5), interconnect),
            (Names{"noc.0.out", "noc.0>1", "noc.1>2", "noc.2>5", "noc.5.in"}));
  EXPECT_EQ(names_of(mesh.way(5, 0), interconnect),
            (Names{"noc.5.out", "noc.5>4", "noc.4>3", "noc.3>0", "noc.0.in"}));
  EXPECT_EQ(mesh.way(0, 5).latency, 12_ns);
  EXPECT_EQ(mesh.way(4, 4).latency, 3_ns);
}

TEST(Noc, RefusesAMeshWithGaps) {
  try {
    noc(Topology::mesh, 5, 3).check({});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "mesh 'noc' has 5 nodes in rows of 3; set 'width' so that all rows are full, with "
                 "[] for empty nodes");
  }
}

/// Two processors and a memory, each at one or more nodes of a ring.
Platform on_a_ring(std::vector<std::vector<std::string>> nodes) {
  PlatformConfig config;
  config.clusters = {cluster("cpu", 2)};
  config.clusters[0].memory = {"dram"};
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(5e8);
  config.memory = {dram};
  config.noc = {noc(Topology::ring, nodes.size())};
  config.noc[0].nodes = std::move(nodes);
  return config.build();
}

Names memory_route(const Platform& platform, ElementId element) {
  Names crossed;
  for (const LinkId link : platform.memory_route(element)) {
    crossed.push_back(platform.interconnect.links[link].name);
  }
  return crossed;
}

/// Memory traffic of cpu_1, which is at node 1, leaves the memory at node 2.
TEST(Noc, LeadsMemoryTrafficThroughTheNetwork) {
  const Platform platform = on_a_ring({{"cpu_0"}, {"cpu_1"}, {"dram"}});
  EXPECT_EQ(memory_route(platform, ElementId{1}),
            (Names{"noc.dram.out", "noc.dram>cpu_1", "noc.cpu_1.in", "dram"}));
  const Route& route = platform.interconnect.route(ElementId{0}, ElementId{1});
  EXPECT_EQ(route.time_alone(Bytes(1000)), 6_ns + 1_us);
}

/// On a ring of four with the memory at nodes 0 and 2, cpu_1 is at node 2 itself and cpu_0 is one
/// hop from both.
TEST(Noc, LeadsToTheNearestNodeOfAMemory) {
  const Platform platform = on_a_ring({{"dram"}, {"cpu_0"}, {"cpu_1", "dram"}, {}});
  EXPECT_EQ(memory_route(platform, ElementId{0}),
            (Names{"noc.0.out", "noc.0>cpu_0", "noc.cpu_0.in", "dram"}));
  EXPECT_EQ(memory_route(platform, ElementId{1}), (Names{"noc.cpu_1.out", "noc.cpu_1.in", "dram"}));
}

TEST(Noc, RefusesTwoNetworksOfOneName) {
  PlatformConfig config;
  config.clusters = {cluster("cpu", 2)};
  config.noc = {noc(Topology::bus, 2), noc(Topology::bus, 2)};
  config.noc[0].nodes = config.noc[1].nodes = {{"cpu_0"}, {"cpu_1"}};
  EXPECT_EQ(
      message_of(config),
      "network 'noc' adds a link 'noc', which already exists; give the network its own 'name'");
}

TEST(Noc, RefusesAnElementAtTwoNodes) {
  PlatformConfig config;
  config.clusters = {cluster("cpu", 2)};
  config.noc = {noc(Topology::bus, 2)};
  config.noc[0].nodes = {{"cpu"}, {"cpu_1"}};
  EXPECT_THROW(static_cast<void>(config.build()), InputError);
}

}  // namespace
}  // namespace kairos
