// Tests what an element knows about its queue: on one slot exactly what following the queue task by
// task gives, with steps that do not grow with its length.
#include "sim/state/task_queue.hpp"

#include <deque>
#include <memory>

#include <gtest/gtest.h>

#include "sim/base/random.hpp"
#include "sim/state/slot_ends.hpp"

namespace kairos {
namespace {

Duration us(std::uint64_t count) {
  return Duration::picoseconds(static_cast<std::int64_t>(count) * 1'000'000);
}

/// Makes tasks and queues them.
class Line {
 public:
  TaskState& push(Duration nominal, Time data_ready) {
    tasks_.push_back(std::make_unique<TaskState>());
    tasks_.back()->nominal = nominal;
    tasks_.back()->data_ready = data_ready;
    queue.push(TaskHandle(*tasks_.back()));
    return *tasks_.back();
  }
  [[nodiscard]] Time followed(Time free) const {
    for (const TaskHandle& task : queue.all()) {
      free = std::max(free, task.state().data_ready) + task.state().nominal;
    }
    return free;
  }

  TaskQueue queue;

 private:
  std::deque<std::unique_ptr<TaskState>> tasks_;
};

TEST(TaskQueue, ComputesTheExampleOfItsFile) {
  Line line;
  line.push(us(2), Time{});
  line.push(us(3), Time(us(10)));
  EXPECT_EQ(line.queue.course().after(Time(us(4))), Time(us(13)));
  EXPECT_EQ(line.queue.course().after(Time(us(9))), Time(us(14)));
}

TEST(TaskQueue, KnowsWhatFollowingItGives) {
  Random random = Random::stream(1, "queue");
  Line line;
  for (std::size_t i = 0; i < 20'000; ++i) {
    const bool grows = (i / 2'000) % 2 == 0;
    const Time now(us(i));
    const std::size_t what = random.index(20);
    if (line.queue.empty() || what < (grows ? 12U : 5U)) {
      line.push(us(random.index(9)), Time(us(i + (what == 0 ? 500 : random.index(5)))));
    } else if (what == 19) {
      const TaskHandle task = line.queue.all()[random.index(line.queue.size())];
      task.state().data_ready = now;
      line.queue.changed(task);
    } else if (what == 18) {
      line.queue.bring_forward(random.index(line.queue.size()));
    } else if (what == 17 && random.index(50) == 0) {
      for (const TaskHandle& task : line.queue.all()) task.state().nominal += us(1);
      line.queue.forget_courses();
    } else if (what == 16 && random.index(200) == 0) {
      line.queue.clear();
    } else {
      line.queue.pop();
    }
    if (random.index(3) > 0) {
      ASSERT_EQ(line.queue.course().after(now), line.followed(now)) << i;
    }
  }
}

/// Tasks come twice as fast as they leave. Each event may cost a few logarithms of the length.
TEST(TaskQueue, CostsStepsThatDoNotGrowWithItsLength) {
  Line line;
  std::uint64_t events = 0;
  for (std::uint64_t i = 0; i < 40'000; ++i) {
    line.push(us(1), Time(us(i)));
    if (i % 2 == 1) line.queue.pop();
    static_cast<void>(line.queue.course());
    ++events;
  }
  EXPECT_EQ(line.queue.size(), 20'000U);
  EXPECT_LT(line.queue.steps(), 40 * events);
}

/// Tasks on an element with several slots: they come, start on the first free slot and end at their
/// actual instants, in a queue that is always long.
class BusyElement {
 public:
  BusyElement(std::size_t tasks, std::size_t slots) : slots_(slots) {
    for (std::size_t i = 0; i < tasks; ++i) add();
    for (Slot& slot : slots_) start(slot);
    ends.update(slots_, line_.queue, now_);
  }
  /// Ends the task that ends next, `late` after it was expected, and sends another one.
  void step(Duration late) {
    auto next = std::ranges::min_element(slots_, {}, &Slot::expected_finish);
    now_ = std::max(now_, next->expected_finish + late);
    next->task = {};
    ends.update(slots_, line_.queue, now_);
    start(*next);
    add();
    ends.update(slots_, line_.queue, now_);
  }
  /// The result of following the whole queue.
  [[nodiscard]] Time followed() {
    SlotEnds anew;
    anew.update(slots_, line_.queue, now_);
    return anew.first();
  }

  SlotEnds ends;

 private:
  void add() {
    const TaskState& task = line_.push(us(5 + random_.index(10)), Time{});
    ends.add(task, now_);
  }
  void start(Slot& slot) {
    slot.task = line_.queue.front();
    line_.queue.pop();
    slot.expected_finish = now_ + slot.task.state().nominal;
  }

  Random random_ = Random::stream(1, "element");
  Line line_;
  std::vector<Slot> slots_;
  Time now_;
};

TEST(SlotEnds, AreExactIfEverythingHappensAsForeseen) {
  BusyElement element(2'000, 4);
  for (int i = 0; i < 1'000; ++i) {
    element.step(Duration{});
    ASSERT_EQ(element.ends.first(), element.followed()) << i;
  }
  EXPECT_EQ(element.ends.steps(), 2'000U - 4);  // The queue is followed once.
}

TEST(SlotEnds, StayCloseAtABoundedCostIfTasksAreLate) {
  BusyElement element(2'000, 4);
  Random random = Random::stream(2, "late");
  constexpr std::uint64_t events = 4'000;
  for (std::uint64_t i = 0; i < events; ++i) {
    element.step(us(random.index(4)));
    const Duration error = element.ends.first() - element.followed();
    ASSERT_LT(std::abs(error.microseconds()), 30) << i;
  }
  EXPECT_LT(element.ends.steps(), 20 * events);
}

}  // namespace
}  // namespace kairos
