// Tests what scales with the amount of work of a task: overheads, energy, checkpoints,
// interruptions, batches, memory traffic and tensors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/registry.hpp"
#include "tests/support/conditional_graphs.hpp"
#include "tests/support/later_job.hpp"
#include "tests/support/metrics.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::ElementsAre;

Scenario on_one_element(ChipBuilder& builder, double objects) {
  return scenario(builder.build(), detector(objects));
}

ChipBuilder one_element() {
  return chip().element("cpu", {{"detect", 2_us}, {"recognise", 4_us}, {"track", 1_us}});
}

/// Each task begins with a launch of 1 us, however much it has to do: 3 + 13 + 2 us.
TEST(Amounts, LaunchesDoNotScale) {
  ChipBuilder builder = one_element();
  builder.last().overheads.launch = 1_us;
  const RunResult result = run_with(on_one_element(builder, 3), "earliest_finish");
  EXPECT_EQ(find_task(result, 1).nominal, 13_us);
  EXPECT_EQ(find_task(result, 1).finish, Time(16_us));
  EXPECT_EQ(result.end, Time(18_us));
}

/// 12 us at 1 W, and three times 10 uJ for the kernel.
TEST(Amounts, EnergyOfKernelsScales) {
  ChipBuilder builder = one_element();
  builder.last().kernel_energy = {{"recognise", Joules(10e-6)}};
  const RunResult result = run_with(on_one_element(builder, 3), "first_come");
  EXPECT_NEAR(find_task(result, 1).energy.value(), 42e-6, 1e-12);
}

/// A recogniser of 12 us writes checkpoints of 1 us after 4 and 8 us of its work.
TEST(Amounts, CheckpointsSaveSharesOfTheWholeWork) {
  ChipBuilder builder = one_element();
  Scenario s = on_one_element(builder, 3);
  s.faults.checkpoint = {4_us, 1_us};
  Log log;
  const RunResult result = run_with(s, "first_come", &log);
  EXPECT_EQ(find_task(result, 1).nominal, 14_us);
  EXPECT_EQ(find_task(result, 1).finish, Time(16_us));
  ASSERT_EQ(log.kept_shares.size(), 2U);
  EXPECT_NEAR(log.kept_shares[0], 1.0 / 3, 1e-9);
  EXPECT_NEAR(log.kept_shares[1], 2.0 / 3, 1e-9);
}

/// The recogniser begins its 12 us at 2 us and is interrupted at 5 us for 2 us. Three quarters of
/// its work are left.
TEST(Amounts, InterruptionsLeaveSharesOfTheWholeWork) {
  ChipBuilder builder =
      chip().element("cpu", {{"detect", 2_us}, {"recognise", 4_us}, {"track", 1_us}, {"u", 2_us}});
  builder.last().preemption = {Interruptible::any, {}, {}, Resumption::keeps};
  Scenario s = on_one_element(builder, 3);
  add_job(s, graph("urgent").task("u").build(), 5_us);
  s.workload.applications[ApplicationId{1}].deadline = 3_us;
  Log log;
  const RunResult result = run_with(s, "edf_preemptive", &log);
  EXPECT_THAT(log.left_shares, ElementsAre(0.75));
  EXPECT_EQ(find_task(result, 0, 1).finish, Time(7_us));
  EXPECT_EQ(find_task(result, 1, 0).finish, Time(16_us));
}

/// Three recognisers of 12 us are ready at 2 us. The first runs alone until 14 us, the others as a
/// batch: 0.5 * 12 + 0.5 * 24 = 18 us.
TEST(Amounts, BatchesTakeTheTimesOfTheirTasks) {
  ChipBuilder builder = chip().cluster("cpu", 3, {{"detect", 2_us}, {"track", 1_us}});
  builder.element("npu", {{"recognise", 4_us}}).bandwidth(BytesPerSecond(1e12));
  builder.last().overheads.batching.up_to = 3;
  builder.last().overheads.batching.shared = 0.5;
  JobGraph::Builder job("job");
  const TaskId detect = add(job, "detect");
  const TaskId recognise = add(job, "recognise");
  job.connect(detect, recognise, {});
  job.work_for_each(recognise, job.draw(detect, "objects", always(3)));
  const RunResult result =
      run_with(scenario(builder.build(), job.build(), {0_us, 0_us, 0_us}), "earliest_finish");
  EXPECT_EQ(find_task(result, 1, 0).finish, Time(14_us));
  EXPECT_EQ(find_task(result, 1, 1).finish, Time(32_us));
  EXPECT_EQ(find_task(result, 1, 2).finish, Time(32_us));
}

/// A detector of 1 ms is followed by work of 1 Mop and 1 MB for each of 3 objects. At 1 Gop/s and
/// 1 GB/s the work takes 3 ms, so 3 MB move in 4 ms.
TEST(Amounts, MemoryTrafficScales) {
  ClusterConfig cpu;
  cpu.name = cpu.kind = "cpu";
  cpu.points = {{Hertz(1e9), Volts(1)}};
  cpu.throughput = {{"any", OperationsPerSecond(1e9)}};
  cpu.memory = {"dram"};
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(1e9);
  PlatformConfig platform;
  platform.name = "chip";
  platform.clusters = {cpu};
  platform.memory = {dram};
  JobGraph::Builder job("job");
  const TaskId detect = job.add({"detect", "detect", Operations(1e6), {}});
  const TaskId work = job.add({"work", "work", Operations(1e6), Bytes(1e6)});
  job.connect(detect, work, {});
  job.work_for_each(work, job.draw(detect, "objects", always(3)));
  Scenario s = scenario(platform.build(), job.build());
  s.cost = Registry<CostModel>::find("roofline", {}).make(Value::map());
  EXPECT_NEAR(metric(s, "makespan_s").value(), 4e-3, 1e-9);
  EXPECT_NEAR(metric(s, "memory_traffic_bytes_per_s").value(), 7.5e8, 1e3);
  EXPECT_EQ(metric(s, "objects").value(), 3);
  EXPECT_EQ(metric(s, "objects", {.subject = "job"}).value(), 3);
  EXPECT_EQ(metric(s, "tasks_skipped").value(), 0);
}

/// A task of each of two jobs is skipped when they arrive. The first job runs for 4 us, so that the
/// second one has not started at its deadline and is dropped. Its task does not count.
TEST(Amounts, SkippedTasksOfDroppedJobsDoNotCount) {
  JobGraph::Builder job("job");
  add(job, "never", 0);
  add(job, "work");
  Scenario s = scenario(chip().element("cpu", {{"never", 1_us}, {"work", 4_us}}).build(),
                        job.build(), {0_us, 0_us});
  s.workload.streams.front().drop = DropRule::late;
  s.workload.streams.front().deadline = 2_us;
  Log log;
  run_with(s, "earliest_finish", &log);
  EXPECT_THAT(log.skipped, ElementsAre(std::pair(0U, 0_us), std::pair(0U, 0_us)));
  EXPECT_EQ(metric(s, "jobs_dropped").value(), 1);
  EXPECT_EQ(metric(s, "tasks_skipped").value(), 1);
  EXPECT_EQ(metric(s, "tasks_skipped", {.subject = "job"}).value(), 1);
}

// ---- Tensors

Bytes mb(double amount) {
  return Bytes(amount * 1e6);
}

/// A CPU that runs a in 4 us, b in 2 us and c in 1 us, with a memory "sram" of this size, which
/// waits when it is full, or spills to "dram" at 1 GB/s.
Platform with_memory(double megabytes, WhenFull when_full = WhenFull::wait) {
  ClusterConfig cpu;
  cpu.name = cpu.kind = "cpu";
  cpu.kernels = {{"a", 4_us}, {"b", 2_us}, {"c", 1_us}};
  cpu.memory = {"sram"};
  MemoryConfig sram, dram;
  sram.name = "sram";
  sram.bandwidth = BytesPerSecond(2e9);
  sram.size = mb(megabytes);
  sram.when_full = when_full;
  if (when_full == WhenFull::spill) sram.spill_to = "dram";
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(1e9);
  dram.latency = 3_us;
  PlatformConfig config;
  config.name = "chip";
  config.clusters = {cpu};
  config.memory = {sram, dram};
  return config.build();
}

/// Notes the contents of both memories whenever they change, in megabytes.
class MemoryLog final : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override { return EventSet::of<MemoryUsed>(); }
  void observe(Time now, Event event) override {
    const auto* used = event.as<MemoryUsed>();
    log.emplace_back(now.since_start(), index(used->memory), used->used.value() / 1e6);
  }
  std::vector<std::tuple<Duration, std::size_t, double>> log;
};
using Used = decltype(MemoryLog::log);

Used memory_of(const Platform& platform, const JobGraph::Builder& job) {
  MemoryLog log;
  run_with(scenario(platform, job.build()), "first_come", &log);
  return log.log;
}

/// The 4 MB for b are freed when a ends and the edge is not taken, those for c at 5 us.
TEST(Amounts, TensorsOfEdgesThatAreNotTakenAreFreed) {
  JobGraph::Builder job("job");
  const TaskId a = add(job, "a");
  job.connect(a, add(job, "b"), mb(4), EdgeDraw{0, 1});
  job.connect(a, add(job, "c"), mb(2));
  EXPECT_EQ(memory_of(with_memory(10), job), (Used{{0_us, 0, 6}, {4_us, 0, 2}, {5_us, 0, 0}}));
}

/// The tensor has the readers b and c, but b is skipped.
TEST(Amounts, TensorsAreFreedWithoutSkippedReaders) {
  JobGraph::Builder job("job");
  const JobTensorId tensor = job.make(add(job, "a"), mb(4));
  job.read(add(job, "b", 0), tensor);
  job.read(add(job, "c"), tensor);
  EXPECT_EQ(memory_of(with_memory(10), job), (Used{{0_us, 0, 4}, {5_us, 0, 0}}));
}

/// The tensor of 8 MB would not fit, but b, which would make it, is skipped.
TEST(Amounts, TensorsOfSkippedTasksTakeNoRoom) {
  JobGraph::Builder job("job");
  const TaskId b = add(job, "b", 0);
  const TaskId a = add(job, "a");
  const TaskId c = add(job, "c");
  job.read(c, job.make(b, mb(8)));
  job.connect(a, c, {});
  const RunResult result = run_with(scenario(with_memory(5), job.build()), "first_come");
  EXPECT_EQ(result.end, Time(5_us));
}

/// The detector a sends nothing with a size. The task b makes 1 MB for each of 3 objects.
TEST(Amounts, TensorsScale) {
  JobGraph::Builder job("job");
  const TaskId a = add(job, "a");
  const TaskId b = add(job, "b");
  job.connect(a, b, {});
  job.connect(b, add(job, "c"), mb(1));
  job.work_for_each(b, job.draw(a, "objects", always(3)));
  EXPECT_EQ(memory_of(with_memory(10), job), (Used{{4_us, 0, 3}, {11_us, 0, 0}}));
}

/// The 4 MB for b are written to the other memory in 3 us + 4 ms. Only then is b decided on.
TEST(Amounts, SpilledTensorsOfSkippedReadersAreFreed) {
  JobGraph::Builder job("job");
  const TaskId a = add(job, "a");
  job.connect(a, add(job, "b", 0), mb(4));
  EXPECT_EQ(memory_of(with_memory(1, WhenFull::spill), job), (Used{{0_us, 1, 4}, {4007_us, 1, 0}}));
}

/// An edge that is not taken writes nothing to the other memory.
TEST(Amounts, SpilledTensorsOfEdgesThatAreNotTakenAreNotWritten) {
  JobGraph::Builder job("job");
  const TaskId a = add(job, "a");
  job.connect(a, add(job, "b"), mb(4), EdgeDraw{0, 1});
  EXPECT_EQ(memory_of(with_memory(1, WhenFull::spill), job), (Used{{0_us, 1, 4}, {4_us, 1, 0}}));
}

}  // namespace
}  // namespace kairos
