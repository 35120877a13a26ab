// Tests tasks that slow each other down although the memory is not full, by a measured table and by
// PCCS, and policies that foresee it.
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/run.hpp"
#include "sim/engine/simulator.hpp"
#include "sim/metrics/timeline.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;

const std::string table =
    "{own: [20 GB/s, 40 GB/s], others: [20 GB/s, 40 GB/s], "
    "obtained: [[16 GB/s, 10 GB/s], [36 GB/s, 20 GB/s]]}";
const std::string traffic = "{name: measured, traffic: true}";

/// A task of the GPU and one of the DLA: time alone, the same as work, and memory traffic.
struct Tasks {
  std::string gpu_time = "1.8 ms", gpu_work = "1800 Mop", gpu_bytes = "72 MB";
  std::string dla_time = "4 ms", dla_work = "2000 Mop", dla_bytes = "80 MB";
};

/// Two elements and one memory of 100 GB/s. The first task asks for 40 GB/s, the second for 20.
std::string experiment(const std::string& contention, const std::string& cost = traffic,
                       const Tasks& tasks = {}) {
  return fmt::format(R"(name: contended
platform:
  name: gpu_and_dla
  clusters:
    - {{name: gpu, kind: gpu, kernels: {{g: {}}}, throughput: {{g: 1 Top/s}}, memory: [dram], power: {{idle: 1 W, busy: 5 W}}}}
    - {{name: dla, kind: npu, kernels: {{d: {}}}, throughput: {{d: 500 Gop/s}}, memory: [dram], power: {{busy: 2 W}}}}
  memory: [{{name: dram, bandwidth: 100 GB/s, energy: 10 pJ/B{}}}]
  paths: [{{from: all, to: all, over: [dram]}}]
cost: {}
workload:
  name: w
  applications:
    - name: a
      tasks:
        - {{name: g, kernel: g, work: {}, memory: {}}}
        - {{name: d, kernel: d, work: {}, memory: {}}}
  streams: [{{arrivals: {{name: closed, jobs: 1}}, jobs: 1}}]
policies: [first_come]
)",
                     tasks.gpu_time, tasks.dla_time, contention, cost, tasks.gpu_work,
                     tasks.gpu_bytes, tasks.dla_work, tasks.dla_bytes);
}
std::string with(const std::string& contention) {
  return ", contention: " + contention;
}

Sweep sweep_of(const std::string& text) {
  return expand(experiment_from_text(text, "contended.yaml"));
}

struct Result {
  std::map<std::string, Time> ends;           ///< By name of the task.
  std::map<std::string, std::string> places;  ///< The element, by name of the task.
  std::map<std::string, double> metrics;      ///< The metrics of the whole run.
};

Result result_of(const std::string& text) {
  const Sweep sweep = sweep_of(text);
  const RunConfig& config = sweep.runs.front();
  Timeline timeline;
  const Outcome outcome = run(config, {&timeline});
  const auto scenario = config.scenario();
  Result result;
  for (const TaskFinished& task : timeline.tasks()) {
    const JobGraph& graph = *scenario->workload.applications[task.application].graph;
    const std::string& name = graph[task.task.task].name;
    result.ends[name] = task.finish;
    result.places[name] = scenario->platform.elements[task.element].name;
  }
  for (const Metric& metric : outcome.metrics) {
    if (metric.subject.empty()) result.metrics[metric.name] = metric.value;
  }
  return result;
}

Time ms(double milliseconds) {
  return Time(whole_picoseconds(milliseconds * 1e9));
}

// Without contention, 60 of 100 GB/s are asked for, so both take their own time.
TEST(ContendedMemory, MaxMinSharingSlowsNobodyBelowSaturation) {
  for (const std::string contention : {"", ", contention: max_min"}) {
    const Result result = result_of(experiment(contention));
    EXPECT_EQ(result.ends.at("g"), ms(1.8));
    EXPECT_EQ(result.ends.at("d"), ms(4));
  }
}

// Beside 20 GB/s the GPU obtains 36 of 40 GB/s: 72 MB take 2 ms. Beside 40 GB/s the DLA obtains 10
// of 20 GB/s and moves 20 MB until then. It moves the other 60 MB at 20 GB/s in 3 ms.
TEST(ContendedMemory, AMeasuredTaskSlowsDownAndSpeedsUpWhenTheOtherEnds) {
  const Result result = result_of(experiment(with(table)));
  EXPECT_EQ(result.ends.at("g"), ms(2));
  EXPECT_EQ(result.ends.at("d"), ms(5));
}

TEST(ContendedMemory, ARooflineTaskDoesTheSame) {
  const Result result = result_of(experiment(with(table), "roofline"));
  EXPECT_EQ(result.ends.at("g"), ms(2));
  EXPECT_EQ(result.ends.at("d"), ms(5));
}

TEST(ContendedMemory, TasksWithoutTrafficAreNotSlowed) {
  const Result result = result_of(experiment(with(table), "measured"));
  EXPECT_EQ(result.ends.at("g"), ms(1.8));
  EXPECT_EQ(result.ends.at("d"), ms(4));
}

// The GPU is busy for 2 ms at 5 W and idle for 3 ms at 1 W, the DLA is busy for 5 ms at 2 W, and
// 152 MB cost 10 pJ per byte: 10 + 3 + 10 + 1.52 mJ.
TEST(ContendedMemory, EnergyCountsTheLongerTimesAndTheSameBytes) {
  const Result result = result_of(experiment(with(table)));
  EXPECT_NEAR(result.metrics.at("task_energy_j"), 20e-3, 1e-12);
  EXPECT_NEAR(result.metrics.at("energy_j"), 24.52e-3, 1e-12);
}

// The GPU asks for 40 GB/s, which is intensive: it loses 1 % for each of min(40, 40 + 40 - 30) GB/s
// at the balance point, and half of this beside 20 GB/s. It obtains 32 GB/s: 64 MB take 2 ms. The
// DLA loses 1 % for each of 20 + 40 - 30 GB/s and obtains 14 GB/s: 28 MB in 2 ms. The other 60 MB
// take 3 ms.
TEST(ContendedMemory, PccsSlowsTasksDown) {
  const std::string pccs =
      "{pccs: {normal: 10 GB/s, intensive: 35 GB/s, minor_reduction: 0.05, peak: 50 GB/s, "
      "total_demand: 30 GB/s, balance_point: 40 GB/s, rate: 0.01}}";
  const Tasks tasks{"1.6 ms", "1600 Mop", "64 MB", "4.4 ms", "2200 Mop", "88 MB"};
  for (const std::string& cost : {traffic, std::string("roofline")}) {
    const Result result = result_of(experiment(with(pccs), cost, tasks));
    EXPECT_EQ(result.ends.at("g"), ms(2));
    EXPECT_EQ(result.ends.at("d"), ms(5));
  }
}

TEST(ContendedMemory, AnAgentMayHaveAContentionOfItsOwn) {
  const std::string port = "bandwidth: 100 GB/s";
  const Result only_gpu = result_of(
      experiment(", agents: [{name: gpu, " + port + with(table) + "}, {name: dla, " + port + "}]"));
  EXPECT_EQ(only_gpu.ends.at("g"), ms(2));
  EXPECT_EQ(only_gpu.ends.at("d"), ms(4));
  const Result all_but_gpu =
      result_of(experiment(with(table) + ", agents: [{name: gpu, " + port +
                           ", contention: max_min}, {name: dla, " + port + "}]"));
  EXPECT_EQ(all_but_gpu.ends.at("g"), ms(1.8));
  // The DLA moves 18 MB in 1.8 ms, and the other 62 MB in 3.1 ms.
  EXPECT_EQ(all_but_gpu.ends.at("d"), ms(4.9));
}

/// Two DLAs of one cluster ask for 10 GB/s each, beside a GPU that asks for 40.
std::string two_dlas(const std::string& gpu_task) {
  return R"(name: contended
platform:
  name: gpu_and_dlas
  clusters:
    - {name: gpu, kind: gpu, kernels: {g: 1.8 ms}, memory: [dram], power: {busy: 5 W}}
    - {name: dla, kind: npu, count: 2, kernels: {d: 4 ms}, memory: [dram], power: {busy: 2 W}}
  links: [{name: dram, bandwidth: 100 GB/s, contention: )" +
         table + R"(}]
  paths: [{from: all, to: all, over: [dram]}]
cost: {name: measured, traffic: true}
workload:
  name: w
  applications:
    - name: a
      tasks:
        - {name: d, kernel: d, memory: 40 MB}
        - {name: e, kernel: d, memory: 40 MB}
)" + gpu_task +
         R"(  streams: [{arrivals: {name: closed, jobs: 1}, jobs: 1}]
policies: [first_come]
)";
}

TEST(ContendedMemory, ElementsOfOneClusterAreOneAgent) {
  const Result alone = result_of(two_dlas(""));
  EXPECT_EQ(alone.ends.at("d"), ms(4));
  EXPECT_EQ(alone.ends.at("e"), ms(4));
  // Both together obtain 10 of 20 GB/s, 5 each, and move 10 of 40 MB in 2 ms.
  const Result result = result_of(two_dlas("        - {name: g, kernel: g, memory: 72 MB}\n"));
  EXPECT_EQ(result.ends.at("g"), ms(2));
  EXPECT_EQ(result.ends.at("d"), ms(5));
  EXPECT_EQ(result.ends.at("e"), ms(5));
}

TEST(ContendedMemory, TheSimgridBackendRefusesIt) {
  const Sweep sweep = sweep_of(experiment(with(table)));
  try {
    static_cast<void>(make_simgrid_backend(sweep.runs.front().scenario()->platform));
    FAIL() << "it does not refuse";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("the backend 'simgrid' shares links max-min fairly, but "
                                        "'dram' has a 'contention'"));
    EXPECT_THAT(error.what(), HasSubstr("use 'backend: event'"));
  }
}

// ---- Estimates

/// A long task of the GPU asks for 40 GB/s. A second task takes 2 ms on the DLA, where it asks for
/// 20 GB/s, or 2.4 ms on the CPU, which does not use the memory.
std::string choice(const std::string& policy, const std::string& estimates) {
  return R"(name: foreseen
platform:
  name: three
  clusters:
    - {name: gpu, kind: gpu, kernels: {g: 10 ms}, memory: [dram], power: {busy: 5 W}}
    - {name: dla, kind: npu, kernels: {t: 2 ms}, memory: [dram], power: {busy: 2 W}}
    - {name: cpu, kind: cpu, kernels: {t: 2.4 ms}, power: {busy: 2 W}}
  memory: [{name: dram, bandwidth: 100 GB/s, contention: )" +
         table + R"(}]
  paths: [{from: all, to: all, over: [dram]}]
cost: {name: measured, traffic: true}
)" + estimates +
         R"(workload:
  name: w
  applications:
    - name: a
      tasks:
        - {name: g, kernel: g, memory: 400 MB}
        - {name: t, kernel: t, memory: 40 MB}
  streams: [{arrivals: {name: closed, jobs: 1}, jobs: 1}]
policies: [)" +
         policy + "]\n";
}

class ForeseeingPolicy : public ::testing::TestWithParam<std::string> {};

// On the DLA, the second task obtains 10 of 20 GB/s beside the first one and takes 4 ms. The first
// one obtains 36 of 40 GB/s until then, 144 of 400 MB, and ends at 4 + 256 / 40 = 10.4 ms.
TEST_P(ForeseeingPolicy, AvoidsASlowdown) {
  for (const std::string blind : {"", "estimates: {contention: false}\n"}) {
    const Result result = result_of(choice(GetParam(), blind));
    EXPECT_EQ(result.places.at("t"), "dla");
    EXPECT_EQ(result.ends.at("t"), ms(4));
    EXPECT_EQ(result.ends.at("g"), ms(10.4));
  }
  const Result result = result_of(choice(GetParam(), "estimates: {contention: true}\n"));
  EXPECT_EQ(result.places.at("t"), "cpu");
  EXPECT_EQ(result.ends.at("t"), ms(2.4));
  EXPECT_EQ(result.ends.at("g"), ms(10));
}

INSTANTIATE_TEST_SUITE_P(All, ForeseeingPolicy,
                         ::testing::Values("earliest_finish", "heft_rt", "heft"));

/// The durations that a policy sees while the long task runs, and the end that follows.
TEST(ForeseenContention, IsExactIfTheSameTasksRunOn) {
  const Sweep sweep = sweep_of(choice("earliest_finish", "estimates: {contention: true}\n"));
  const Scenario scenario = *sweep.runs.front().scenario();
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  Timeline timeline;
  simulator.attach(timeline);
  ASSERT_TRUE(simulator.advance());
  const SystemView& view = simulator.view();
  const JobId job = view.jobs().back();
  const TaskRef g{job, TaskId{0}}, t{job, TaskId{1}};
  const ElementId gpu{0}, dla{1}, cpu{2};
  EXPECT_EQ(view.duration(t, dla), Duration::picoseconds(2'000'000'000));
  simulator.apply({g, gpu});
  EXPECT_EQ(view.duration(t, dla), Duration::picoseconds(4'000'000'000));
  EXPECT_EQ(view.duration_alone(t, dla), Duration::picoseconds(2'000'000'000));
  EXPECT_EQ(view.duration(t, cpu), Duration::picoseconds(2'400'000'000));
  EXPECT_EQ(view.estimate(t, dla).finish, ms(4));
  simulator.apply({t, dla});
  while (simulator.advance()) continue;
  ASSERT_EQ(timeline.tasks().size(), 2U);
  EXPECT_EQ(timeline.tasks()[0].task, t);
  EXPECT_EQ(timeline.tasks()[0].finish, ms(4));
}

// Max-min contention is foreseen, too: a memory of 30 GB/s gives each of two tasks that ask for 30
// and 20 GB/s a half.
TEST(ForeseenContention, ContainsMaxMinSharing) {
  std::string text = choice("earliest_finish", "estimates: {contention: true}\n");
  text.replace(text.find("100 GB/s, contention: " + table), 22 + table.size(), "30 GB/s");
  const Sweep sweep = sweep_of(text);
  const Scenario scenario = *sweep.runs.front().scenario();
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  ASSERT_TRUE(simulator.advance());
  const SystemView& view = simulator.view();
  const JobId job = view.jobs().back();
  simulator.apply({{job, TaskId{0}}, ElementId{0}});
  // 40 MB at 15 GB/s.
  EXPECT_NEAR(view.duration({job, TaskId{1}}, ElementId{1}).seconds(), 40.0 / 15e3, 1e-12);
}

}  // namespace
}  // namespace kairos
