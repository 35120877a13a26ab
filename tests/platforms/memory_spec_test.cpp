#include "platforms/memory_spec.hpp"

#include <gtest/gtest.h>

#include "platforms/platform_spec.hpp"

namespace kairos {
namespace {

BytesPerSecond gb(double rate) {
  return BytesPerSecond(rate * 1e9);
}

MemorySpec phone_memory() {
  MemorySpec dram;
  dram.name = "dram";
  dram.bandwidth = gb(61.9);
  dram.peak = gb(68);
  dram.agents = {
      {"cpu", {"big", "little"}, gb(42), {}}, {"gpu", {}, gb(43.3), {}}, {"npu", {}, gb(42), {}}};
  dram.joint = {{{"gpu", "npu"}, gb(59.5), {}}};
  return dram;
}

PlatformSpec phone() {
  PlatformSpec spec;
  for (const char* name : {"big", "little", "gpu", "npu"}) {
    ClusterSpec cluster;
    cluster.name = name;
    cluster.kind = "cpu";
    cluster.memory = {"dram"};
    spec.clusters.push_back(cluster);
  }
  PathSpec path;
  path.from = path.to = {"all"};
  path.over = {"dram"};
  spec.paths = {path};
  spec.memory = {phone_memory()};
  return spec;
}

std::vector<std::string> route_names(const Platform& platform, std::uint32_t cluster) {
  std::vector<std::string> names;
  for (const LinkId link : platform.clusters[ClusterId{cluster}].memory_route) {
    names.push_back(platform.interconnect.links[link].name);
  }
  return names;
}

std::string message_of(const MemorySpec& spec) {
  try {
    spec.check({});
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(MemorySpec, MakesALinkOfEveryRate) {
  const Platform platform = phone().build();
  using Names = std::vector<std::string>;
  EXPECT_EQ(route_names(platform, 0), (Names{"dram.cpu", "dram"}));
  EXPECT_EQ(route_names(platform, 1), (Names{"dram.cpu", "dram"}));
  EXPECT_EQ(route_names(platform, 2), (Names{"dram.gpu", "dram.gpu+npu", "dram"}));
  EXPECT_EQ(platform.interconnect.links[LinkId{4}].name, "dram.gpu+npu");
  EXPECT_DOUBLE_EQ(platform.interconnect.links[LinkId{4}].bandwidth.value(), 59.5e9);
}

TEST(MemorySpec, RefusesRatesThatContradictEachOther) {
  EXPECT_EQ(message_of(phone_memory()), "");
  MemorySpec spec = phone_memory();
  spec.bandwidth = gb(70);
  EXPECT_EQ(message_of(spec),
            "memory 'dram' is at 70 GB/s, which is above the 68 GB/s of the peak rate; lower the "
            "former or raise the latter");
  spec = phone_memory();
  spec.joint[0].bandwidth = gb(65);
  EXPECT_NE(message_of(spec).find("above the 61.9 GB/s of all agents together"), std::string::npos);
  spec.joint[0].bandwidth = gb(43);
  EXPECT_NE(message_of(spec).find("agent 'gpu' alone is at 43.3 GB/s, which is above the 43 GB/s"),
            std::string::npos);
}

TEST(MemorySpec, RefusesUnknownAgents) {
  MemorySpec spec = phone_memory();
  spec.joint[0].agents = {"gpu", "npv"};
  EXPECT_EQ(message_of(spec), "unknown agent 'npv'; did you mean 'npu'?");
  spec = phone_memory();
  spec.agents[1].clusters = {"big"};
  EXPECT_NE(message_of(spec).find("belongs to two agents"), std::string::npos);
}

TEST(MemorySpec, RefusesAnAgentThatDoesNotUseIt) {
  PlatformSpec spec = phone();
  spec.clusters[3].memory.clear();
  EXPECT_THROW(static_cast<void>(spec.build()), InputError);
}

}  // namespace
}  // namespace kairos
