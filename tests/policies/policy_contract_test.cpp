// What every registered policy must do, whatever it decides: a policy is tested by being
// registered.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "experiments/experiment.hpp"
#include "experiments/run.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// A chip of three kinds of elements, a graph with a fork, a join and a task that only one can run.
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

class PolicyContract : public ::testing::TestWithParam<std::string> {};

void expect_a_valid_run(const Scenario& s, const RunResult& result) {
  const JobGraph& g = *s.workload.applications.front().graph;
  std::map<TaskRef, const TaskFinished*> by_task;
  for (const TaskFinished& task : result.tasks) {
    EXPECT_TRUE(by_task.emplace(task.task, &task).second) << "a task ran twice";
  }
  EXPECT_EQ(by_task.size(), 60 * g.size());
  const CostTable costs(s.platform, s.workload, *s.cost);
  std::map<ElementId, std::vector<std::pair<Time, int>>> changes;
  for (const auto& [ref, task] : by_task) {
    EXPECT_TRUE(costs.can_run(index(ref.task), task->element));
    EXPECT_LE(task->ready, task->sent);
    EXPECT_LE(task->sent, task->start);
    for (const Edge& input : g.inputs(ref.task)) {
      const TaskFinished& producer = *by_task.at({ref.job, input.task});
      const Route& route = s.platform.interconnect.route(producer.element, task->element);
      EXPECT_GE(task->start, producer.finish + route.time_alone(input.bytes)) << "before its input";
    }
    changes[task->element].emplace_back(task->start, 1);
    changes[task->element].emplace_back(task->finish, -1);
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
  const Scenario s = mixed_stream(false, false);
  expect_a_valid_run(s, run_with(s, GetParam()));
}

TEST_P(PolicyContract, CopesWithNoiseAndFailures) {
  const Scenario s = mixed_stream(true, true);
  expect_a_valid_run(s, run_with(s, GetParam()));
}

TEST_P(PolicyContract, DoesTheSameTwice) {
  const Scenario s = mixed_stream(true, true);
  const RunResult one = run_with(s, GetParam());
  const RunResult two = run_with(s, GetParam());
  ASSERT_EQ(one.tasks.size(), two.tasks.size());
  for (std::size_t i = 0; i < one.tasks.size(); ++i) {
    EXPECT_EQ(one.tasks[i].task, two.tasks[i].task);
    EXPECT_EQ(one.tasks[i].element, two.tasks[i].element);
    EXPECT_EQ(one.tasks[i].finish, two.tasks[i].finish);
  }
}

TEST_P(PolicyContract, SurvivesBeingUsedForASecondRun) {
  const Scenario s = mixed_stream(false, false);
  const auto policy = Choice<Policy>(GetParam()).make();
  std::vector<Time> ends;
  for (int i = 0; i < 2; ++i) {
    Simulator simulator(s, make_event_backend(s.platform));
    run(simulator, *policy);
    ends.push_back(simulator.view().now());
  }
  EXPECT_EQ(ends[0], ends[1]);
}

TEST_P(PolicyContract, RunsEveryPlatformAndWorkloadOfTheCatalogue) {
  for (const char* name : {"first_light", "phone_ai", "topcuoglu"}) {
    const Sweep sweep = expand(load_experiment(
        std::string(KAIROS_SOURCE_DIR "/experiments/catalogue/") + name + ".yaml",
        {"policies=[" + GetParam() + "]", "seeds=1", "baseline=", "workload.streams.0.jobs=10"}));
    RunSpec spec = sweep.runs.front();
    spec.keep_tasks = true;
    EXPECT_FALSE(run(spec).tasks.empty()) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, PolicyContract, ::testing::ValuesIn(Registry<Policy>::names()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace kairos
