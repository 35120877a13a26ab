// The room of caches as vLLM manages it: requests that lost their cache go first, find what is left
// of it, and begin only with room for all of their tokens. Every step takes 1 ms.
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/engine/freed_room.hpp"
#include "tests/support/served_models.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr double block = 4096;  ///< The cache of 16 tokens.

Platform chip_with_blocks(double blocks) {
  PlatformConfig config = serving_chip();
  MemoryConfig caches;
  caches.name = "caches";
  caches.bandwidth = BytesPerSecond(1e9);
  caches.size = Bytes(blocks * block);
  config.memory = {caches};
  return config.build();
}

Serving serving_with(std::int64_t chunk) {
  Serving serving;
  serving.memory = "caches";
  serving.largest_batch = 8;
  serving.token_budget = 200;
  serving.chunk = chunk;
  return serving;
}

RequestLog log_of(double blocks, std::vector<std::vector<Request>> sessions, Serving serving) {
  Scenario scenario =
      sessions_at_once(chip_with_blocks(blocks), std::move(sessions), std::move(serving));
  scenario.workload.streams.begin()->on_memory_full = CacheRule::recompute;
  RequestLog log;
  run_with(scenario, "first_come", &log);
  return log;
}

constexpr SessionId first{1}, second{2};

/// The example of the header: 60 blocks that were never used come first, then 40 of a cache.
TEST(FreedRoom, UsesACacheThatWasGivenUpFromItsEnd) {
  FreedRoom room;
  room.add(Bytes(60));
  room.add(Bytes(40));
  room.set_owner(first, Bytes(40));
  room.use(Bytes(70));
  EXPECT_EQ(room.of(first), Bytes(30));
  EXPECT_EQ(room.of(second), Bytes{});
}

TEST(FreedRoom, UsesCachesInTheOrderInWhichTheyWereGivenUp) {
  FreedRoom room;
  room.add(Bytes(10));
  room.set_owner(first, Bytes(10));
  room.add(Bytes(10));
  room.set_owner(second, Bytes(8));
  room.use(Bytes(13));
  EXPECT_EQ(room.of(first), Bytes{});
  EXPECT_EQ(room.of(second), Bytes(7)) << "two bytes between them belong to nobody";
}

TEST(FreedRoom, UsesWhatItsOwnerTakesBackFirst) {
  FreedRoom room;
  room.add(Bytes(10));
  room.set_owner(first, Bytes(10));
  room.add(Bytes(10));
  room.set_owner(second, Bytes(10));
  room.bring_forward(second);
  room.use(Bytes(10));
  EXPECT_EQ(room.of(first), Bytes(10));
  EXPECT_EQ(room.of(second), Bytes{});
}

/// Five blocks: the first request needs a fourth block in the step that begins at 17 ms, for which
/// the second one gives up its cache. When the first is complete, there is room for the 33 tokens
/// of the second or for the 48 of the third, which arrived later.
TEST(ServingRoom, ARequestThatLostItsCacheComesBeforeThoseThatHaveNotBegun) {
  const RequestLog log =
      log_of(5, {{request(32, 20)}, {request(32, 5)}, {request(48, 1)}}, serving_with(0));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 20_ms, 32, 20, 52},
                                                {1, 0_ms, 1_ms, 24_ms, 32, 5, 37},
                                                {2, 0_ms, 25_ms, 25_ms, 48, 1, 49}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.evictions, 1U);
}

/// At 13 ms, the second request gives up its cache of 7 blocks, of which the first one uses the
/// last. At 20 ms it finds 96 tokens again and reads the other 17 in one step. Without them, it
/// reads chunks of 112 tokens and of one.
TEST(ServingRoom, FindsTheBlocksAgainThatNoOtherCacheHasUsed) {
  for (const bool finds : {false, true}) {
    Serving serving = serving_with(112);
    serving.prefix_caching = finds;
    const RequestLog log = log_of(14, {{request(100, 20)}, {request(100, 20)}}, serving);
    const std::vector<RequestLog::Entry> expected{
        {0, 0_ms, 1_ms, 20_ms, 100, 20, 120}, {1, 0_ms, 1_ms, finds ? 27_ms : 28_ms, 100, 20, 120}};
    EXPECT_EQ(log.entries, expected);
    EXPECT_EQ(log.evictions, 1U);
  }
}

/// Prompts of 7 blocks are read in chunks of 2 blocks. With room for 10 blocks, the second request
/// begins at once, loses 4 blocks to the first at 3 ms, and begins anew at 4 ms. If it has to wait
/// for the room of its prompt, it begins when the first is complete.
TEST(ServingRoom, MayBeReservedForWholePrompts) {
  for (const bool whole : {false, true}) {
    Serving serving = serving_with(32);
    serving.reserve_prompts = whole;
    const RequestLog log = log_of(10, {{request(100, 4)}, {request(100, 4)}}, serving);
    const std::vector<RequestLog::Entry> expected{
        {0, 0_ms, 4_ms, 7_ms, 100, 4, 104},
        {1, 0_ms, whole ? 11_ms : 10_ms, whole ? 14_ms : 13_ms, 100, 4, 104}};
    EXPECT_EQ(log.entries, expected);
    EXPECT_EQ(log.evictions, whole ? 0U : 1U);
  }
}

}  // namespace
}  // namespace kairos
