// Metrics of requests on one element, where every step takes 1 ms.
#include <gtest/gtest.h>

#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "tests/support/metrics.hpp"
#include "tests/support/served_models.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

Serving batches_of_eight() {
  Serving serving;
  serving.largest_batch = 8;
  return serving;
}

/// Requests of 4 and 2 tokens in one batch, which end at 4 and at 2 ms.
Scenario two_requests() {
  return sessions_at_once(serving_chip().build(), {{request(100, 4)}, {request(50, 2)}},
                          batches_of_eight());
}

TEST(ServingMetrics, CountRequestsAndTokens) {
  const Scenario s = two_requests();
  EXPECT_EQ(metric(s, "requests"), 2);
  EXPECT_EQ(metric(s, "tokens"), 6);
  EXPECT_EQ(metric(s, "prompt_tokens"), 150);
  EXPECT_DOUBLE_EQ(*metric(s, "tokens_per_s"), 6 / 4e-3);
}

TEST(ServingMetrics, MeasureTheFirstTokenAndThePaceOfTheOthers) {
  const Scenario s = two_requests();
  EXPECT_DOUBLE_EQ(*metric(s, "ttft_mean_s"), 1e-3);
  EXPECT_DOUBLE_EQ(*metric(s, "tpot_mean_s"), 1e-3);
  EXPECT_DOUBLE_EQ(*metric(s, "request_latency_mean_s"), 3e-3);
}

/// Batches of one: the second request has its first token at 5 ms.
TEST(ServingMetrics, CountRequestsThatMeetTheObjective) {
  Serving alone;
  alone.largest_batch = 1;
  Scenario s =
      sessions_at_once(serving_chip().build(), {{request(100, 4)}, {request(50, 2)}}, alone);
  s.workload.streams.begin()->objective.first_token = 2_ms;
  EXPECT_DOUBLE_EQ(*metric(s, "goodput_per_s"), 1 / 6e-3);
  s.workload.streams.begin()->objective = {.first_token = 5_ms, .per_token = 1_ms};
  EXPECT_DOUBLE_EQ(*metric(s, "goodput_per_s"), 2 / 6e-3);
  s.workload.streams.begin()->objective.per_token = 999_us;
  EXPECT_EQ(metric(s, "goodput_per_s"), 0);
}

TEST(ServingMetrics, CompareSpeechWithItsLength) {
  Request segment = request(20, 3);
  segment.media = 12_ms;
  EXPECT_DOUBLE_EQ(
      *metric(sessions_at_once(serving_chip().build(), {{segment}}), "real_time_factor"), 0.25);
}

/// The element draws 1 W for 4 ms.
TEST(ServingMetrics, DivideEnergyByTokens) {
  PlatformConfig chip = serving_chip();
  chip.clusters.front().power.busy = Watts(1);
  const Scenario s = sessions_at_once(chip.build(), {{request(100, 4)}});
  EXPECT_DOUBLE_EQ(*metric(s, "j_per_token"), 1e-3);
  EXPECT_DOUBLE_EQ(*metric(s, "mwh_per_token"), 1e-3 / 3.6);
}

/// The trajectory of arXiv 2604.05404 with gamma = 0.00625: the cache is evicted during the call of
/// a tool, so that the second request reads 603 + 697 + 1938 tokens.
TEST(ServingMetrics, GiveThePrefillTokenEquivalentsOfAnAgent) {
  const Scenario s = sessions_at_once(serving_chip().build(),
                                      {{request(603, 697), request(603 + 697 + 1938, 362)}});
  constexpr double gamma = 0.00625;
  EXPECT_DOUBLE_EQ(*metric(s, "prompt_tokens") + gamma * *metric(s, "context_times_output"),
                   17649.125);
}

/// The bytes that the tasks of a step move.
double traffic_of(const Scenario& s, const StepWork& work) {
  double sum = 0;
  const auto graph = one_layer_family()->step(work);
  for (const Task& task : graph->tasks()) {
    sum += task_cost(*s.cost, task, s.platform.clusters.front())->memory.value();
  }
  return sum;
}

/// A request reads 100 tokens in its first step, and then makes three more with caches of 101 to
/// 103 tokens, which are rounded up to 112.
TEST(ServingMetrics, CountTheMemoryTrafficOfEveryStep) {
  PlatformConfig chip = serving_chip();
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(1e12);
  chip.memory = {dram};
  chip.clusters.front().memory = {"dram"};
  Scenario s = sessions_at_once(chip.build(), {{request(100, 4)}});
  Choice<CostModel> cost("measured");
  cost.options.set("traffic", Value::scalar("true"));
  s.cost = cost.make();
  const double moved =
      traffic_of(s, {.chunks = {{100, 100}}}) + 3 * traffic_of(s, {.decoding = 1, .context = 112});
  EXPECT_GT(moved, 0);
  EXPECT_NEAR(*metric(s, "memory_traffic_bytes_per_s") * *metric(s, "makespan_s"), moved,
              1e-6 * moved);
}

TEST(ServingMetrics, AreAbsentWithoutSessions) {
  const auto g = graph("job").task("a").build();
  const Scenario s = scenario(chip().element("cpu", {{"a", 1_us}}).build(), g);
  EXPECT_EQ(metric(s, "requests"), std::nullopt);
  EXPECT_EQ(metric(s, "ttft_mean_s"), std::nullopt);
}

}  // namespace
}  // namespace kairos
