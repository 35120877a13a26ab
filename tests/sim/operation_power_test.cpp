// Tests the energy of the operations of operators, and batches by demand.
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/base/registry.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/metrics.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// A product of one row with 1000 x 1000 weights in int8: 2 Mop and 1 MB of weights.
Task product(const std::string& name) {
  auto demand = std::make_shared<Demand>();
  demand->operations[static_cast<std::size_t>(ComputeUnit::matrix)] = 2e6;
  demand->weights = Bytes(1e6);
  demand->type = DataType::int8;
  demand->axes = {{"rows", 1}};
  Task task{name, "matrix_product", Operations(2e6), Bytes(1e6)};
  task.demand = std::move(demand);
  return task;
}

/// An NPU of 2 Gop/s that draws 1 W, and 0.5 nJ for each operation on top of it.
PlatformConfig npu() {
  ClusterConfig cluster;
  cluster.name = cluster.kind = "npu";
  cluster.points = {{Hertz(1e9), Volts(1)}};
  cluster.power.busy = Watts(1);
  cluster.compute.matrix = {{"int8", OperationsPerSecond(2e9)}};
  cluster.compute.energy.matrix = {{"int8", JoulesPerOperation(0.5e-9)}};
  PlatformConfig config;
  config.name = "chip";
  config.clusters = {cluster};
  return config;
}

Scenario roofline(const PlatformConfig& platform, const std::shared_ptr<const JobGraph>& graph,
                  const std::vector<Duration>& arrivals = {Duration{}}) {
  Scenario made = scenario(platform.build(), graph, arrivals);
  made.cost = Registry<CostModel>::find("roofline", {}).make(Value::map());
  return made;
}

std::shared_ptr<const JobGraph> one_product() {
  JobGraph::Builder builder("job");
  builder.add(product("q"));
  return builder.build();
}

/// 1 ms at 1 W, and 2 Mop at 0.5 nJ: 1 mJ each.
TEST(OperationPower, ComesOnTopOfTheElement) {
  const RunResult result = run_with(roofline(npu(), one_product()), "first_come");
  EXPECT_EQ(result.end, Time(1_ms));
  EXPECT_NEAR(find_task(result, 0).energy.value(), 2e-3, 1e-12);
}

/// Two elements share a memory, so that each takes 2 ms. The energy of operations stays the same.
TEST(OperationPower, DoesNotGrowWithContention) {
  PlatformConfig platform = npu();
  platform.clusters.front().count = 2;
  platform.clusters.front().memory = {"dram"};
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(1e9);
  platform.memory = {dram};
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e12);
  platform.paths = {path};
  JobGraph::Builder builder("job");
  builder.add(product("left"));
  builder.add(product("right"));
  const RunResult result = run_with(roofline(platform, builder.build()), "earliest_finish");
  EXPECT_EQ(result.end, Time(2_ms));
  EXPECT_NEAR(find_task(result, 0).energy.value() + find_task(result, 1).energy.value(),
              2 * (2e-3 + 1e-3), 1e-12);
}

/// At half the clock and 0.8 of the voltage, the element draws 0.32 W for 2 ms, and an operation
/// takes 0.64 of its energy.
TEST(OperationPower, FollowsTheVoltage) {
  PlatformConfig platform = npu();
  platform.clusters.front().points = {{Hertz(0.5e9), Volts(0.8)}, {Hertz(1e9), Volts(1)}};
  Scenario slow = roofline(platform, one_product());
  slow.governors.frequency.push_back(Choice<FrequencyGovernor>("powersave"));
  const RunResult result = run_with(slow, "first_come");
  EXPECT_EQ(result.end, Time(2_ms));
  EXPECT_NEAR(find_task(result, 0).energy.value(), 0.64e-3 + 0.64e-3, 1e-12);
}

/// Four requests read their weights once: 1 MB at 1 GB/s takes longer than 4 x 2 Mop at 10 Gop/s.
/// Together with the request before them they move 2 MB, and 5 MB if each reads its own weights.
TEST(BatchByDemand, ReadsWeightsOnce) {
  PlatformConfig platform = npu();
  ClusterConfig& cluster = platform.clusters.front();
  cluster.compute.matrix = {{"int8", OperationsPerSecond(10e9)}};
  cluster.memory = {"dram"};
  cluster.overheads.batching = {4, 0, BatchTime::demand};
  cluster.overheads.launch = 1_us;
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(1e9);
  platform.memory = {dram};
  // The first request runs alone; the other four wait for it and form a batch.
  const Scenario requests = roofline(platform, one_product(), {Duration{}, 1_us, 1_us, 1_us, 1_us});
  EXPECT_EQ(run_with(requests, "earliest_finish").end, Time(2_ms + 2_us));
  EXPECT_NEAR(*metric(requests, "memory_traffic_bytes_per_s"), 2e6 / 2.002e-3, 1);
  cluster.overheads.batching.by = BatchTime::shares;
  const Scenario apart = roofline(platform, one_product(), {Duration{}, 1_us, 1_us, 1_us, 1_us});
  EXPECT_EQ(run_with(apart, "earliest_finish").end, Time(5_ms + 2_us));
  EXPECT_NEAR(*metric(apart, "memory_traffic_bytes_per_s"), 5e6 / 5.002e-3, 1);
}

}  // namespace
}  // namespace kairos
