// Tests the contract of all registered policies. A new policy is tested because it is registered.
#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/sweep.hpp"
#include "experiments/files/library.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "policies/run.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Every policy by its name. Policies that can both decide and plan are there a second time as
/// `NAME_planned`.
std::map<std::string, Choice<Policy>> all_policies() {
  std::map<std::string, Choice<Policy>> all;
  for (const std::string& name : Registry<Policy>::names()) {
    all.emplace(name, short_search(name));
    const Choice<Policy> plans = planning(name);
    if (!plans.options.entries.empty()) all.emplace(name + "_planned", plans);
  }
  return all;
}

/// A chip with three kinds of elements, and a graph with a fork, a join and a task that only one
/// kind can run.
Scenario mixed_stream(bool noise, bool failures) {
  const auto g = graph("job")
                     .task("a")
                     .task("b", {{"a", Bytes(2000)}})
                     .task("c", {{"a", Bytes(500)}})
                     .task("d", {{"a", Bytes(0)}})
                     .task("e", {{"b", Bytes(100)}, {"c", Bytes(3000)}, {"d", Bytes(0)}})
                     .build();
  std::vector<Duration> arrivals;
  arrivals.reserve(60);
  for (int i = 0; i < 60; ++i) arrivals.push_back(Duration::picoseconds(i * 3'700'000LL));
  Scenario s = scenario(
      chip()
          .cluster("cpu", 2, {{"a", 4_us}, {"b", 9_us}, {"c", 7_us}, {"d", 2_us}, {"e", 3_us}})
          .element("npu", {{"b", 2_us}, {"c", 1_us}})
          .slots(2)
          .element("dsp", {{"d", 1_us}, {"e", 5_us}})
          .bandwidth(BytesPerSecond(1e9))
          .build(),
      g, arrivals);
  if (noise) s.noise = Choice<NoiseModel>("lognormal").make();
  if (failures) {
    for (std::uint32_t e = 0; e < 4; ++e) {
      s.incidents.push_back({Time(Duration::picoseconds(20'000'000LL * (e + 1))),
                             Incident::Kind::failure,
                             {},
                             0,
                             ElementId{e}});
      s.incidents.push_back({Time(Duration::picoseconds(20'000'000LL * (e + 2))),
                             Incident::Kind::repair,
                             {},
                             0,
                             ElementId{e}});
    }
  }
  return s;
}

class PolicyContract
    : public ::testing::TestWithParam<std::pair<const std::string, Choice<Policy>>> {
 protected:
  static const Choice<Policy>& policy() { return GetParam().second; }
};

/// All runs of every task. A task has more than one only if the policy may copy tasks.
std::map<TaskRef, std::vector<const TaskFinished*>> runs_by_task(const RunResult& result,
                                                                 const Choice<Policy>& choice) {
  std::map<TaskRef, std::vector<const TaskFinished*>> runs;
  for (const TaskFinished& task : result.tasks) runs[task.task].push_back(&task);
  if (!may_copy(choice)) {
    EXPECT_EQ(runs.size(), result.tasks.size()) << "a task ran twice";
  }
  return runs;
}

void expect_a_valid_run(const Scenario& s, const Choice<Policy>& choice, Probe* probe = nullptr) {
  const RunResult result = run_with(s, choice, probe);
  const JobGraph& g = *s.workload.applications.front().graph;
  const auto runs = runs_by_task(result, choice);
  EXPECT_EQ(runs.size(), 60 * g.size());
  const CostTable costs(s.platform, s.workload, *s.cost);
  std::map<ElementId, std::vector<std::pair<Time, int>>> changes;
  for (const TaskFinished& task : result.tasks) {
    EXPECT_TRUE(costs.can_run(index(task.task.task), task.element));
    EXPECT_LE(task.ready, task.sent);
    EXPECT_LE(task.sent, task.start);
    for (const Edge& input : g.inputs(task.task.task)) {
      Time there = Time::never();
      for (const TaskFinished* producer : runs.at({task.task.job, input.task})) {
        const Route& route = s.platform.interconnect.route(producer->element, task.element);
        there = std::min(there, producer->finish + route.time_alone(input.bytes));
      }
      EXPECT_GE(task.start, there) << "before its input";
    }
    changes[task.element].emplace_back(task.start, 1);
    changes[task.element].emplace_back(task.finish, -1);
  }
  for (auto& [element, list] : changes) {
    std::ranges::sort(list);
    int running = 0;
    for (const auto& [when, change] : list) {
      running += change;
      EXPECT_LE(running, static_cast<int>(s.platform.elements[element].slots));
    }
  }
  double energy = 0;
  for (const Joules j : result.element_energy) energy += j.value();
  EXPECT_NEAR(energy / result.integral.value(), 1, 1e-9);
}

TEST_P(PolicyContract, RunsEveryTaskOnceAfterItsInputsAndWithinTheSlots) {
  expect_a_valid_run(mixed_stream(false, false), policy());
}

TEST_P(PolicyContract, CopesWithNoiseAndFailures) {
  expect_a_valid_run(mixed_stream(true, true), policy());
}

/// The scenario with 4 kB for the tensors of all clusters but the DSP. Tensors that do not fit
/// spill to a memory without limit.
Scenario with_little_memory(Scenario s) {
  Platform& platform = s.platform;
  const auto link = static_cast<LinkId>(platform.interconnect.links.size());
  platform.interconnect.links.push_back({"dram", BytesPerSecond(1e9), {}});
  const Route way = platform.interconnect.shared(100_ns, std::vector{link});
  const MemoryId sram{0};
  const MemoryId dram{1};
  const Bytes endless(std::numeric_limits<double>::infinity());
  platform.memories.push_back(
      {"sram", Bytes(4000), WhenFull::spill, {{sram, {}, {}}, {dram, way, way}}});
  platform.memories.push_back({"dram", endless, WhenFull::wait, {{dram, {}, {}}}});
  for (Cluster& cluster : platform.clusters) cluster.home = cluster.name == "dsp" ? dram : sram;
  return s;
}

class SpillCount final : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<TensorSpilled, MemoryUsed>();
  }
  void observe(Time /*now*/, Event event) override {
    if (const auto* now = event.as<MemoryUsed>()) used[index(now->memory)] = now->used;
    if (event.is<TensorSpilled>()) ++spills;
  }
  std::size_t spills = 0;
  std::array<Bytes, 2> used;
};

TEST_P(PolicyContract, CopesWithTensorsThatSpillAndWithFailures) {
  for (const bool fails : {false, true}) {
    const Scenario s = with_little_memory(mixed_stream(fails, fails));
    SpillCount count;
    expect_a_valid_run(s, policy(), &count);
    EXPECT_GT(count.spills, 0U);
    for (const Bytes used : count.used) EXPECT_EQ(used, Bytes{}) << "tensors were left behind";
  }
}

TEST_P(PolicyContract, DoesTheSameTwice) {
  const Scenario s = mixed_stream(true, true);
  const RunResult one = run_with(s, policy());
  const RunResult two = run_with(s, policy());
  ASSERT_EQ(one.tasks.size(), two.tasks.size());
  for (std::size_t i = 0; i < one.tasks.size(); ++i) {
    EXPECT_EQ(one.tasks[i].task, two.tasks[i].task);
    EXPECT_EQ(one.tasks[i].element, two.tasks[i].element);
    EXPECT_EQ(one.tasks[i].finish, two.tasks[i].finish);
  }
}

TEST_P(PolicyContract, SurvivesBeingUsedForASecondRun) {
  const Scenario s = mixed_stream(false, false);
  const auto used = policy().make();
  std::vector<Time> ends;
  for (int i = 0; i < 2; ++i) {
    Simulator simulator(s, make_event_backend(s.platform));
    run(simulator, *used);
    ends.push_back(simulator.view().now());
  }
  EXPECT_EQ(ends[0], ends[1]);
}

/// Jobs of at most 25 us of work arrive every 20 us on five slots; none may take longer than 20
/// intervals.
TEST_P(PolicyContract, StarvesNoJob) {
  Scenario s = mixed_stream(false, false);
  Value times = Value::list();
  for (int i = 0; i < 60; ++i) {
    times.items.push_back(Value::scalar(format(Duration::picoseconds(i * 20'000'000LL))));
  }
  s.workload.streams.front().arrivals->options.set("times", times);
  for (const TaskFinished& task : run_with(s, policy()).tasks) {
    const auto arrival =
        Duration::picoseconds(20'000'000LL * static_cast<std::int64_t>(task.task.job));
    EXPECT_LE(task.finish, Time(arrival + 400_us));
  }
}

/// A platform and a workload of the library that go together, with noise and failing elements.
struct LibraryCase {
  std::string name;
  Scenario scenario;
  std::size_t tasks = 0;
};

/// Each element is down once for a tenth of the time, one after the other.
void let_elements_fail(LibraryCase& library_case) {
  Scenario& s = library_case.scenario;
  const RunResult undisturbed = run_with(s, "earliest_finish");
  library_case.tasks = undisturbed.tasks.size();
  const std::int64_t slice = undisturbed.end.picoseconds() / 20;
  for (const ElementId e : ids<ElementId>(s.platform.elements.size())) {
    const Time fails(Duration::picoseconds(slice * static_cast<std::int64_t>(1 + index(e) % 16)));
    s.incidents.push_back({fails, Incident::Kind::failure, {}, 0, e});
    s.incidents.push_back(
        {fails + Duration::picoseconds(2 * slice), Incident::Kind::repair, {}, 0, e});
  }
  s.noise = Choice<NoiseModel>("lognormal").make();
}

std::vector<LibraryCase> library_cases() {
  std::vector<LibraryCase> cases;
  for (const std::string& platform : shelf_names(Shelf::platforms)) {
    for (const std::string& workload : shelf_names(Shelf::workloads)) {
      for (const char* cost : {"measured", "roofline"}) {
        const std::string name = fmt::format("{}, {}, {}", platform, workload, cost);
        try {
          const Sweep sweep = expand(
              experiment_from_text(fmt::format("{{name: x, platform: {}, workload: {}, cost: {}, "
                                               "policies: [earliest_finish]}}",
                                               platform, workload, cost),
                                   name));
          LibraryCase made{name, *sweep.runs.front().scenario()};
          const bool is_large = std::string(cost) == "roofline";
          for (Stream& stream : made.scenario.workload.streams) stream.jobs = is_large ? 3 : 8;
          let_elements_fail(made);
          cases.push_back(std::move(made));
        } catch (const InputError& error) {
          EXPECT_NE(std::string(error.what()).find("cannot run on any element"), std::string::npos)
              << error.what();
        }
      }
    }
  }
  return cases;
}

/// Reduces searches to a few plans, because these tests only check that they run.
Choice<Policy> with_little_effort(Choice<Policy> choice) {
  for (const PluginInfo& info : plugin_catalogue().at("policy")) {
    if (info.name != choice.name) continue;
    for (const FieldSchema& option : info.options()) {
      if (option.name == "evaluations") choice.options.set(option.name, Value::scalar("200"));
      if (option.name == "steps") choice.options.set(option.name, Value::scalar("2000"));
      if (option.name == "largest") choice.options.set(option.name, Value::scalar("10"));
    }
  }
  return choice;
}

TEST_P(PolicyContract, RunsEveryPlatformAndWorkloadOfTheLibrary) {
  static const std::vector<LibraryCase> cases = library_cases();
  ASSERT_GE(cases.size(), shelf_names(Shelf::workloads).size());
  for (const LibraryCase& c : cases) {
    EXPECT_GT(c.tasks, 0U) << c.name;
    const RunResult result = run_with(c.scenario, with_little_effort(policy()));
    EXPECT_EQ(runs_by_task(result, policy()).size(), c.tasks) << c.name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, PolicyContract, ::testing::ValuesIn(all_policies()),
                         [](const auto& test) { return test.param.first; });

}  // namespace
}  // namespace kairos
