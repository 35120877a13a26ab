// Tests tensors with several readers, weights, states and outputs written over inputs.
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr ElementId cpu{0}, gpu{1};

Bytes mb(double amount) {
  return Bytes(amount * 1e6);
}

/// A task "make" whose tensor of 60 MB is read by several tasks "use".
std::shared_ptr<const JobGraph> fan_out(int readers) {
  JobGraph::Builder builder("fan_out");
  const TaskId make = builder.add({"make", "make", {}, {}});
  const JobTensorId tensor = builder.make(make, mb(60));
  for (int i = 0; i < readers; ++i) {
    builder.read(builder.add({"use" + std::to_string(i), "use", {}, {}}), tensor);
  }
  return builder.build();
}

/// A CPU that runs "make" and GPUs that run "use", each in 1 ms, on a bus of 10 GB/s.
Platform two_sides(std::uint64_t gpus = 1) {
  return chip()
      .cluster("cpu", 1, {{"make", 1_ms}})
      .cluster("gpu", gpus, {{"use", 1_ms}})
      .shared_link(BytesPerSecond(10e9))
      .build();
}

TEST(SharedTensors, CrossALinkOnce) {
  const RunResult one = run_with(scenario(two_sides(), fan_out(1)), "first_come");
  EXPECT_EQ(one.end, Time(8_ms));
  const RunResult three = run_with(scenario(two_sides(), fan_out(3)), "first_come");
  EXPECT_EQ(three.end, Time(10_ms));
  Bytes received;
  for (const TaskFinished& task : three.tasks) received += task.received;
  EXPECT_EQ(received, mb(60));
}

/// Two GPUs without a common memory need a copy each, and the copies share the bus.
TEST(SharedTensors, AreSentToEachPlace) {
  const RunResult result = run_with(scenario(two_sides(2), fan_out(2)), "round_robin");
  EXPECT_EQ(result.end, Time(14_ms));
}

PlatformConfig two_gpus_with_memory() {
  ClusterConfig cpus, gpus;
  cpus.name = cpus.kind = "cpu";
  cpus.kernels = {{"make", 1_ms}};
  gpus.name = gpus.kind = "gpu";
  gpus.kernels = {{"use", 1_ms}};
  gpus.count = 2;
  gpus.memory = {"hbm"};
  MemoryConfig hbm;
  hbm.name = "hbm";
  hbm.bandwidth = BytesPerSecond(1e12);
  LinkConfig bus;
  bus.name = "bus";
  bus.bandwidth = BytesPerSecond(10e9);
  PathConfig path;
  path.from = path.to = {"all"};
  path.over = {"bus"};
  PlatformConfig config;
  config.name = "chip";
  config.clusters = {cpus, gpus};
  config.links = {bus};
  config.paths = {path};
  config.memory = {hbm};
  return config;
}

/// Two GPUs with a common memory share the copy, although the memory has no size.
TEST(SharedTensors, AreSentToAMemoryOnce) {
  PlatformConfig config = two_gpus_with_memory();
  const RunResult result = run_with(scenario(config.build(), fan_out(2)), "round_robin");
  EXPECT_EQ(result.end, Time(8_ms));
}

/// The second reader is sent while the copy is on its way, at 3 ms, and starts when it arrives.
TEST(SharedTensors, AreWaitedForOnTheirWay) {
  const Scenario s = scenario(two_sides(), fan_out(2));
  Simulator simulator(s, make_event_backend(s.platform));
  ASSERT_TRUE(simulator.advance());
  simulator.apply({simulator.view().ready().front(), cpu});
  ASSERT_TRUE(simulator.advance());
  const TaskRef first = simulator.view().ready().front();
  simulator.apply({first, gpu});
  const TaskRef second = simulator.view().ready().front();
  EXPECT_EQ(simulator.view().data_arrival(second, gpu), Time(7_ms));
  simulator.apply({second, gpu});
  while (simulator.advance()) {
  }
}

/// When the GPU fails, the transfer for which both tasks wait is cancelled, and begins anew when
/// the GPU has returned at 5 ms.
TEST(SharedTensors, AreSentAgainAfterAFailure) {
  Scenario s = scenario(two_sides(), fan_out(2));
  s.incidents.push_back({Time(3_ms), Incident::Kind::failure, {}, 0, gpu});
  s.incidents.push_back({Time(5_ms), Incident::Kind::repair, {}, 0, gpu});
  EXPECT_EQ(run_with(s, "first_come").end, Time(13_ms));
}

TEST(SharedTensors, AreKeptByCopiesOfGraphs) {
  const auto graph = fan_out(3);
  JobGraph::Builder builder("copy");
  for (const Task& task : graph->tasks()) builder.add(task);
  for (const TaskId task : ids<TaskId>(graph->size())) {
    for (const Edge& input : graph->inputs(task)) {
      builder.connect_like(*graph, task, input, input.task, task);
    }
  }
  const auto copy = builder.build();
  EXPECT_EQ(copy->shared_tensors(), 1U);
  EXPECT_EQ(copy->readers().front(), 3U);
}

// ---- Memory

/// Records the greatest use of memory 0, and its last use.
class MemoryUse : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override { return EventSet::of<MemoryUsed>(); }
  void observe(Time /*now*/, Event event) override {
    const MemoryUsed& used = *event.as<MemoryUsed>();
    if (used.memory != MemoryId{0}) return;
    last = used.used;
    peak = std::max(peak, last);
  }
  Bytes peak, last;
};

/// CPUs with a memory of limited size.
Platform one_side(double megabytes, WhenFull when_full, std::uint64_t cpus = 1) {
  ClusterConfig cluster;
  cluster.name = cluster.kind = "cpu";
  cluster.kernels = {{"make", 1_ms}, {"use", 1_ms}};
  cluster.memory = {"dram"};
  cluster.count = cpus;
  MemoryConfig memory;
  memory.name = "dram";
  memory.bandwidth = BytesPerSecond(1e9);
  memory.size = mb(megabytes);
  memory.when_full = when_full;
  MemoryConfig flash;
  flash.name = "flash";
  flash.bandwidth = BytesPerSecond(1e9);
  PlatformConfig config;
  config.name = "chip";
  config.clusters = {cluster};
  config.memory = {memory, flash};
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e12);
  config.paths = {path};
  if (when_full == WhenFull::spill) config.memory.front().spill_to = "flash";
  return config.build();
}

TEST(SharedTensors, TakeRoomOnce) {
  MemoryUse use;
  run_with(scenario(one_side(100, WhenFull::wait), fan_out(3)), "first_come", &use);
  EXPECT_EQ(use.peak, mb(60));
  EXPECT_EQ(use.last, Bytes{});
}

/// A task that reads 30 MB and writes 30 MB over it needs 30 MB.
TEST(SharedTensors, AreWrittenOver) {
  const auto graph = [](bool in_place) {
    JobGraph::Builder builder("chain");
    const TaskId a = builder.add({"a", "make", {}, {}}), b = builder.add({"b", "use", {}, {}}),
                 c = builder.add({"c", "use", {}, {}});
    const JobTensorId first = builder.make(a, mb(30)), second = builder.make(b, mb(30));
    builder.read(b, first);
    builder.read(c, second);
    if (in_place) builder.overwrite(b, first);
    return builder.build();
  };
  MemoryUse apart, over;
  run_with(scenario(one_side(100, WhenFull::wait), graph(false)), "first_come", &apart);
  run_with(scenario(one_side(100, WhenFull::wait), graph(true)), "first_come", &over);
  EXPECT_EQ(apart.peak, mb(60));
  EXPECT_EQ(over.peak, mb(30));
  EXPECT_EQ(over.last, Bytes{});
}

/// A task writes 10 MB over 40 MB. The other 30 MB stay until it has ended, while another job makes
/// its 40 MB.
TEST(SharedTensors, StayWhereNothingIsWrittenOverThem) {
  JobGraph::Builder builder("chain");
  const TaskId a = builder.add({"a", "make", {}, {}}), b = builder.add({"b", "use", {}, {}}),
               c = builder.add({"c", "use", {}, {}});
  const JobTensorId first = builder.make(a, mb(40)), second = builder.make(b, mb(10));
  builder.read(b, first);
  builder.read(c, second);
  builder.overwrite(b, first);
  MemoryUse use;
  run_with(scenario(one_side(100, WhenFull::wait, 2), builder.build(), {0_us, 1500_us}),
           "earliest_finish", &use);
  EXPECT_EQ(use.peak, mb(80));
  EXPECT_EQ(use.last, Bytes{});
}

/// A job that uses 80 MB of weights, or of state.
std::shared_ptr<const JobGraph> with_resident(TensorRole role) {
  JobGraph::Builder builder("net");
  const TaskId task = builder.add({"layer", "use", {}, {}});
  builder.read(task, builder.add(Resident{"w", mb(80), role}));
  return builder.build();
}

TEST(Residents, OfAllJobsAreTheSameWeights) {
  MemoryUse use;
  run_with(scenario(one_side(100, WhenFull::fail), with_resident(TensorRole::weight), {0_us, 0_us}),
           "first_come", &use);
  EXPECT_EQ(use.peak, mb(80));
  EXPECT_EQ(use.last, mb(80));
}

TEST(Residents, WithStateBelongToOneJob) {
  MemoryUse use;
  run_with(scenario(one_side(100, WhenFull::wait), with_resident(TensorRole::state), {0_us, 5_ms}),
           "first_come", &use);
  EXPECT_EQ(use.peak, mb(80));
  EXPECT_EQ(use.last, Bytes{});
  EXPECT_THROW(run_with(scenario(one_side(100, WhenFull::fail, 2), with_resident(TensorRole::state),
                                 {0_us, 0_us}),
                        "first_come"),
               InputError);
}

TEST(Residents, ThatDoNotFitEndTheRun) {
  EXPECT_THROW(run_with(scenario(one_side(70, WhenFull::fail), with_resident(TensorRole::weight)),
                        "first_come"),
               InputError);
  EXPECT_THROW(run_with(scenario(one_side(70, WhenFull::wait), with_resident(TensorRole::weight)),
                        "first_come"),
               InputError);
}

/// Weights of 80 MB in a memory of 1 GB/s are read in 80 ms by each of two jobs that need them.
TEST(Residents, InAnotherMemoryAreReadByEachTask) {
  const RunResult result = run_with(
      scenario(one_side(70, WhenFull::spill), with_resident(TensorRole::weight), {0_us, 100_ms}),
      "first_come");
  EXPECT_EQ(find_task(result, 0, 0).start, Time(80_ms));
  EXPECT_EQ(find_task(result, 0, 1).start, Time(180_ms));
}

}  // namespace
}  // namespace kairos
