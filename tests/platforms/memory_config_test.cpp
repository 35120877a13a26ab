#include "platforms/memory_config.hpp"

#include <gtest/gtest.h>

#include "platforms/platform_config.hpp"

namespace kairos {
namespace {

BytesPerSecond gb(double rate) {
  return BytesPerSecond(rate * 1e9);
}

MemoryConfig phone_memory() {
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = gb(61.9);
  dram.peak = gb(68);
  dram.agents = {
      {"cpu", {"big", "little"}, gb(42), {}}, {"gpu", {}, gb(43.3), {}}, {"npu", {}, gb(42), {}}};
  dram.joint = {{{"gpu", "npu"}, gb(59.5), {}}};
  return dram;
}

PlatformConfig phone() {
  PlatformConfig config;
  for (const char* name : {"big", "little", "gpu", "npu"}) {
    ClusterConfig cluster;
    cluster.name = name;
    cluster.kind = "cpu";
    cluster.memory = {"dram"};
    config.clusters.push_back(cluster);
  }
  PathConfig path;
  path.from = path.to = {"all"};
  path.over = {"dram"};
  config.paths = {path};
  config.memory = {phone_memory()};
  return config;
}

std::vector<std::string> route_names(const Platform& platform, std::uint32_t cluster) {
  std::vector<std::string> names;
  for (const LinkId link : platform.clusters[ClusterId{cluster}].memory_route) {
    names.push_back(platform.interconnect.links[link].name);
  }
  return names;
}

std::string message_of(const MemoryConfig& config) {
  try {
    config.check({});
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(MemoryConfig, MakesALinkOfEveryRate) {
  const Platform platform = phone().build();
  using Names = std::vector<std::string>;
  EXPECT_EQ(route_names(platform, 0), (Names{"dram.cpu", "dram"}));
  EXPECT_EQ(route_names(platform, 1), (Names{"dram.cpu", "dram"}));
  EXPECT_EQ(route_names(platform, 2), (Names{"dram.gpu", "dram.gpu+npu", "dram"}));
  EXPECT_EQ(platform.interconnect.links[LinkId{4}].name, "dram.gpu+npu");
  EXPECT_DOUBLE_EQ(platform.interconnect.links[LinkId{4}].bandwidth.value(), 59.5e9);
}

TEST(MemoryConfig, RefusesRatesThatContradictEachOther) {
  EXPECT_EQ(message_of(phone_memory()), "");
  MemoryConfig config = phone_memory();
  config.bandwidth = gb(70);
  EXPECT_EQ(message_of(config),
            "memory 'dram' is at 70 GB/s, which is above the 68 GB/s of the peak rate; lower the "
            "former or raise the latter");
  config = phone_memory();
  config.joint[0].bandwidth = gb(65);
  EXPECT_NE(message_of(config).find("above the 61.9 GB/s of all agents together"),
            std::string::npos);
  config.joint[0].bandwidth = gb(43);
  EXPECT_NE(
      message_of(config).find("agent 'gpu' alone is at 43.3 GB/s, which is above the 43 GB/s"),
      std::string::npos);
}

TEST(MemoryConfig, RefusesUnknownAgents) {
  MemoryConfig config = phone_memory();
  config.joint[0].agents = {"gpu", "npv"};
  EXPECT_EQ(message_of(config), "unknown agent 'npv'; did you mean 'npu'?");
  config = phone_memory();
  config.agents[1].clusters = {"big"};
  EXPECT_NE(message_of(config).find("belongs to two agents"), std::string::npos);
}

TEST(MemoryConfig, RefusesAnAgentThatDoesNotUseIt) {
  PlatformConfig config = phone();
  config.clusters[3].memory.clear();
  EXPECT_THROW(static_cast<void>(config.build()), InputError);
}

}  // namespace
}  // namespace kairos
