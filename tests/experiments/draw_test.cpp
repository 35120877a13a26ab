// Tests experiments in which every seed draws a scenario of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;

constexpr const char* drawn = R"(
name: drawn
draw:
  domains: {platform: ds3_soc, workload: ds3}
  variation: {load: 0.8, noise: 0.2, graphs: 1, chips: 1, tasks: {from: 40, to: 44}}
  jobs: 12
policies: [earliest_finish, first_come]
seeds: [3, 4]
)";

Sweep sweep_of(const std::string& more, const std::string& text = drawn) {
  return expand(experiment_from_text(text + more, "drawn"));
}

std::string complaint(const std::string& text) {
  try {
    sweep_of("", text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(Draw, GivesEverySeedAScenarioAndAllPoliciesTheSame) {
  const Sweep sweep = sweep_of("");
  ASSERT_EQ(sweep.runs.size(), 4U);
  EXPECT_EQ(sweep.runs[0].scenario(), sweep.runs[2].scenario()) << "of one seed";
  const auto one_scenario = sweep.runs[0].scenario();
  const Scenario& one = *one_scenario;
  const auto other_scenario = sweep.runs[1].scenario();
  const Scenario& other = *other_scenario;
  ASSERT_EQ(one.workload.streams.size(), 1U);
  EXPECT_EQ(one.workload.streams.front().jobs, 12U);
  for (const Application& application : one.workload.applications) {
    EXPECT_GE(application.graph->size(), 40U);
    EXPECT_LE(application.graph->size(), 44U);
  }
  const auto sizes = [](const Scenario& scenario) {
    std::vector<std::size_t> all;
    for (const Application& a : scenario.workload.applications) all.push_back(a.graph->size());
    return all;
  };
  EXPECT_NE(sizes(one), sizes(other));
}

TEST(SharedScenario, IsBuiltAgainOnlyAfterManyOthers) {
  int built = 0;
  const auto build = [&built] {
    ++built;
    return std::make_shared<const Scenario>();
  };
  const auto recent = std::make_shared<RecentScenarios>();
  const SharedScenario first(build, recent);
  static_cast<void>(first.get());
  static_cast<void>(first.get());
  EXPECT_EQ(built, 1);
  for (int i = 0; i < 100; ++i) static_cast<void>(SharedScenario(build, recent).get());
  EXPECT_EQ(built, 101);
  const auto again = first.get();
  EXPECT_EQ(built, 102);
  for (int i = 0; i < 100; ++i) static_cast<void>(SharedScenario(build, recent).get());
  EXPECT_EQ(first.get(), again) << "it is still in use";
}

TEST(Draw, MaySweepOverWhatSomeSeedsDrawAlike) {
  EXPECT_EQ(sweep_of("sweep: {draw.variation.chips: [0.999999, 1]}\n").runs.size(), 8U);
  EXPECT_THAT(complaint(std::string(drawn) + "sweep: {draw.variation.chips: [1, 1]}\n"),
              HasSubstr("the same runs twice"));
}

TEST(Draw, GivesEqualScenariosForEqualSeeds) {
  const Sweep one = sweep_of("");
  const Sweep two = sweep_of("");
  for (std::size_t i = 0; i < one.runs.size(); ++i) {
    EXPECT_EQ(one.runs[i].key.hash, two.runs[i].key.hash);
    EXPECT_EQ(run(one.runs[i]).fingerprint, run(two.runs[i]).fingerprint);
  }
  EXPECT_NE(one.runs[0].key.hash, one.runs[1].key.hash);
  EXPECT_EQ(one.configuration_hash, two.configuration_hash);
}

TEST(Draw, ChangesTheLoadOfAScenarioAndNothingElse) {
  const Sweep sweep = sweep_of("sweep: {draw.variation.load: [0.4, 0.8]}\n");
  ASSERT_EQ(sweep.runs.size(), 8U);
  const auto light_scenario = sweep.runs[0].scenario();
  const Scenario& light = *light_scenario;
  const auto heavy_scenario = sweep.runs[4].scenario();
  const Scenario& heavy = *heavy_scenario;
  EXPECT_EQ(light.platform.elements.size(), heavy.platform.elements.size());
  const auto rate_of = [](const Scenario& scenario) {
    Hertz rate;
    Codec<Hertz>::read(*scenario.workload.streams.front().arrivals->options.find("rate"), rate);
    return rate.value();
  };
  EXPECT_NEAR(rate_of(heavy) / rate_of(light), 2, 1e-9);
}

TEST(Draw, CanRunInAProcessOfItsOwn) {
  const Sweep sweep = sweep_of("");
  const Sweep alone = expand(experiment_from_text(single_run_document(sweep.runs[1]), "alone"));
  ASSERT_EQ(alone.runs.size(), 1U);
  EXPECT_EQ(run(alone.runs[0]).fingerprint, run(sweep.runs[1]).fingerprint);
}

TEST(Draw, IsRefusedBesideWhatItBrings) {
  EXPECT_THAT(complaint(std::string(drawn) + "platform: ds3_soc\n"), HasSubstr("'draw' sets"));
  EXPECT_THAT(complaint("name: none\npolicies: heft\nplatform: ds3_soc\n"),
              HasSubstr("drawn:1:1: 'workload' is missing"));
  EXPECT_THAT(complaint("name: none\npolicies: heft\nworkload: ds3\n"),
              HasSubstr("drawn:1:1: 'platform' is missing"));
  EXPECT_THAT(complaint("name: none\npolicies: heft\ndraw: {domains: []}\n"),
              HasSubstr("'domains' is empty"));
  EXPECT_THAT(complaint("name: none\npolicies: heft\ndraw: {domains: {platform: ds3_soc, workload: "
                        "ds3}, variation: {load: -1}}\n"),
              HasSubstr("-1"));
  EXPECT_THAT(complaint("name: none\npolicies: heft\ndraw: {domains: {platform: ds3_soc, workload: "
                        "ds3}, variation: {load: {from: 2, to: 1}}}\n"),
              HasSubstr("'to' is less than 'from'"));
}

}  // namespace
}  // namespace kairos
