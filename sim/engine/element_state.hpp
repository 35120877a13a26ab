// What one element is doing: its queue of sent tasks, what runs, and when it expects to be free.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/engine/job_table.hpp"

namespace kairos {

/// A task inside the engine: as good as a TaskRef, without the look-up.
struct TaskHandle {
  JobState* job = nullptr;
  TaskId task{};

  [[nodiscard]] TaskState& state() const { return job->tasks[task]; }
  [[nodiscard]] TaskRef ref() const { return {job->job.id, task}; }
  [[nodiscard]] std::size_t row() const { return job->first_row + index(task); }
};

/// First in, first out, in one block of memory.
class TaskQueue {
 public:
  [[nodiscard]] bool empty() const { return head_ == tasks_.size(); }
  [[nodiscard]] std::size_t size() const { return tasks_.size() - head_; }
  [[nodiscard]] TaskHandle front() const { return tasks_[head_]; }
  [[nodiscard]] std::span<const TaskHandle> all() const { return std::span(tasks_).subspan(head_); }
  void push(TaskHandle task) { tasks_.push_back(task); }
  void pop() {
    if (++head_ == tasks_.size()) {
      clear();
    } else if (head_ > 64 && head_ > tasks_.size() / 2) {
      tasks_.erase(tasks_.begin(), tasks_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
  }
  /// Lets the one at a place, counted from the front, pass those before it.
  void bring_forward(std::size_t place) {
    const auto first = tasks_.begin() + static_cast<std::ptrdiff_t>(head_);
    const auto it = first + static_cast<std::ptrdiff_t>(place);
    std::rotate(first, it, it + 1);
  }
  void clear() {
    tasks_.clear();
    head_ = 0;
  }

 private:
  std::vector<TaskHandle> tasks_;
  std::size_t head_ = 0;
};

/// A place on an element where one task runs.
struct Slot {
  TaskHandle task;       ///< task.job is null when free.
  Time expected_finish;  ///< By nominal cost: noise is not foreseen.
  Time computes_from;    ///< When its set-up has ended; set-ups do not follow the clock.
  bool is_setting_up = false;
};

struct ElementState {
  ClusterId cluster{};
  std::vector<Slot> slots;
  std::size_t running = 0;
  TaskQueue queue;
  Time free_at;  ///< When a further task could start, by nominal costs; past when idle.
  Time alarm = Time::never();  ///< When the data of the first in the queue will be there.
  double speed = 1;            ///< Of its operating point.
  bool up = true;              ///< As far as is known.
  std::size_t idle_state = 0;  ///< How many idle states it has entered since it was last awake.
  Duration wake_up;            ///< What leaving the present one will add before its next task.
  Time idle_since, awake_at;
  bool dozes = false;             ///< The next idle state, or the end of an exit, is announced.
  bool wakes = false;             ///< On the way out of an idle state, until `awake_at`.
  bool works = true;              ///< False from a failure on, before it is known.
  bool waits_for_memory = false;  ///< None in the queue whose data are there finds room.

  /// True when its first task could, if its data were there.
  [[nodiscard]] bool could_start() const {
    return !queue.empty() && running < slots.size() && works;
  }
  /// Works free_at out again after something went otherwise than expected.
  void expect_again(Time now);
  /// Takes a task just pushed onto the queue into account.
  void expect(const TaskState& sent, Time now) {
    if (slots.size() == 1) {
      free_at = std::max({free_at, sent.data_ready, now}) + wake_up + sent.nominal;
    } else {
      expect_again(now);
      free_at += wake_up;
    }
    wake_up = Duration{};
  }
};

}  // namespace kairos
