#include "sim/backend/event_queue.hpp"

#include <queue>

#include <gtest/gtest.h>

#include "sim/base/random.hpp"

namespace kairos {
namespace {

void push(EventQueue& queue, std::int64_t picoseconds, std::uint32_t activity) {
  queue.push(Time(Duration::picoseconds(picoseconds)), static_cast<ActivityId>(activity), 0);
}

TEST(EventQueue, GivesTheEarliestFirstAndTiesByAscendingId) {
  EventQueue queue;
  push(queue, 20, 1);
  push(queue, 10, 7);
  push(queue, 10, 3);
  std::vector<std::uint32_t> order;
  for (; !queue.empty(); queue.pop()) {
    order.push_back(static_cast<std::uint32_t>(queue.activity()));
  }
  EXPECT_EQ(order, (std::vector<std::uint32_t>{3, 7, 1}));
}

/// The queue grows to hundreds of entries and shrinks to none, many times.
TEST(EventQueue, AgreesWithAPriorityQueueAtAnyDepth) {
  using Expected = std::pair<std::int64_t, std::uint32_t>;
  std::priority_queue<Expected, std::vector<Expected>, std::greater<>> expected;
  EventQueue queue;
  Random random = Random::stream(1, "event queue");
  std::int64_t now = 0;
  std::uint32_t next = 0;
  for (int round = 0; round < 200; ++round) {
    for (std::size_t pushes = random.index(200); pushes > 0; --pushes) {
      const std::int64_t time = now + static_cast<std::int64_t>(random.index(1000));
      expected.emplace(time, next);
      push(queue, time, next++);
    }
    std::size_t entries = 0;
    queue.for_each([&](ActivityId, std::uint32_t) { ++entries; });
    ASSERT_EQ(entries, expected.size());
    for (std::size_t pops = random.index(220); pops > 0 && !expected.empty(); --pops) {
      ASSERT_FALSE(queue.empty());
      ASSERT_EQ(queue.time().picoseconds(), expected.top().first);
      ASSERT_EQ(static_cast<std::uint32_t>(queue.activity()), expected.top().second);
      now = expected.top().first;
      expected.pop();
      queue.pop();
    }
    ASSERT_EQ(queue.empty(), expected.empty());
  }
}

}  // namespace
}  // namespace kairos
