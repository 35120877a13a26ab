// Tests the rows of graphs that are added during a run, such as those of the steps of sessions.
#include "sim/state/system_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/registry.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::shared_ptr<const JobGraph> one_task(Duration time) {
  Task task{"t", "t", {}, {}};
  task.times = {{"cpu", time}};
  JobGraph::Builder builder("job");
  builder.add(std::move(task));
  return builder.build();
}

std::vector<ElementId> candidates(const SystemState& state, std::size_t row) {
  const auto all = state.candidates(row);
  return {all.begin(), all.end()};
}

constexpr ElementId cpu{0}, gpu{1};

/// Both elements run t, and only the GPU runs g.
Platform cpu_and_gpu() {
  return chip()
      .element("cpu", {{"t", 1_us}})
      .element("gpu", {{"t", 1_us}, {"g", 1_us}})
      .bandwidth(BytesPerSecond(1e9))
      .build();
}

TEST(SystemState, KnowsWhichElementsAreUpForGraphsThatAreAdded) {
  const Scenario s = scenario(cpu_and_gpu(), graph("job").task("t").build());
  SystemState state(s);
  state.elements[gpu].up = false;
  state.elements_down = 1;
  state.update_candidates();
  const std::size_t both = state.add_graph(*one_task(3_us), ApplicationId{}, std::nullopt);
  EXPECT_THAT(candidates(state, 0), ElementsAre(cpu));
  EXPECT_THAT(candidates(state, both), ElementsAre(cpu));
  EXPECT_FALSE(state.strands_tasks());
  const std::size_t stranded =
      state.add_graph(*graph("job").task("g").build(), ApplicationId{}, std::nullopt);
  EXPECT_THAT(candidates(state, both), ElementsAre(cpu));
  EXPECT_THAT(candidates(state, stranded), IsEmpty());
  EXPECT_TRUE(state.strands_tasks());
  state.elements[gpu].up = true;
  state.elements[cpu].up = false;
  state.update_candidates();
  EXPECT_THAT(candidates(state, both), ElementsAre(gpu));
  EXPECT_THAT(candidates(state, stranded), ElementsAre(gpu));
  EXPECT_FALSE(state.strands_tasks());
}

/// Policies believe that every task takes twice as long as it does.
TEST(SystemState, UsesRowsAgainInBothTablesOfCosts) {
  Scenario s = scenario(cpu_and_gpu(), graph("job").task("t").build());
  Choice<CostModel> estimator("estimator");
  estimator.options.set("bias", Value::scalar("2"));
  estimator.options.set("spread", Value::scalar("0"));
  std::shared_ptr<CostModel> belief = estimator.make();
  belief->know_truth(s.cost);
  s.belief = belief;
  SystemState state(s);
  const std::size_t first = state.add_graph(*one_task(3_us), ApplicationId{}, std::nullopt);
  EXPECT_EQ(state.believed_costs().alone(first, cpu), 6_us);
  EXPECT_EQ(state.add_graph(*one_task(5_us), ApplicationId{}, first), first);
  EXPECT_EQ(state.costs.alone(first, cpu), 5_us);
  EXPECT_EQ(state.believed_costs().alone(first, cpu), 10_us);
  EXPECT_EQ(state.costs.rows(), first + 1);
  EXPECT_EQ(state.believed_costs().rows(), first + 1);
}

/// The task g has other candidates than t, so that it gets a row of its own.
TEST(SystemState, AddsRowsThatDoNotFit) {
  const Scenario s = scenario(cpu_and_gpu(), graph("job").task("t").build());
  SystemState state(s);
  const std::size_t first = state.add_graph(*one_task(3_us), ApplicationId{}, std::nullopt);
  EXPECT_EQ(state.add_graph(*graph("job").task("g").build(), ApplicationId{}, first), first + 1);
  EXPECT_EQ(state.costs.alone(first, cpu), 3_us);
}

}  // namespace
}  // namespace kairos
