// Tests that policies that keep orders between decisions decide like policies that look at
// everything every time. The random chips and graphs have overload, noise, changing clocks, failing
// elements, several slots, several streams, tasks that take no time, conditional tasks and amounts.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/base/registry.hpp"
#include "sim/metrics/timeline.hpp"
#include "tests/support/draws.hpp"
#include "tests/support/random_draws.hpp"
#include "tests/support/reference_heft.hpp"
#include "tests/support/reference_policies.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

class OverloadedScenario : private Draws {
 public:
  /// With `has_draws`, the graphs have conditional tasks and edges, shares and amounts.
  explicit OverloadedScenario(std::uint64_t seed, bool has_draws = false)
      : Draws(Random::stream(seed, "overload")) {
    scenario_ =
        scenario(draw_chip(), draw_graph("first", 1 + index_below(7)), draw_arrivals(30, 150));
    add_stream();
    scenario_.seed = seed;
    if (chance(0.4)) scenario_.noise = Choice<NoiseModel>("lognormal").make();
    if (chance(0.5)) draw_failures();
    if (chance(0.4)) draw_clocks();
    if (chance(0.3)) scenario_.faults.detection_delay = microseconds(1, 8);
    if (!has_draws) return;
    for (const ApplicationId a : ids<ApplicationId>(scenario_.workload.applications.size())) {
      auto& graph = scenario_.workload.applications[a].graph;
      graph = with_random_draws(*graph, Random::stream(seed, "conditions", index(a)));
    }
  }
  [[nodiscard]] const Scenario& get() const { return scenario_; }

 private:
  Platform draw_chip() {
    ChipBuilder builder = chip();
    const std::size_t shortest = chance(0.4) ? 0 : 1;
    std::map<std::string, Duration> all;
    const std::size_t clusters = 1 + index_below(3);
    for (std::size_t c = 0; c < clusters; ++c) {
      std::map<std::string, Duration> kernels;
      for (const char* kernel : {"a", "b", "c"}) {
        if (chance(0.6)) kernels[kernel] = microseconds(shortest, 9);
        all[kernel] = microseconds(shortest, 12);
      }
      builder.cluster("some" + std::to_string(c), 1 + index_below(3), kernels);
      if (chance(0.3)) builder.slots(2);
    }
    builder.cluster("able", 1, all);
    return builder.bandwidth(BytesPerSecond(1e9)).build();
  }

  /// Adds a second application, and deadlines for both.
  void add_stream() {
    const auto graph = draw_graph("second", 1 + index_below(7));
    Workload& workload = scenario_.workload;
    workload.applications.front().deadline = microseconds(20, 60);
    workload.applications.push_back({graph->name(), graph, std::nullopt});
    if (chance(0.7)) workload.applications.back().deadline = microseconds(20, 60);
    Stream stream = workload.streams.front();
    stream.name = "second";
    stream.weights = {0, 1};
    Value times = Value::list();
    for (const Duration d : draw_arrivals(30, 150)) times.items.push_back(Value::scalar(format(d)));
    stream.arrivals->options.set("times", times);
    workload.streams.front().weights = {1, 0};
    workload.streams.push_back(std::move(stream));
  }

  void add(Incident::Kind kind, ElementId element, Duration at) {
    scenario_.incidents.push_back({Time(at), kind, {}, 0, element});
  }
  void draw_failures() {
    for (const ElementId e : ids<ElementId>(scenario_.platform.elements.size())) {
      if (chance(0.5)) continue;
      const Duration at = microseconds(5, 120);
      add(Incident::Kind::failure, e, at);
      add(Incident::Kind::repair, e, at + microseconds(1, 60));
    }
  }
  void draw_clocks() {
    for (const ClusterId c : ids<ClusterId>(scenario_.platform.clusters.size())) {
      scenario_.incidents.push_back({Time(microseconds(5, 80)), Incident::Kind::point, c, 0, {}});
      scenario_.incidents.push_back({Time(microseconds(90, 160)), Incident::Kind::point, c, 1, {}});
    }
  }

  Scenario scenario_;
};

std::vector<TaskFinished> tasks_of(const Scenario& scenario, Policy& policy) {
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  Timeline timeline;
  simulator.attach(timeline);
  run(simulator, policy);
  return timeline.tasks();
}

std::string told(const TaskFinished& task) {
  return fmt::format("task {} of job {} on {} from {} to {}", index(task.task.task),
                     index(task.task.job), index(task.element), task.start.picoseconds(),
                     task.finish.picoseconds());
}

void expect_equal(const Choice<Policy>& choice, Policy&& reference, bool has_draws = false) {
  const std::string& name = choice.name;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const OverloadedScenario drawn(seed, has_draws);
    const auto policy = choice.make();
    const auto kept = tasks_of(drawn.get(), *policy);
    const auto expected = tasks_of(drawn.get(), reference);
    ASSERT_EQ(kept.size(), expected.size()) << name << ", seed " << seed;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      ASSERT_EQ(told(kept[i]), told(expected[i])) << name << ", seed " << seed;
    }
  }
}

TEST(IncrementalOrder, OfDeadlinesDecidesAsSorting) {
  expect_equal(Choice<Policy>("edf"), SortingPolicy(deadline_of_job));
}

TEST(IncrementalOrder, OfLaxitiesDecidesAsSorting) {
  expect_equal(Choice<Policy>("least_laxity"), SortingPolicy(laxity));
}

TEST(IncrementalOrder, OfRemainingWorkDecidesAsSorting) {
  expect_equal(Choice<Policy>("srpt_eft"), SortingPolicy(work_left));
}

TEST(IncrementalOrder, OfRemainingWorkWithAmountsDecidesAsSorting) {
  expect_equal(Choice<Policy>("srpt_eft"), SortingPolicy(work_left), true);
}

TEST(IncrementalOrder, OfArrivalDecidesAsScanning) {
  expect_equal(Choice<Policy>("first_come"), ScanningFirstCome());
}

TEST(IncrementalOrder, OfMeanDurationsDecidesAsScanning) {
  expect_equal(Choice<Policy>("heft_rt"), ScanningHeftRt());
}

TEST(IncrementalOrder, OfOwnedTasksDecidesAsScanning) {
  expect_equal(Choice<Policy>("work_stealing"), ScanningWorkStealing());
}

TEST(IncrementalOrder, OfPromisesDecidesAsWorkingThemOutAnew) {
  expect_equal(Choice<Policy>("heft"), RecomputingHeft());
}

TEST(IncrementalOrder, OfPromisesWithAmountsDecidesAsWorkingThemOutAnew) {
  expect_equal(Choice<Policy>("heft"), RecomputingHeft(), true);
}

TEST(IncrementalOrder, OfPromisesPlannedAnewDecidesAsWorkingThemOutAnew) {
  Choice<Policy> everything("rolling_horizon");
  everything.options.set("window", Value::scalar("1000000"));
  expect_equal(everything, RecomputingHeft(true));
}

}  // namespace
}  // namespace kairos
