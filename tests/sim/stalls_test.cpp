// Tests the power of elements whose tasks wait for memory, with numbers worked out by hand.
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/base/registry.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Elements of 1 Top/s that draw 5 W, and 40 % of it while they wait for the 40 GB/s of the memory
/// that they share.
PlatformConfig chip_with_memory(std::uint64_t count) {
  ClusterConfig cluster;
  cluster.name = cluster.kind = "npu";
  cluster.count = count;
  cluster.points = {{Hertz(0.5e9), Volts(1)}, {Hertz(1e9), Volts(1)}};
  cluster.power.busy = Watts(5);
  cluster.power.stalled = 0.4;
  cluster.throughput = {{"any", OperationsPerSecond(1e12)}};
  cluster.kernels = {{"k", 2500_us}};
  cluster.memory = {"dram"};
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(40e9);
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e12);
  PlatformConfig config;
  config.name = "chip";
  config.clusters = {cluster};
  config.memory = {dram};
  config.paths = {path};
  return config;
}

/// A job of independent tasks of 2 Gop, which compute for 2 ms.
std::shared_ptr<const JobGraph> tasks(std::size_t count, Bytes memory) {
  JobGraph::Builder builder("job");
  for (std::size_t i = 0; i < count; ++i) {
    builder.add(Task{"t" + std::to_string(i), "k", Operations(2e9), memory});
  }
  return builder.build();
}

Scenario roofline(const PlatformConfig& platform, const std::shared_ptr<const JobGraph>& graph) {
  Scenario made = scenario(platform.build(), graph);
  made.cost = Registry<CostModel>::find("roofline", {}).make(Value::map());
  return made;
}

double joules(const RunResult& result, std::uint32_t task) {
  return find_task(result, task).energy.value();
}

/// The worked example of sim/engine/stalls.hpp: 2 ms at 5 W and 0.5 ms at 2 W.
TEST(Stalls, DrawTheStatedShareOfThePower) {
  const RunResult result = run_with(roofline(chip_with_memory(1), tasks(1, Bytes(100e6))), "heft");
  EXPECT_EQ(result.end, Time(2500_us));
  EXPECT_NEAR(joules(result, 0), 11e-3, 1e-12);
  EXPECT_NEAR(result.integral.value(), 11e-3, 1e-12);
}

/// 100 MB that two tasks read at 20 GB/s each take 5 ms: 2 ms at 5 W and 3 ms at 2 W.
TEST(Stalls, GrowWithContention) {
  const RunResult result =
      run_with(roofline(chip_with_memory(2), tasks(2, Bytes(100e6))), "earliest_finish");
  EXPECT_EQ(result.end, Time(5_ms));
  EXPECT_NEAR(joules(result, 0), 16e-3, 1e-12);
  EXPECT_NEAR(joules(result, 1), 16e-3, 1e-12);
  EXPECT_NEAR(result.integral.value(), 32e-3, 1e-12);
}

/// 10 MB move in 0.25 ms, while the task computes for 2 ms.
TEST(Stalls, DoNotOccurIfComputingTakesLonger) {
  const RunResult result = run_with(roofline(chip_with_memory(1), tasks(1, Bytes(10e6))), "heft");
  EXPECT_EQ(result.end, Time(2_ms));
  EXPECT_NEAR(joules(result, 0), 10e-3, 1e-12);
}

/// By default an element draws its whole power while its task waits.
TEST(Stalls, CostTheWholePowerByDefault) {
  PlatformConfig platform = chip_with_memory(1);
  platform.clusters[0].power.stalled = PowerConfig{}.stalled;
  const RunResult result = run_with(roofline(platform, tasks(1, Bytes(100e6))), "heft");
  EXPECT_NEAR(joules(result, 0), 12.5e-3, 1e-12);
}

/// Half of the task is done after 1.25 ms at 4.4 W. At half the clock, 50 MB at 25 GB/s take 2 ms,
/// in which the element computes all the time at 2.5 W.
TEST(Stalls, FollowTheClock) {
  Scenario s = roofline(chip_with_memory(1), tasks(1, Bytes(100e6)));
  s.incidents.push_back({Time(1250_us), Incident::Kind::point, ClusterId{0}, 0, {}});
  const RunResult result = run_with(s, "heft");
  EXPECT_EQ(result.end, Time(3250_us));
  EXPECT_NEAR(joules(result, 0), 4.4 * 1.25e-3 + 2.5 * 2e-3, 1e-12);
}

/// An idle element draws 3 W, so one that waits does not draw less: 2 ms at 5 W, 0.5 ms at 3 W.
TEST(Stalls, DrawAtLeastTheIdlePower) {
  PlatformConfig platform = chip_with_memory(1);
  platform.clusters[0].points = {{Hertz(1e9), Volts(1)}};
  platform.clusters[0].power.idle = Watts(3);
  const RunResult result = run_with(roofline(platform, tasks(1, Bytes(100e6))), "heft");
  EXPECT_NEAR(joules(result, 0), 11.5e-3, 1e-12);
}

/// The power of the awake cluster, 1 W for 2.5 ms, is drawn in full.
TEST(Stalls, DoNotReduceThePowerOfTheAwakeCluster) {
  PlatformConfig platform = chip_with_memory(1);
  platform.clusters[0].power.awake = Watts(1);
  const RunResult result = run_with(roofline(platform, tasks(1, Bytes(100e6))), "heft");
  EXPECT_NEAR(joules(result, 0), 11e-3 + 2.5e-3, 1e-12);
}

/// A time that was measured contains its waiting, so one task draws 5 W for 2.5 ms. Two tasks slow
/// each other to 5 ms, of which they wait for 2.5 ms.
TEST(Stalls, OfMeasuredTasksAreThoseByContention) {
  Scenario one = scenario(chip_with_memory(1).build(), tasks(1, Bytes(100e6)));
  Scenario two = scenario(chip_with_memory(2).build(), tasks(2, Bytes(100e6)));
  for (Scenario* s : {&one, &two}) {
    Value options = Value::map();
    options.set("traffic", Value::scalar("true"));
    s->cost = Registry<CostModel>::find("measured", {}).make(options);
  }
  EXPECT_NEAR(joules(run_with(one, "heft"), 0), 12.5e-3, 1e-12);
  const RunResult result = run_with(two, "earliest_finish");
  EXPECT_EQ(result.end, Time(5_ms));
  EXPECT_NEAR(joules(result, 1), 12.5e-3 + 5e-3, 1e-12);
}

/// Of two tasks on one element, one reads 40 MB at 40 GB/s and computes for no time to speak of, so
/// it waits for 1 ms; the other computes for 2 ms. In the first millisecond half of the element's
/// work waits: 0.5 * 5 + 0.5 * 2 = 3.5 W. Then it draws 5 W.
TEST(Stalls, AreTheMeanOfTheTasksOfAnElement) {
  PlatformConfig platform = chip_with_memory(1);
  platform.clusters[0].slots = 2;
  JobGraph::Builder builder("job");
  builder.add(Task{"reads", "k", Operations(1), Bytes(40e6)});
  builder.add(Task{"computes", "k", Operations(2e9), Bytes(0)});
  const RunResult result = run_with(roofline(platform, builder.build()), "earliest_finish");
  EXPECT_EQ(result.end, Time(2_ms));
  EXPECT_NEAR(result.integral.value(), 3.5e-3 + 5e-3, 1e-11);
  EXPECT_NEAR(joules(result, 0), 3.5e-3 / 2, 1e-11);
}

/// A policy expects the 11 mJ of the task alone; at half the clock the element computes at 2.5 W
/// for 4 ms.
TEST(Stalls, AreForeseenInEstimates) {
  const Scenario s = roofline(chip_with_memory(1), tasks(1, Bytes(100e6)));
  Simulator simulator(s, make_event_backend(s.platform));
  while (simulator.view().ready().size() == 0) simulator.advance();
  const TaskRef task = simulator.view().ready().front();
  EXPECT_NEAR(simulator.view().energy(task, ElementId{0}).value(), 11e-3, 1e-12);
  EXPECT_NEAR(simulator.view().energy(task, ElementId{0}, 0).value(), 10e-3, 1e-12);
}

}  // namespace
}  // namespace kairos
