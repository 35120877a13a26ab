// Tests the one-machine relaxation against all orders of a few tasks.
#include "policies/search/one_machine.hpp"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "sim/base/random.hpp"

namespace kairos {
namespace {

std::vector<OneMachineTask> random_tasks(Random& random, std::size_t count) {
  std::vector<OneMachineTask> tasks;
  for (std::size_t i = 0; i < count; ++i) {
    tasks.push_back({static_cast<Picoseconds>(random.index(20)),
                     static_cast<Picoseconds>(1 + random.index(9)),
                     static_cast<Picoseconds>(random.index(20))});
  }
  return tasks;
}

/// Calls visit(starts, makespan) for every order of the tasks, each started as early as possible.
template <class Visit>
void for_all_orders(const std::vector<OneMachineTask>& tasks, const Visit& visit) {
  std::vector<std::size_t> order(tasks.size());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<Picoseconds> starts(tasks.size());
  do {
    Picoseconds free = 0;
    Picoseconds makespan = 0;
    for (const std::size_t t : order) {
      starts[t] = std::max(free, tasks[t].head);
      free = starts[t] + tasks[t].duration;
      makespan = std::max(makespan, free + tasks[t].tail);
    }
    visit(starts, makespan);
  } while (std::next_permutation(order.begin(), order.end()));
}

/// Task 0 runs in [0, 1] and [3, 6], task 1 with its longer tail in [1, 3], task 2 in [6, 9].
TEST(OneMachine, PreemptiveScheduleOfTheHeader) {
  const std::vector<OneMachineTask> tasks{{0, 4, 3}, {1, 2, 5}, {2, 3, 0}};
  EXPECT_EQ(preemptive_makespan(tasks), 9);
}

/// The makespan equals the maximum over all sets of least head + work + least tail.
TEST(OneMachine, PreemptiveMakespanIsTheMaximumOverSets) {
  Random random = Random::stream(1, "machines");
  for (int k = 0; k < 300; ++k) {
    const auto tasks = random_tasks(random, 1 + random.index(7));
    Picoseconds longest = 0;
    for (std::uint32_t set = 1; set < 1U << tasks.size(); ++set) {
      OneMachineTask sum{never, 0, never};
      for (std::size_t t = 0; t < tasks.size(); ++t) {
        if ((set >> t & 1U) == 0) continue;
        sum = {std::min(sum.head, tasks[t].head), sum.duration + tasks[t].duration,
               std::min(sum.tail, tasks[t].tail)};
      }
      longest = std::max(longest, sum.head + sum.duration + sum.tail);
    }
    EXPECT_EQ(preemptive_makespan(tasks), longest) << "case " << k;
  }
}

/// Tasks 1 and 2 must end by 11 and do 7 of work from 1 on. If task 0 did not come last, the three
/// would do 13 of work between 0 and 11. So it starts at 1 + 7 = 8. With a deadline of 13, tasks 1
/// and 2 would have to end by 7, but they cannot end before 8.
TEST(OneMachine, AnEdgeIsFound) {
  std::vector<OneMachineTask> tasks{{0, 6, 0}, {1, 4, 6}, {1, 3, 6}};
  HeadRaiser raiser;
  ASSERT_TRUE(raiser.raise(tasks, 17));
  EXPECT_EQ(tasks[0].head, 8);
  EXPECT_EQ(tasks[1].head, 1);
  EXPECT_EQ(tasks[2].head, 1);
  EXPECT_FALSE(raiser.raise(tasks, 13));
}

/// Task 0 cannot precede task 1: 2 + 5 + 4 + 3 > 13. So it starts when task 1 can have ended.
TEST(OneMachine, APredecessorIsFound) {
  std::vector<OneMachineTask> tasks{{2, 5, 0}, {1, 4, 3}};
  HeadRaiser raiser;
  ASSERT_TRUE(raiser.raise(tasks, 13));
  EXPECT_EQ(tasks[0].head, 5);
  EXPECT_EQ(tasks[1].head, 1);
}

/// Every order that ends by the deadline starts every task at its raised head or later.
TEST(OneMachine, RaisedHeadsHoldInEveryOrderThatEndsByTheDeadline) {
  Random random = Random::stream(2, "machines");
  HeadRaiser raiser;
  int raised = 0;
  int refused = 0;
  for (int k = 0; k < 500; ++k) {
    const auto tasks = random_tasks(random, 2 + random.index(4));
    const Picoseconds deadline =
        preemptive_makespan(tasks) + static_cast<Picoseconds>(random.index(4));
    auto narrowed = tasks;
    const bool is_possible = raiser.raise(narrowed, deadline);
    for_all_orders(tasks, [&](const std::vector<Picoseconds>& starts, Picoseconds makespan) {
      if (makespan > deadline) return;
      ASSERT_TRUE(is_possible) << "case " << k;
      for (std::size_t t = 0; t < tasks.size(); ++t) {
        ASSERT_GE(starts[t], narrowed[t].head) << "case " << k;
      }
    });
    refused += is_possible ? 0 : 1;
    for (std::size_t t = 0; is_possible && t < tasks.size(); ++t) {
      raised += narrowed[t].head > tasks[t].head ? 1 : 0;
    }
  }
  EXPECT_GT(raised, 100);  // The rules are not trivial.
  EXPECT_GT(refused, 5);
}

}  // namespace
}  // namespace kairos
