#include <gtest/gtest.h>

#include "sim/cost/cost_table.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// An element of 1 Top/s with 40 GB/s to memory.
Platform roofline_platform() {
  PlatformConfig config;
  LinkConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(40e9);
  config.links = {dram};
  ClusterConfig npu;
  npu.name = "npu";
  npu.kind = "npu";
  npu.count = 2;
  npu.throughput = {{"conv", OperationsPerSecond(1e12)}};
  npu.memory = {"dram"};
  config.clusters = {npu};
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e12);
  config.paths = {path};
  return config.build();
}

Scenario two_convolutions() {
  JobGraph::Builder builder("job");
  builder.add({"a", "conv", Operations(2e9), Bytes(100e6)});
  builder.add({"b", "conv", Operations(2e9), Bytes(100e6)});
  Scenario s = scenario(roofline_platform(), builder.build());
  s.cost = Choice<CostModel>("roofline").make();
  return s;
}

/// The worked example of roofline.cpp: 2.5 ms alone, 5 ms if two tasks share the memory.
TEST(Roofline, TasksShareTheMemory) {
  const Scenario s = two_convolutions();
  const CostTable costs(s.platform, s.workload, *s.cost);
  EXPECT_EQ(costs.alone(0, ElementId{0}), 2500_us);
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(5_ms));
}

TEST(Roofline, RefusesAKernelWithoutThroughput) {
  Scenario s = scenario(roofline_platform(), graph("job").task("fft").build());
  s.cost = Choice<CostModel>("roofline").make();
  EXPECT_THROW(CostTable(s.platform, s.workload, *s.cost), InputError);
}

}  // namespace
}  // namespace kairos
