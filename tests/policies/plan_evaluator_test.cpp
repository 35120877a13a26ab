// Compares the evaluator of plans with the simulator, and with itself from the middle of a plan.
#include "policies/search/plan_evaluator.hpp"

#include <map>

#include <gtest/gtest.h>

#include "policies/planning/planning_policy.hpp"
#include "policies/run.hpp"
#include "policies/search/plan_moves.hpp"
#include "sim/metrics/timeline.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Sends the tasks of every element in the order of a plan, regardless of time.
class Follow final : public Policy {
 public:
  Follow(const Plan& plan, std::size_t elements) : plan_(plan), queues_(elements) {
    for (const std::uint32_t task : plan.order) queues_[plan.element[task]].push_back(task);
    sent_.resize(elements);
  }
  std::optional<Decision> decide(const SystemView& view) override {
    for (const TaskRef task : view.ready()) {
      const std::uint32_t element = plan_.element[index(task.task)];
      const auto& queue = queues_[element];
      if (queue[sent_[element]] != index(task.task)) continue;
      ++sent_[element];
      return Decision{task, ElementId{element}};
    }
    return std::nullopt;
  }

 private:
  const Plan& plan_;
  std::vector<std::vector<std::uint32_t>> queues_;
  std::vector<std::size_t> sent_;
};

void expect_the_same_as_simulated(const PlanningCase& c, const Plan& plan) {
  PlanEvaluator evaluator(c.problem, c.bounds);
  const Picoseconds makespan = evaluator.evaluate(plan);
  Simulator simulator(c.scenario, make_event_backend(c.scenario.platform));
  Timeline timeline;
  simulator.attach(timeline);
  Follow policy(plan, c.problem.elements());
  run(simulator, policy);
  ASSERT_EQ(timeline.tasks().size(), c.problem.tasks());
  Time end;
  for (const TaskFinished& task : timeline.tasks()) {
    EXPECT_EQ(task.finish.picoseconds(), evaluator.finish(index(task.task.task)));
    EXPECT_EQ(task.start.picoseconds(), evaluator.start(plan, index(task.task.task)));
    end = std::max(end, task.finish);
  }
  EXPECT_EQ(end.picoseconds(), makespan);
}

TEST(PlanEvaluator, EqualsTheSimulatorOnRandomPlansOfRandomGraphs) {
  Random random = Random::stream(1, "plans");
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    StaticInstance instance =
        random_instance(seed, 1 + random.index(40), 1 + random.index(6), random.uniform(0, 5));
    for (auto& row : instance.bandwidth) {
      // Transfers take odd numbers of picoseconds.
      for (double& b : row) b = random.uniform(0.1, 3);
    }
    const PlanningCase c(instance);
    for (int k = 0; k < 5; ++k) expect_the_same_as_simulated(c, random_plan(c.problem, random));
  }
}

Scenario with_slots(const std::vector<Duration>& arrivals, std::uint64_t slots) {
  return scenario(
      chip()
          .cluster("cpu", 2, {{"a", 4_us}, {"b", 9_us}, {"c", 7_us}, {"d", 2_us}, {"e", 3_us}})
          .element("npu", {{"a", 1_us}, {"b", 2_us}, {"c", 1_us}, {"d", 3_us}, {"e", 4_us}})
          .slots(slots)
          .bandwidth(BytesPerSecond(1e9))
          .build(),
      graph("job")
          .task("a")
          .task("b", {{"a", Bytes(2000)}})
          .task("c", {{"a", Bytes(500)}})
          .task("d")
          .task("e", {{"b", Bytes(100)}, {"c", Bytes(3000)}, {"d", Bytes(0)}})
          .build(),
      arrivals);
}

TEST(PlanEvaluator, EqualsTheSimulatorOnElementsWithSeveralSlots) {
  Random random = Random::stream(2, "plans");
  const PlanningCase c(with_slots({0_us}, 2));
  for (int k = 0; k < 200; ++k) expect_the_same_as_simulated(c, random_plan(c.problem, random));
}

/// Plans at random around the reservations of earlier jobs, and records when it expects each task
/// to end.
class PlanAtRandom final : public PlanningPolicy {
 public:
  explicit PlanAtRandom(std::uint64_t seed) : random_(Random::stream(seed, "plans")) {}
  std::map<std::pair<std::uint32_t, std::uint32_t>, Picoseconds> expected;

 private:
  void plan(const PlanningProblem& job, PartialSchedule& schedule) override {
    const SearchProblem problem(job, schedule);
    const PathBounds bounds(problem);
    PlanEvaluator evaluator(problem, bounds);
    const Plan plan = random_plan(problem, random_);
    evaluator.evaluate(plan);
    for (std::size_t i = 0; i < plan.order.size(); ++i) {
      const std::uint32_t task = plan.order[i];
      expected[{static_cast<std::uint32_t>(job.job()), task}] = evaluator.finish(task);
    }
    commit(plan, evaluator, schedule);
  }
  Random random_;
};

TEST(PlanEvaluator, EqualsTheSimulatorAroundThePromisesOfOtherJobs) {
  const Scenario s = with_slots({0_us, 1_us, 5_us, 6_us, 30_us, 31_us, 31_us, 40_us}, 1);
  for (std::uint64_t k = 0; k < 20; ++k) {
    Simulator simulator(s, make_event_backend(s.platform));
    Timeline timeline;
    simulator.attach(timeline);
    PlanAtRandom policy(k);
    run(simulator, policy);
    ASSERT_EQ(timeline.tasks().size(), policy.expected.size());
    for (const TaskFinished& task : timeline.tasks()) {
      EXPECT_EQ(task.finish.picoseconds(),
                policy.expected.at({index(task.task.job), index(task.task.task)}));
    }
  }
}

TEST(PlanEvaluator, GivesTheSameFromTheMiddleOfAPlanAsFromItsBeginning) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const PlanningCase c(random_instance(seed, 30, 4, 1));
    Random random = Random::stream(seed, "moves");
    PlanMoves moves(c.problem, random_plan(c.problem, random));
    PlanEvaluator whole(c.problem, c.bounds);
    PlanEvaluator partial(c.problem, c.bounds);
    Picoseconds current = partial.evaluate(moves.plan());
    int kept = 0;
    for (int k = 0; k < 2000; ++k) {
      const std::size_t first = moves.propose(random);
      const Picoseconds limit = current + current / 20;
      const Picoseconds makespan = partial.try_from(moves.plan(), first, limit);
      const Picoseconds truth = whole.evaluate(moves.plan());
      ASSERT_EQ(makespan, truth <= limit ? truth : never);
      if (makespan != never) {
        partial.keep(moves.plan());
        current = makespan;
        ++kept;
      } else {
        partial.drop(moves.editable());
        moves.undo();
        ASSERT_LE(whole.evaluate(moves.plan()), current);
      }
    }
    EXPECT_GT(kept, 20);
  }
}

}  // namespace
}  // namespace kairos
