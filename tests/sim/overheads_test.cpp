// Tests the overheads of elements on chips so small that every number is worked out by hand.
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/metrics/metric.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

using Kernels = std::vector<std::string>;

/// Independent tasks a, b, ... of these kernels, which are sent in this order.
std::shared_ptr<const JobGraph> independent(const Kernels& kernels) {
  GraphBuilder builder = graph("job");
  char name = 'a';
  for (const std::string& kernel : kernels) builder.task_of_kernel({name++}, kernel);
  return builder.build();
}

/// One element with overheads, on which kernels k and l take 10 us each.
Scenario on_one_element(const Overheads& overheads, const Kernels& kernels) {
  ChipBuilder builder = chip().element("x", {{"k", 10_us}, {"l", 10_us}, {"m", 10_us}});
  builder.last().overheads = overheads;
  return scenario(builder.build(), independent(kernels));
}

Duration finish_of(const RunResult& result, std::uint32_t task) {
  return find_task(result, task).finish.since_start();
}

double metric(const Scenario& s, const std::string& name) {
  const auto probe = Choice<MetricProbe>("overheads").make();
  probe->begin(s);
  Simulator simulator(s, make_event_backend(s.platform));
  simulator.attach(*probe);
  const auto policy = Choice<Policy>("earliest_finish").make();
  run(simulator, *policy);
  std::vector<Metric> metrics;
  probe->report({s, simulator.view().now(), simulator.energy()}, metrics);
  for (const Metric& m : metrics) {
    if (m.name == name && m.subject.empty()) return m.value;
  }
  throw std::logic_error("no such metric");
}

TEST(Overheads, ALaunchComesBeforeEveryTask) {
  const Scenario s = on_one_element({.launch = 5_us}, {"k", "k"});
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(finish_of(result, 0), 15_us);
  EXPECT_EQ(finish_of(result, 1), 30_us);
  EXPECT_EQ(result.tasks[0].nominal, 15_us);
  EXPECT_DOUBLE_EQ(metric(s, "setup_time_s"), 10e-6);
}

/// For k, k, l, l there are 20 us before the first and the third.
TEST(Overheads, ConsecutiveTasksOfAKernelShareASetup) {
  const RunResult result =
      run_with(on_one_element({.setup = 20_us}, {"k", "k", "l", "l"}), "first_come");
  EXPECT_EQ(finish_of(result, 1), 40_us);
  EXPECT_EQ(finish_of(result, 3), 80_us);
}

/// For k, l, k, l each kernel is prepared once.
TEST(Overheads, AKernelIsPreparedOnce) {
  const Scenario s = on_one_element({.preparation = 100_us}, {"k", "l", "k", "l"});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(240_us));
}

/// 10 us of work follow a launch of 5 us. At 3 us the clock halves: 5 + 20 us.
TEST(Overheads, SetupsDoNotFollowTheClock) {
  Scenario s = on_one_element({.launch = 5_us}, {"k"});
  s.incidents.push_back({Time(3_us), Incident::Kind::point, ClusterId{0}, 0, {}});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(25_us));
}

/// The element is busy at 1 W while it is set up.
TEST(Overheads, AnElementIsBusyWhileItIsSetUp) {
  const RunResult result = run_with(on_one_element({.launch = 5_us}, {"k"}), "earliest_finish");
  EXPECT_DOUBLE_EQ(result.element_energy[0].value(), 15e-6);
}

/// a runs on x. Then b runs on y with an input from x, and c runs on y with an input from y.
TEST(Overheads, InputsFromAnotherElementAreSynchronisedOnce) {
  ChipBuilder builder = chip()
                            .element("x", {{"a", 10_us}})
                            .element("y", {{"b", 10_us}, {"c", 10_us}})
                            .bandwidth(BytesPerSecond(1e9));
  builder.last().overheads.synchronisation = 7_us;
  const Scenario s = scenario(
      builder.build(),
      graph("job").task("a").task("b", {{"a", Bytes(0)}}).task("c", {{"b", Bytes(0)}}).build());
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(finish_of(result, 1), 27_us);
  EXPECT_EQ(finish_of(result, 2), 37_us);
}

/// x would take 12 us with its preparation, and y takes 11 us: a policy that looks at estimates
/// chooses y.
TEST(Overheads, PoliciesForeseeSetups) {
  ChipBuilder builder = chip().element("x", {{"k", 10_us}});
  builder.last().overheads.preparation = 2_us;
  builder.element("y", {{"k", 11_us}}).bandwidth(BytesPerSecond(1e9));
  const Scenario s = scenario(builder.build(), independent({"k"}));
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(11_us));
}

/// The prepared kernel and the current set-up are lost: 4 us, down for 2 us, then 5 + 10 us again.
TEST(Overheads, AnElementThatFailedRemembersNothing) {
  Scenario s = on_one_element({.preparation = 5_us}, {"k", "k"});
  s.incidents.push_back({Time(4_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(6_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(22_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(23_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  const RunResult result = run_with(s, "first_come");
  EXPECT_EQ(finish_of(result, 0), 21_us);
  EXPECT_EQ(finish_of(result, 1), 38_us);
}

Overheads fpga() {
  return {.reconfiguration = {4_us, Joules(3e-6)}};
}

/// k, l, k, m and l run on two regions. At 0 k and l are loaded through one port, by 4 and 8 us,
/// and end at 14 and 18 us. Then k is there already (to 24), m takes the place of l (22 + 10), and
/// l that of k (24 + 4 + 10): four loads of 3 uJ.
TEST(Overheads, RegionsHoldKernels) {
  ChipBuilder builder = chip().element("fpga", {{"k", 10_us}, {"l", 10_us}, {"m", 10_us}}).slots(2);
  builder.last().overheads = fpga();
  const Scenario s = scenario(builder.build(), independent({"k", "l", "k", "m", "l"}));
  const RunResult result = run_with(s, "first_come");
  EXPECT_EQ(finish_of(result, 0), 14_us);
  EXPECT_EQ(finish_of(result, 1), 18_us);
  EXPECT_EQ(finish_of(result, 2), 24_us);
  EXPECT_EQ(finish_of(result, 3), 32_us);
  EXPECT_EQ(finish_of(result, 4), 38_us);
  EXPECT_EQ(metric(s, "reconfigurations"), 4);
  EXPECT_DOUBLE_EQ(result.element_energy[0].value(), 38e-6 + 4 * 3e-6);
}

/// A host that takes `launch` for each launch, and one GPU on which kernel k takes `kernel`.
Scenario with_host(Duration launch, Duration kernel, const Kernels& kernels) {
  ChipBuilder builder = chip().element("gpu", {{"k", kernel}});
  builder.last().overheads = {.launch = launch, .host = "cpu"};
  return scenario(builder.build(), independent(kernels));
}

/// The worked example of sim/metrics/overheads.cpp: n o + (g - o) n (n - 1) / 2 = 15 us.
TEST(Overheads, AHostLaunchesAheadOfABusyGpu) {
  const Scenario s = with_host(2_us, 5_us, {"k", "k", "k"});
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(find_task(result, 0).start, Time(2_us));
  EXPECT_EQ(find_task(result, 2).start, Time(12_us));
  EXPECT_EQ(result.end, Time(17_us));
  EXPECT_DOUBLE_EQ(metric(s, "tklqt_s"), 15e-6);
}

/// Kernels of 1 us wait for launches of 2 us: n o.
TEST(Overheads, AGpuWaitsForItsHost) {
  const Scenario s = with_host(2_us, 1_us, {"k", "k", "k"});
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(7_us));
  EXPECT_DOUBLE_EQ(metric(s, "tklqt_s"), 6e-6);
}

/// Two GPUs share a host, so the second kernel starts when the second launch has ended.
TEST(Overheads, ClustersShareAHost) {
  ChipBuilder builder = chip().element("x", {{"k", 9_us}});
  builder.last().overheads = {.launch = 2_us, .host = "cpu"};
  builder.element("y", {{"k", 9_us}}).bandwidth(BytesPerSecond(1e9));
  builder.last().overheads = {.launch = 2_us, .host = "cpu"};
  const RunResult result =
      run_with(scenario(builder.build(), independent({"k", "k"})), "earliest_finish");
  EXPECT_EQ(find_task(result, 0).start, Time(2_us));
  EXPECT_EQ(find_task(result, 1).start, Time(4_us));
}

/// There are 5 us of set-up, 4 us of work, a checkpoint of 1 us and 4 us of work. A loss at 8 us
/// loses everything, and a loss at 12 us loses the work since the checkpoint. A new execution is
/// set up again.
TEST(Overheads, CheckpointsHoldWorkAndNoSetups) {
  Scenario s = on_one_element({.launch = 5_us}, {"k"});
  s.faults.checkpoint = {4_us, 1_us};
  s.incidents.push_back({Time(12_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(13_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  EXPECT_EQ(run_with(s, "first_come").end, Time(13_us + 5_us + 4_us + 1_us + 2_us));
}

/// The worked example of sim/engine/batching.cpp: the first task runs alone, and the three behind
/// it run together.
TEST(Overheads, EqualKernelsThatWaitRunAsOne) {
  const Overheads batching{.batching = {4, 0.6}};
  const Scenario s = on_one_element(batching, {"k", "k", "k", "k", "l"});
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(finish_of(result, 0), 10_us);
  for (std::uint32_t task = 1; task < 4; ++task) {
    EXPECT_EQ(find_task(result, task).start, Time(10_us));
    EXPECT_EQ(finish_of(result, task), 28_us);
    // 18 us at 1 W, divided by three.
    EXPECT_NEAR(find_task(result, task).energy.value(), 6e-6, 1e-12);
  }
  EXPECT_EQ(result.end, Time(38_us));
}

/// The batch of three is lost at 20 us. When the element returns at 21 us, they are sent together
/// again.
TEST(Overheads, AFailureLosesAWholeBatch) {
  Scenario s = on_one_element({.batching = {4, 0.6}}, {"k", "k", "k", "k"});
  s.incidents.push_back({Time(20_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(21_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_EQ(result.tasks.size(), 4U);
  EXPECT_EQ(result.end, Time(21_us + 10_us + 14_us));  // One starts at once, and two follow.
}

TEST(Overheads, RefusesAHostThatLaunchesInNoTime) {
  Overheads overheads;
  overheads.host = "cpu";
  EXPECT_THROW(overheads.check({}), InputError);
}

/// 65 Mop in tiles of 64 Mop are 128 Mop.
TEST(Overheads, WorkIsPaddedToWholeTiles) {
  Overheads overheads;
  overheads.tile = {{"conv", Operations(64e6)}};
  EXPECT_EQ(overheads.padded("conv", Operations(65e6)), Operations(128e6));
  EXPECT_EQ(overheads.padded("conv", Operations(64e6)), Operations(64e6));
  EXPECT_EQ(overheads.padded("gemm", Operations(65e6)), Operations(65e6));
}

}  // namespace
}  // namespace kairos
