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
    tasks_.back()->task.job = static_cast<JobId>(tasks_.size());
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

/// Tasks come, leave, are erased and overtake others. A list of them is kept beside the queue.
TEST(TaskQueue, LosesTasksAnywhere) {
  Random random = Random::stream(1, "erased");
  Line line;
  std::vector<TaskState*> expected;
  for (std::size_t i = 0; i < 20'000; ++i) {
    const bool grows = (i / 2'000) % 2 == 0;
    const Time now(us(i));
    const std::size_t what = random.index(20);
    if (expected.empty() || what < (grows ? 12U : 5U)) {
      expected.push_back(&line.push(us(random.index(9)), Time(us(i + random.index(5)))));
    } else if (what < 16) {
      const std::size_t place = random.index(expected.size());
      line.queue.erase(TaskHandle(*expected[place]));
      expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(place));
    } else if (what == 16) {
      TaskState* const task = expected[random.index(expected.size())];
      line.queue.bring_forward(line.queue.place_of(TaskHandle(*task)));
      std::erase(expected, task);
      expected.insert(expected.begin(), task);
    } else if (what == 17) {
      TaskState* const task = expected[random.index(expected.size())];
      task->data_ready = now;
      line.queue.changed(TaskHandle(*task));
    } else {
      line.queue.pop();
      expected.erase(expected.begin());
    }
    if (i == 1'000) static_cast<void>(line.queue.by_job());  // From then on it is kept.
    ASSERT_EQ(line.queue.size(), expected.size()) << i;
    ASSERT_EQ(line.queue.empty(), expected.empty()) << i;
    if (expected.empty()) continue;
    ASSERT_EQ(line.queue.front(), TaskHandle(*expected.front())) << i;
    Time free = now;
    for (const TaskState* task : expected) {
      free = std::max(free, task->data_ready) + task->nominal;
    }
    if (random.index(3) > 0) {
      ASSERT_EQ(line.queue.course().after(now), free) << i;
    }
  }
  std::map<TaskRef, TaskHandle> by_job;
  for (TaskState* task : expected) by_job.emplace(task->task, TaskHandle(*task));
  EXPECT_EQ(line.queue.by_job(), by_job);
  ASSERT_EQ(line.queue.all().size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(line.queue.all()[i], TaskHandle(*expected[i])) << i;
  }
}

/// Of 20,000 tasks, 8,000 are erased in the middle. Each of them may cost a few logarithms of the
/// length.
TEST(TaskQueue, ErasesAtCostsThatDoNotGrowWithItsLength) {
  Line line;
  std::vector<TaskState*> all;
  for (std::uint64_t i = 0; i < 20'000; ++i) all.push_back(&line.push(us(1), Time{}));
  static_cast<void>(line.queue.course());
  const std::uint64_t before = line.queue.steps();
  for (std::size_t i = 1; i <= 8'000; ++i) {
    line.queue.erase(TaskHandle(*all[2 * i]));
    ASSERT_EQ(line.queue.course().work, us(20'000 - i));
  }
  EXPECT_LT(line.queue.steps() - before, 40U * 8'000U);
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

/// The last of 20,000 tasks comes to the front and leaves, 8,000 times.
TEST(TaskQueue, LetsTasksOvertakeAtCostsThatDoNotGrowWithItsLength) {
  Line line;
  std::vector<TaskState*> all;
  for (std::uint64_t i = 0; i < 20'000; ++i) all.push_back(&line.push(us(1), Time{}));
  line.queue.pop();
  static_cast<void>(line.queue.course());
  const std::uint64_t before = line.queue.steps();
  for (std::size_t i = 0; i < 8'000; ++i) {
    const TaskHandle last(*all[all.size() - 1 - i]);
    line.queue.bring_forward(line.queue.place_of(last));
    ASSERT_EQ(line.queue.front(), last);
    ASSERT_EQ(line.queue.course().work, us(19'999 - i));
    line.queue.pop();
  }
  EXPECT_LT(line.queue.steps() - before, 80U * 8'000U);
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
