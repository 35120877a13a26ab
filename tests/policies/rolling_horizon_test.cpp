// Tests planning again: the unsent rest of a job is planned around the tasks that have been sent,
// at the right times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policies/planning/greedy_policy.hpp"
#include "policies/planning/heft.hpp"
#include "policies/planning/planning_policy.hpp"
#include "policies/run.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::HasSubstr;

Choice<Policy> rolling(const std::map<std::string, std::string>& options) {
  Choice<Policy> choice("rolling_horizon");
  for (const auto& [key, value] : options) choice.options.set(key, Value::scalar(value));
  return choice;
}

/// On an idle chip with one job there is no reason to plan again.
TEST(RollingHorizon, IsItsPlannerForOneJob) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Scenario s = random_instance(seed, 30, 4, 1).scenario();
    for (const char* planner : {"heft", "cpop", "lookahead_heft", "min_min"}) {
      Choice<Policy> plans = planning(planner);
      EXPECT_EQ(run_with(s, rolling({{"planner", planner}})).end, run_with(s, plans).end)
          << planner << ", seed " << seed;
    }
  }
}

/// If nothing unforeseen happens, planning again all the time keeps the first plan. Every duration
/// is a whole number, so rounding makes no difference, and annealing never loses a schedule that it
/// has.
TEST(RollingHorizon, LosesNothingByPlanningAnewAllTheTime) {
  double once = 0;
  double anew = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Scenario s = random_instance(seed, 30, 4, 1).scenario();
    once += run_with(s, "heft").end.seconds();
    anew += run_with(s, rolling({{"period", "1 ps"}})).end.seconds();
  }
  EXPECT_LT(anew, once * 1.02);
}

/// a (1 us) feeds b. When a is done on element 0, only b is left. Its data arrive on element 1 at 1
/// us + 4 us over the dedicated path, at whatever instant this is asked.
TEST(PlanningProblem, OfTheRestKnowsWhenInputsArrive) {
  const Scenario s = scenario(chip()
                                  .element("x", {{"a", 1_us}, {"b", 9_us}})
                                  .element("y", {{"b", 2_us}})
                                  .bandwidth(BytesPerSecond(1e9))
                                  .build(),
                              graph("job").task("a").task("b", {{"a", Bytes(4000)}}).build());
  Simulator simulator(s, make_event_backend(s.platform));
  ASSERT_TRUE(simulator.advance());
  simulator.apply({{JobId{0}, TaskId{0}}, ElementId{0}});
  const IdVector<TaskId, Time> expected{Time(1_us), Time{}};
  for (int done = 0; done < 2; ++done) {
    const PlanningProblem rest(simulator.view(), JobId{0}, &expected);
    ASSERT_EQ(rest.task_count(), 1U);
    EXPECT_EQ(rest.original(TaskId{0}), TaskId{1});
    EXPECT_EQ(rest.duration(TaskId{0}, ElementId{1}), 2_us);
    EXPECT_EQ(rest.earliest(TaskId{0}, ElementId{0}), Time(1_us));
    EXPECT_EQ(rest.earliest(TaskId{0}, ElementId{1}), Time(5_us));
    PartialSchedule schedule(rest, s.platform, simulator.view().now());
    place_by_heft(rest, schedule);
    EXPECT_EQ(schedule.placed().front().element, ElementId{1});
    EXPECT_EQ(schedule.placed().front().finish, Time(7_us));
    const SearchProblem problem(rest, PartialSchedule(rest, s.platform, simulator.view().now()));
    const PathBounds bounds(problem);
    EXPECT_EQ(PlanEvaluator(problem, bounds).evaluate({{0}, {1}}), Duration(7_us).picoseconds());
    EXPECT_EQ(lower_bound(problem, bounds).best(), Duration(7_us).picoseconds());
    if (done == 0) simulator.advance();
  }
}

/// HEFT puts each of two chains of four 10 us tasks on one of two equal elements. At 5 us element 1
/// is slowed to half: its first task ends at 15 us and the others take 20 us, so HEFT's plan ends
/// at 75 us. Planning again moves a task to element 0.
TEST(RollingHorizon, ReactsToAnOperatingPoint) {
  GraphBuilder g = graph("job");
  for (const std::string chain : {"a", "b"}) {
    for (int i = 0; i < 4; ++i) {
      const std::string name = chain + std::to_string(i);
      if (i == 0) {
        g.task_of_kernel(name, "k");
      } else {
        g.task_of_kernel(name, "k", {{chain + std::to_string(i - 1), Bytes(0)}});
      }
    }
  }
  Scenario s = scenario(chip()
                            .element("x", {{"k", 10_us}})
                            .element("y", {{"k", 10_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        g.build());
  s.incidents.push_back({Time(5_us), Incident::Kind::point, ClusterId{1}, 0, {}});
  const Time kept = run_with(s, "heft").end;
  const Time anew = run_with(s, rolling({})).end;
  EXPECT_EQ(kept, Time(75_us));
  EXPECT_LT(anew, kept);
}

/// Counts the tasks that are planned, and plans like HEFT.
class CountingPlanner final : public PlanningPolicy {
 public:
  std::size_t planned = 0;

 private:
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    planned += problem.task_count();
    place_by_heft(problem, schedule);
  }
};

/// A chip that is offered far more chains of three tasks than it can run.
Scenario overload_of(std::size_t jobs) {
  std::vector<Duration> arrivals;
  for (std::size_t i = 0; i < jobs; ++i) {
    arrivals.push_back(Duration::picoseconds(static_cast<std::int64_t>(i) * 1'000'000));
  }
  return scenario(chip()
                      .element("x", {{"k", 10_us}})
                      .element("y", {{"k", 10_us}})
                      .bandwidth(BytesPerSecond(1e9))
                      .build(),
                  graph("job")
                      .task_of_kernel("a", "k")
                      .task_of_kernel("b", "k", {{"a", Bytes(0)}})
                      .task_of_kernel("c", "k", {{"b", Bytes(0)}})
                      .build(),
                  arrivals);
}

/// However many jobs wait, a new plan has at most the tasks of the window and one more job.
TEST(PlanningPolicy, PlansNoMoreThanItsWindowAnew) {
  const Scenario s = overload_of(400);
  Simulator simulator(s, make_event_backend(s.platform));
  CountingPlanner planner;
  constexpr std::size_t window = 30;
  planner.set_window(window);
  planner.begin(simulator.view());
  while (simulator.advance()) {
    const SystemView& view = simulator.view();
    while (!view.ready().empty()) {
      if (planner.could_plan_more(view)) {
        const std::size_t before = planner.planned;
        planner.replan(view);
        ASSERT_LT(planner.planned - before, window + 6);
      }
      const auto decision = planner.decide(view);
      if (!decision) break;
      simulator.apply(*decision);
    }
  }
  EXPECT_EQ(simulator.view().jobs().size(), 0U);
}

/// Without a reason to plan again, each task is planned once, however many jobs wait.
TEST(PlanningPolicy, PlansEachJobOnceWhateverTheBacklog) {
  for (const std::size_t jobs : {100U, 2'000U}) {
    const Scenario s = overload_of(jobs);
    Simulator simulator(s, make_event_backend(s.platform));
    CountingPlanner planner;
    run(simulator, planner);
    EXPECT_EQ(planner.planned, 3 * jobs);
  }
}

/// While the window is full and one of its jobs waits for an element that is down, other jobs are
/// not held up.
TEST(RollingHorizon, DoesNotHoldUpJobsBehindAnElementThatIsDown) {
  Scenario s = scenario(chip()
                            .element("x", {{"a", 10_us}})
                            .element("y", {{"b", 10_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        graph("job").task("a").task("b", {{"a", Bytes(0)}}).build(),
                        std::vector<Duration>(20));
  s.incidents.push_back({Time(1_us), Incident::Kind::failure, {}, 0, ElementId{1}});
  s.incidents.push_back({Time(1_ms), Incident::Kind::repair, {}, 0, ElementId{1}});
  const RunResult result = run_with(s, rolling({{"window", "3"}}));
  for (std::uint32_t job = 0; job < 20; ++job) {
    EXPECT_LE(find_task(result, 0, job).finish, Time(200_us)) << job;
  }
}

TEST(RollingHorizon, RefusesWhatCannotPlan) {
  const auto refused = [](const Choice<Policy>& choice) -> std::string {
    try {
      static_cast<void>(choice.make());
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing";
  };
  EXPECT_THAT(refused(rolling({{"planner", "random"}})), HasSubstr("does not plan"));
  EXPECT_THAT(refused(rolling({{"planner", "rolling_horizon"}})), HasSubstr("does not plan"));
  EXPECT_THAT(refused(rolling({{"arrivals", "false"}, {"faults", "false"}, {"points", "false"}})),
              HasSubstr("nothing triggers a new plan"));
}

}  // namespace
}  // namespace kairos
