// Tests the Pareto archive, the factors of the energy equation, and the search over both.
#include <cmath>

#include <gtest/gtest.h>

#include "policies/search/annealer.hpp"
#include "policies/search/pareto_annealer.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/published_graphs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Boxes of 2 x 1 x 1 and 1 x 2 x 1 up to (2, 2, 2) share a volume of 1, so their union is 3; the
/// corner adds 0.125.
TEST(ParetoArchive, MeasuresTheVolumeItDominates) {
  ParetoArchive archive(8, {2, 2, 2});
  archive.offer({}, {0, 1, 1});
  EXPECT_DOUBLE_EQ(archive.hypervolume(), 2);
  archive.offer({}, {1, 0, 1});
  EXPECT_DOUBLE_EQ(archive.hypervolume(), 3);
  archive.offer({}, {1.5, 1.5, 0.5});
  EXPECT_DOUBLE_EQ(archive.hypervolume(), 3.125);
  archive.offer({}, {1.6, 1.6, 0.6});
  EXPECT_EQ(archive.members().size(), 3U);
}

void expect_mutually_non_dominated(const ParetoArchive& archive) {
  for (const ParetoPlan& a : archive.members()) {
    for (const ParetoPlan& b : archive.members()) {
      EXPECT_FALSE(dominates(a.objectives, b.objectives));
    }
  }
}

TEST(ParetoArchive, NeverLosesVolumeAndStaysMutuallyNonDominated) {
  Random random(1);
  ParetoArchive archive(10, {1, 1, 1});
  double before = 0;
  for (int i = 0; i < 2000; ++i) {
    archive.offer({}, {random.uniform(), random.uniform(), random.uniform()});
    const double now = archive.hypervolume();
    ASSERT_GE(now, before - 1e-12);
    before = now;
  }
  EXPECT_EQ(archive.members().size(), 10U);
  expect_mutually_non_dominated(archive);
}

/// The ridge is at 10 Gop/s / 5 GB/s = 2 op/B, so a task of 1 op/B attains half of the peak.
TEST(DeviceEnergy, FactorsFollowTheirFormulas) {
  Cluster cluster;
  cluster.throughput.emplace("any", OperationsPerSecond(10e9));
  cluster.memory_route = {LinkId{0}};
  Interconnect interconnect(1);
  interconnect.links.push_back({"dram", BytesPerSecond(5e9)});
  EXPECT_DOUBLE_EQ(dasi({"t", "k", Operations(1e6), Bytes(1e6)}, cluster, interconnect), 0.5);
  EXPECT_DOUBLE_EQ(dasi({"t", "k", Operations(9e6), Bytes(1e6)}, cluster, interconnect), 1);
  EXPECT_DOUBLE_EQ(capacity_penalty(0.8), 0);
  EXPECT_NEAR(capacity_penalty(1.3), 1, 1e-12);
  EXPECT_GT(thermal_yield(Watts(1), Volts(1), 300), thermal_yield(Watts(1), Volts(1), 360));
  EXPECT_LT(thermal_yield(Watts(1), Volts(1), 300), 1);
}

TEST(Pgsam, NeverLosesVolumeAndStaysMutuallyNonDominated) {
  const PlanningCase c(random_instance(3, 20, 4, 1));
  PgsamOptions options;
  options.evaluations = 5000;
  ParetoAnnealer search(c.job, c.problem, c.bounds, heft_plan(c.job, c.schedule), options,
                        Random(1));
  const double begin = search.archive().hypervolume();
  double before = begin;
  while (search.step()) {
    const double now = search.archive().hypervolume();
    ASSERT_GE(now, before - 1e-12);
    before = now;
  }
  EXPECT_GT(before, begin);
  EXPECT_GT(search.archive().members().size(), 2U);
  expect_mutually_non_dominated(search.archive());
}

/// If energy and under-use do not count, the search finds the optimum of the canonical graph.
TEST(Pgsam, ReachesTheShortestScheduleWhenOnlyLatencyCounts) {
  const PlanningCase c(canonical());
  PgsamOptions options;
  options.energy = options.underuse = 0;
  ParetoAnnealer search(c.job, c.problem, c.bounds, heft_plan(c.job, c.schedule), options,
                        Random(1));
  while (search.step()) {
  }
  PlanEvaluator evaluator(c.problem, c.bounds);
  EXPECT_EQ(evaluator.evaluate(search.chosen()), 73'000'000'000'000);
}

/// Two equal tasks. Element 0 is twice as fast and draws ten times the power.
PlanningCase fast_and_frugal() {
  return PlanningCase(scenario(chip()
                                   .cluster("fast", 1, {{"a", 1_us}, {"b", 1_us}}, Watts(10))
                                   .cluster("frugal", 1, {{"a", 2_us}, {"b", 2_us}}, Watts(1))
                                   .bandwidth(BytesPerSecond(1e9))
                                   .build(),
                               graph("job").task("a").task("b", {{"a", Bytes(0)}}).build()));
}

/// Two tasks take 1 us at 10 W. The factor is peak power times time, and leakage is added.
TEST(DeviceEnergy, StaticFactorsArePeakPowerTimesTime) {
  const PlanningCase c = fast_and_frugal();
  const Plan plan{{0, 1}, {0, 0}};
  DeviceEnergy fixed(c.job, {0, 318.15, true});
  EXPECT_DOUBLE_EQ(fixed.joules(plan), 20e-6);
  EXPECT_GT(DeviceEnergy(c.job, {0, 318.15, false}).joules(plan), 20e-6);
}

Plan chosen(const PlanningCase& c, const PgsamOptions& options) {
  ParetoAnnealer search(c.job, c.problem, c.bounds, heft_plan(c.job, c.schedule), options,
                        Random(1));
  while (search.step()) {
  }
  return search.chosen();
}

TEST(Pgsam, FollowsTheWeights) {
  const PlanningCase c = fast_and_frugal();
  PgsamOptions options;
  options.evaluations = 500;
  options.latency = options.underuse = 0;
  EXPECT_EQ(chosen(c, options).element, (std::vector<std::uint32_t>{1, 1}));
  options.latency = 1;
  options.energy = 0;
  EXPECT_EQ(chosen(c, options).element, (std::vector<std::uint32_t>{0, 0}));
}

TEST(Pgsam, GreedyEndsWhereNoSingleStepHelps) {
  const PlanningCase c(canonical());
  PgsamOptions options;
  options.energy = options.underuse = 0;
  PlanEvaluator evaluator(c.problem, c.bounds);
  const Picoseconds heft = evaluator.evaluate(heft_plan(c.job, c.schedule));
  const Picoseconds annealed = evaluator.evaluate(chosen(c, options));
  options.greedy = true;
  const Picoseconds greedy = evaluator.evaluate(chosen(c, options));
  EXPECT_LE(annealed, greedy);
  EXPECT_LE(greedy, heft);
}

/// If only energy counted, all tasks would be on the frugal element, which has too little memory
/// for b and c together.
TEST(Pgsam, VerifiesThatTheKneeFits) {
  PlanningCase c(scenario(
      chip()
          .cluster("fast", 1, {{"a", 1_us}, {"b", 1_us}, {"c", 1_us}}, Watts(10))
          .cluster("frugal", 1, {{"a", 2_us}, {"b", 2_us}, {"c", 2_us}}, Watts(0.1))
          .bandwidth(BytesPerSecond(1e9))
          .build(),
      graph("job").task("a").task("b", {{"a", Bytes(60)}}).task("c", {{"a", Bytes(60)}}).build()));
  PgsamOptions options;
  options.evaluations = 2000;
  options.latency = options.underuse = 0;
  options.capacity = Bytes(100);
  const Plan verified = chosen(c, options);
  EXPECT_NE(verified.element[1], verified.element[2]);
  options.no_verify = true;
  EXPECT_EQ(chosen(c, options).element, (std::vector<std::uint32_t>{1, 1, 1}));
}

}  // namespace
}  // namespace kairos
