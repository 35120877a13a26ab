// Sessions on one element, where every step takes 1 ms.
#include <algorithm>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/served_models.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

RequestLog log_of(const Scenario& scenario) {
  RequestLog log;
  run_with(scenario, "first_come", &log);
  return log;
}

Serving batches(std::int64_t largest) {
  Serving serving;
  serving.largest_batch = largest;
  return serving;
}

TEST(Session, ReadsItsPromptAndThenMakesATokenInEachStep) {
  const RequestLog log = log_of(sessions_at_once(serving_chip().build(), {{request(100, 4)}}));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 4_ms, 100, 4, 104}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.steps, 4U);
}

TEST(Session, HasItsNextRequestAfterThePause) {
  const RequestLog log = log_of(
      sessions_at_once(serving_chip().build(), {{request(100, 4), request(30, 2, 104, 10_ms)}}));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 4_ms, 100, 4, 104},
                                                {0, 14_ms, 15_ms, 16_ms, 30, 2, 136}};
  EXPECT_EQ(log.entries, expected);
}

TEST(Session, MayWaitForAnInstant) {
  Request late = request(100, 1);
  late.earliest = Time(7_ms);
  const RequestLog log = log_of(sessions_at_once(serving_chip().build(), {{late}}));
  const std::vector<RequestLog::Entry> expected{{0, 7_ms, 8_ms, 8_ms, 100, 1, 101}};
  EXPECT_EQ(log.entries, expected);
}

/// A request without new tokens reads the last one of those it keeps.
TEST(Session, MayMakeAnotherOutputFromTheSamePrompt) {
  const RequestLog log =
      log_of(sessions_at_once(serving_chip().build(), {{request(50, 3), request(0, 3, 50)}}));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 3_ms, 50, 3, 53},
                                                {0, 3_ms, 4_ms, 6_ms, 0, 3, 53}};
  EXPECT_EQ(log.entries, expected);
}

TEST(Session, WithoutOutputOnlyReads) {
  const RequestLog log = log_of(sessions_at_once(serving_chip().build(), {{request(50, 0)}}));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 1_ms, 50, 0, 50}};
  EXPECT_EQ(log.entries, expected);
}

/// Without `serving`, the tasks of three requests take turns on the element: layers of 875 us, and
/// output layers of 125 us.
TEST(Session, HasStepsOfItsOwnWithoutBatches) {
  const std::vector<std::vector<Request>> three{
      {request(10, 2)}, {request(10, 2)}, {request(10, 2)}};
  const RequestLog log = log_of(sessions_at_once(serving_chip().build(), three));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 2750_us, 5750_us, 10, 2, 12},
                                                {1, 0_ms, 2875_us, 5875_us, 10, 2, 12},
                                                {2, 0_ms, 3000_us, 6000_us, 10, 2, 12}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.steps, 6U);
}

/// Three prompts are read in one step; a fourth request waits until a place is free.
TEST(ContinuousBatch, LetsRequestsJoinWhenOthersAreComplete) {
  const std::vector<std::vector<Request>> four{
      {request(10, 2)}, {request(10, 4)}, {request(10, 4)}, {request(10, 2)}};
  const RequestLog log = log_of(sessions_at_once(serving_chip().build(), four, batches(3)));
  // Steps: prompts of 0, 1, 2 | tokens | prompt of 3 | tokens | tokens.
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 2_ms, 10, 2, 12},
                                                {3, 0_ms, 3_ms, 4_ms, 10, 2, 12},
                                                {1, 0_ms, 1_ms, 5_ms, 10, 4, 14},
                                                {2, 0_ms, 1_ms, 5_ms, 10, 4, 14}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.steps, 5U);
}

TEST(ContinuousBatch, ReadsNoMorePromptsThanTheBudgetAllows) {
  Serving serving = batches(8);
  serving.token_budget = 512;
  const std::vector<std::vector<Request>> three{
      {request(300, 1)}, {request(200, 1)}, {request(100, 1)}};
  const RequestLog log = log_of(sessions_at_once(serving_chip().build(), three, serving));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 1_ms, 300, 1, 301},
                                                {1, 0_ms, 1_ms, 1_ms, 200, 1, 201},
                                                {2, 0_ms, 2_ms, 2_ms, 100, 1, 101}};
  EXPECT_EQ(log.entries, expected);
}

/// The second prompt is read in chunks of 40 tokens while the first request makes tokens.
TEST(ChunkedPrefill, ReadsPromptsBesidesMakingTokens) {
  Serving serving = batches(8);
  serving.chunk = 40;
  serving.token_budget = 41;
  const std::vector<std::vector<Request>> two{{request(1, 5)}, {request(100, 2)}};
  const RequestLog log = log_of(sessions_at_once(serving_chip().build(), two, serving));
  // Steps: 1 + 40 rows | 1 + 40 | 1 + 20 | 1 + 1 | 1.
  const std::vector<RequestLog::Entry> expected{{1, 0_ms, 3_ms, 4_ms, 100, 2, 102},
                                                {0, 0_ms, 1_ms, 5_ms, 1, 5, 6}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.steps, 5U);
}

TEST(StaticBatch, EndsWithItsLastRequest) {
  Serving serving = batches(2);
  serving.rule = BatchRule::in_groups;
  const std::vector<std::vector<Request>> three{
      {request(10, 1)}, {request(10, 4)}, {request(10, 2)}};
  const RequestLog log = log_of(sessions_at_once(serving_chip().build(), three, serving));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 1_ms, 10, 1, 11},
                                                {1, 0_ms, 1_ms, 4_ms, 10, 4, 14},
                                                {2, 0_ms, 5_ms, 6_ms, 10, 2, 12}};
  EXPECT_EQ(log.entries, expected);
}

/// A batch that is not full begins after the time-out.
TEST(StaticBatch, WaitsForTheTimeOut) {
  Serving serving = batches(4);
  serving.rule = BatchRule::in_groups;
  serving.timeout = 20_ms;
  const RequestLog log =
      log_of(sessions_at_once(serving_chip().build(), {{request(10, 2)}}, serving));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 21_ms, 22_ms, 10, 2, 12}};
  EXPECT_EQ(log.entries, expected);
}

// ---- Memory. The cache of a block of 16 tokens takes 4096 bytes.

constexpr double block = 4096;

/// The chip with a memory for caches of so many blocks, which spills to one of 1 MB/s.
Platform chip_with_blocks(double blocks) {
  PlatformConfig config = serving_chip();
  MemoryConfig caches, host;
  caches.name = "caches";
  caches.bandwidth = BytesPerSecond(1e12);
  caches.size = Bytes(blocks * block);
  caches.when_full = WhenFull::spill;
  caches.spill_to = "host";
  host.name = "host";
  host.bandwidth = BytesPerSecond(1e6);
  host.size = Bytes(1e9);
  config.memory = {caches, host};
  return config.build();
}

/// Batches of up to 8 whose caches are in the memory of that chip.
Serving limited_batches() {
  Serving serving = batches(8);
  serving.memory = "caches";
  return serving;
}

Scenario with_rule(Scenario scenario, CacheRule rule) {
  scenario.workload.streams.begin()->on_memory_full = rule;
  return scenario;
}

/// Follows the use of the first memory.
class UseOfMemory final : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override { return EventSet::of<MemoryUsed>(); }
  void observe(Time, Event event) override {
    const auto* use = event.as<MemoryUsed>();
    if (use->memory != MemoryId{}) return;
    last = use->used;
    most = std::max(most, use->used);
  }
  Bytes last, most;
};

/// After 100 + 3 tokens the cache has 7 blocks; the last token is made but never read.
TEST(CacheMemory, GrowsByBlocksAndIsFreeAfterTheLastSession) {
  UseOfMemory use;
  run_with(sessions_at_once(chip_with_blocks(100), {{request(100, 4)}}, limited_batches()),
           "first_come", &use);
  EXPECT_EQ(use.most, Bytes(7 * block));
  EXPECT_EQ(use.last, Bytes{});
}

TEST(CacheMemory, LetsRequestsWaitForAllOfTheirRoom) {
  const std::vector<std::vector<Request>> two{{request(100, 4)}, {request(100, 4)}};
  const RequestLog log = log_of(
      with_rule(sessions_at_once(chip_with_blocks(10), two, limited_batches()), CacheRule::wait));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 4_ms, 100, 4, 104},
                                                {1, 0_ms, 5_ms, 8_ms, 100, 4, 104}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.evictions, 0U);
}

/// Both caches have 7 blocks of 14 until the first request reads its 113th token in the 14th step.
/// The second one is given up then. Its 113 known tokens are read again when the first is complete.
TEST(CacheMemory, GivesUpTheNewestRequestAndReadsItAgain) {
  const std::vector<std::vector<Request>> two{{request(100, 20)}, {request(100, 20)}};
  const RequestLog log = log_of(sessions_at_once(chip_with_blocks(14), two, limited_batches()));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 20_ms, 100, 20, 120},
                                                {1, 0_ms, 1_ms, 27_ms, 100, 20, 120}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.evictions, 1U);
}

/// A session that pauses with 7 blocks, and another one that needs 7 of 10 at 6 ms.
std::vector<std::vector<Request>> pausing_and_late() {
  Request late = request(100, 2);
  late.earliest = Time(6_ms);
  return {{request(100, 4), request(10, 2, 104, 10_ms)}, {late}};
}

TEST(CacheMemory, GivesUpTheCacheOfASessionThatPauses) {
  for (const CacheRule rule : {CacheRule::evict, CacheRule::recompute}) {
    const RequestLog log = log_of(with_rule(
        sessions_at_once(chip_with_blocks(10), pausing_and_late(), limited_batches()), rule));
    const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 4_ms, 100, 4, 104},
                                                  {1, 6_ms, 7_ms, 8_ms, 100, 2, 102},
                                                  {0, 14_ms, 15_ms, 16_ms, 10, 2, 116}};
    EXPECT_EQ(log.entries, expected);
    EXPECT_EQ(log.evictions, 1U);
  }
}

/// Seven blocks move to the host in 28.672 ms, and back when there is room for them.
TEST(CacheMemory, MovesTheCacheOfASessionThatPauses) {
  const RequestLog log = log_of(
      with_rule(sessions_at_once(chip_with_blocks(10), pausing_and_late(), limited_batches()),
                CacheRule::swap));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 4_ms, 100, 4, 104},
                                                {1, 6_ms, 35672_us, 36672_us, 100, 2, 102},
                                                {0, 14_ms, 66344_us, 67344_us, 10, 2, 116}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.swaps, 1U);
  EXPECT_EQ(log.evictions, 0U);
}

TEST(CacheMemory, RefusesARequestThatNeverFits) {
  EXPECT_THROW(
      log_of(sessions_at_once(chip_with_blocks(5), {{request(100, 4)}}, limited_batches())),
      InputError);
}

/// Caches in the memory of the tasks leave room for the weights and for the tensors of a step. Two
/// requests with 7 blocks each take turns if there is room for 10.
TEST(CacheMemory, LeavesRoomForWeightsAndTensors) {
  const auto family = one_layer_family();
  const auto step = family->step({.chunks = {{128, 128}}});
  Bytes weights, largest;
  for (const Resident& resident : step->residents()) weights += resident.bytes;
  for (const TaskId task : ids<TaskId>(step->size())) {
    Bytes tensors;
    for (const Edge& input : step->inputs(task)) tensors += input.bytes;
    for (const Edge& output : step->outputs(task)) tensors += output.bytes;
    largest = std::max(largest, tensors);
  }
  PlatformConfig config = serving_chip();
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(1e15);
  dram.size = weights + largest + Bytes(10 * block);
  config.memory = {dram};
  config.clusters.front().memory = {"dram"};
  Serving serving = batches(8);
  serving.token_budget = 128;
  const std::vector<std::vector<Request>> two{{request(100, 4)}, {request(100, 4)}};
  const RequestLog log =
      log_of(with_rule(sessions_at_once(config.build(), two, serving), CacheRule::wait));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 4_ms, 100, 4, 104},
                                                {1, 0_ms, 5_ms, 8_ms, 100, 4, 104}};
  EXPECT_EQ(log.entries, expected);
}

}  // namespace
}  // namespace kairos
