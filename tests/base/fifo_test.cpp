#include "sim/base/fifo.hpp"

#include <deque>

#include <gtest/gtest.h>

#include "sim/base/random.hpp"

namespace kairos {
namespace {

std::deque<int> contents(const Fifo<int>& fifo) {
  return {fifo.all().begin(), fifo.all().end()};
}

TEST(Fifo, LetsOnePassThoseBeforeIt) {
  Fifo<int> fifo;
  for (const int i : {1, 2, 3, 4}) fifo.push(i);
  fifo.bring_forward(2);
  EXPECT_EQ(contents(fifo), (std::deque<int>{3, 1, 2, 4}));
  fifo.erase(1);
  EXPECT_EQ(contents(fifo), (std::deque<int>{3, 2, 4}));
}

TEST(Fifo, LosesAllItemsThatEqualOne) {
  Fifo<int> fifo;
  for (const int i : {7, 1, 7, 2, 7}) fifo.push(i);
  fifo.pop();
  fifo.at(1) = 3;
  fifo.erase_all(7);
  EXPECT_EQ(contents(fifo), (std::deque<int>{1, 3, 2}));
  fifo.erase_all(2);
  fifo.push(4);
  EXPECT_EQ(contents(fifo), (std::deque<int>{1, 3, 4}));
  for (const int i : {1, 3, 4}) fifo.erase_all(i);
  EXPECT_TRUE(fifo.empty());
}

TEST(Fifo, HoldsWhatADequeHolds) {
  Fifo<int> fifo;
  std::deque<int> expected;
  Random random = Random::stream(1, "fifo");
  for (int i = 0; i < 20'000; ++i) {
    const bool grows = (i / 500) % 2 == 0;  // The FIFO alternately grows long and becomes empty.
    if (expected.empty() || random.index(10) < (grows ? 6U : 4U)) {
      fifo.push(i);
      expected.push_back(i);
    } else {
      ASSERT_EQ(fifo.front(), expected.front());
      fifo.pop();
      expected.pop_front();
    }
    ASSERT_EQ(fifo.size(), expected.size());
    ASSERT_EQ(fifo.empty(), expected.empty());
    if (i % 100 == 0) {
      ASSERT_EQ(contents(fifo), expected);
    }
  }
}

}  // namespace
}  // namespace kairos
