// Tests HEFT with duplication: the gain from copies on graphs worked out by hand, and properties
// that hold on all graphs.
#include <gtest/gtest.h>

#include "experiments/static/static_solve.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

Choice<Policy> duplication(const std::string& generations = "3") {
  Choice<Policy> choice("heft_duplication");
  choice.options.set("generations", Value::scalar(generations));
  return choice;
}

StaticSolution solve(const Scenario& s, const Choice<Policy>& policy) {
  return solve_static(s, cheap_bound(s), policy);
}

/// One task feeds two others. On two equal elements a transfer takes ten times as long as a task.
StaticInstance fork() {
  return {{"fork", 3, 2, {{4, 4}, {4, 4}, {4, 4}}, {{0, 1, 40}, {0, 2, 40}}, {{0, 1}, {1, 0}}}};
}

/// The fork with a task before it: 0 -> 1 -> 2, 3.
StaticInstance fork_behind_a_task() {
  return {{"chain and fork",
           4,
           2,
           {{2, 2}, {2, 2}, {4, 4}, {4, 4}},
           {{0, 1, 40}, {1, 2, 40}, {1, 3, 40}},
           {{0, 1}, {1, 0}}}};
}

double units(Time time, const StaticInstance& instance) {
  return static_cast<double>(time.picoseconds()) / instance.picoseconds_per_unit();
}

TEST(Duplication, RunsAForkOnBothElements) {
  // Without copies, all three tasks must share an element: 12. With the first task on both
  // elements: 4 + 4, which is the longest path and therefore the optimum.
  const Scenario s = fork().scenario();
  EXPECT_EQ(units(solve(s, Choice<Policy>("heft")).makespan, fork()), 12);
  const StaticSolution solved = solve(s, duplication());
  EXPECT_EQ(units(solved.makespan, fork()), 8);
  EXPECT_TRUE(solved.proved());
  ASSERT_EQ(solved.tasks.size(), 4U);
  EXPECT_EQ(index(solved.tasks[0].task.task), 0U);
  EXPECT_EQ(index(solved.tasks[1].task.task), 0U);
  EXPECT_NE(solved.tasks[0].element, solved.tasks[1].element);
}

TEST(Duplication, CopiesAWholePath) {
  // With one generation of copies, a copy of task 1 would wait for task 0 as long as task 3 waits
  // for task 1, so all tasks stay on one element: 2 + 2 + 4 + 4. With two generations, both tasks
  // run on both elements: 2 + 2 + 4.
  const Scenario s = fork_behind_a_task().scenario();
  EXPECT_EQ(units(solve(s, duplication("1")).makespan, fork_behind_a_task()), 12);
  EXPECT_EQ(units(solve(s, duplication("2")).makespan, fork_behind_a_task()), 8);
}

TEST(Duplication, WithoutGenerationsIsHeft) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Scenario s = random_instance(seed, 20, 4, 2).scenario();
    EXPECT_EQ(solve(s, duplication("0")).fingerprint, solve(s, Choice<Policy>("heft")).fingerprint);
  }
}

TEST(Duplication, DropsRunsThatNobodyReads) {
  // Task 0 runs faster on the first element, and task 1 only runs on the second. A copy replaces
  // the original, so one run of task 0 is left.
  const StaticInstance instance{
      {"replaced", 2, 2, {{2, 3}, {-1, 2}}, {{0, 1, 40}}, {{0, 1}, {1, 0}}}};
  const StaticSolution solved = solve(instance.scenario(), duplication());
  EXPECT_EQ(units(solved.makespan, instance), 5);
  EXPECT_EQ(solved.tasks.size(), 2U);
}

void expect_valid(const Scenario& s, const StaticSolution& solved) {
  const JobGraph& g = *s.workload.applications.front().graph;
  const CostTable costs(s.platform, s.workload, *s.cost);
  std::vector<bool> ran(g.size());
  for (const TaskFinished& task : solved.tasks) {
    ran[index(task.task.task)] = true;
    EXPECT_EQ(task.finish - task.start, costs.alone(index(task.task.task), task.element));
    for (const Edge& input : g.inputs(task.task.task)) {
      EXPECT_TRUE(std::ranges::any_of(solved.tasks, [&](const TaskFinished& producer) {
        const Route& route = s.platform.interconnect.route(producer.element, task.element);
        return producer.task.task == input.task &&
               producer.finish + route.time_alone(input.bytes) <= task.start;
      })) << "no run of an input was there in time";
    }
    for (const TaskFinished& other : solved.tasks) {
      if (&other == &task || other.element != task.element) continue;
      EXPECT_TRUE(other.finish <= task.start || task.finish <= other.start) << "two at once";
    }
  }
  EXPECT_TRUE(std::ranges::all_of(ran, [](bool r) { return r; }));
}

TEST(Duplication, IsValidAndNoLongerThanHeftOnRandomGraphs) {
  std::size_t shorter = 0, copies = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const double ccr = std::array{0.2, 1.0, 5.0}[seed % 3];
    const std::size_t tasks = 5 + seed % 40;
    const Scenario s = random_instance(seed, tasks, 2 + seed % 6, ccr).scenario();
    const StaticSolution solved = solve(s, duplication());
    const Time heft = solve(s, Choice<Policy>("heft")).makespan;
    expect_valid(s, solved);
    EXPECT_LE(solved.makespan, heft) << seed;
    EXPECT_GE(solved.makespan, solved.bound) << seed;
    EXPECT_LE(solved.bound, cheap_bound(s)) << seed;
    EXPECT_EQ(solved.fingerprint, solve(s, duplication()).fingerprint);
    shorter += solved.makespan < heft ? 1 : 0;
    copies += solved.tasks.size() - tasks;
  }
  EXPECT_GT(shorter, 50U);
  EXPECT_GT(copies, 150U);
}

TEST(Duplication, RunsEveryJobOfAStreamWithItsCopies) {
  // Every job of the fork finds the chip idle and takes 4 + 4 us on both cores.
  const auto g =
      graph("job").task("a").task("b", {{"a", Bytes(1e5)}}).task("c", {{"a", Bytes(1e5)}}).build();
  std::vector<Duration> arrivals;
  arrivals.reserve(100);
  for (int i = 0; i < 100; ++i) arrivals.push_back(Duration::picoseconds(i * 20'000'000LL));
  const Scenario s = scenario(chip()
                                  .cluster("cpu", 2, {{"a", 4_us}, {"b", 4_us}, {"c", 4_us}})
                                  .bandwidth(BytesPerSecond(1e9))
                                  .build(),
                              g, arrivals);
  const RunResult result = run_with(s, "heft_duplication");
  EXPECT_EQ(result.tasks.size(), 400U);
  for (const TaskFinished& task : result.tasks) {
    EXPECT_LE(task.finish - Time(arrivals[index(task.task.job)]), 8_us);
  }
}

}  // namespace
}  // namespace kairos
