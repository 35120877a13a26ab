// The tasks that wait on an element for their turn, and the time that they will take.
//
// On one slot, tasks that follow each other make a slot that is free at t free again at
//   after(t) = max(t + work, earliest)
// For one task, work is its nominal duration p, and earliest is the arrival of its data + p. Such
// courses are the affine functions of max-plus algebra, so two of them in sequence are a course
// again. A long queue therefore keeps the courses of its tasks in a binary tree, whose root is the
// course of the whole queue. A change costs the logarithm of the length. A short queue is simply
// followed task by task.
//
// Example: tasks of 2 and 3 us, of which the second has its data at 10 us, have work = 5 us and
// earliest = 13 us. A slot that is free at 4 us is free again at 13 us, one free at 9 us at 14 us.
//
// A task that is erased or that overtakes many others leaves a gap, so that the others need not
// move. Gaps are closed when they are more than the tasks, or when the queue is visited.
#pragma once

#include <map>

#include "sim/base/fifo.hpp"
#include "sim/state/job_table.hpp"

namespace kairos {

/// What some tasks that follow each other on a slot do to the instant at which it is free.
struct Course {
  Duration work;
  Time earliest;

  static Course of(const TaskState& task) { return {task.nominal, task.data_ready + task.nominal}; }
  [[nodiscard]] Time after(Time free) const { return std::max(free + work, earliest); }
  [[nodiscard]] Course before(const Course& next) const {
    return {work + next.work, next.after(earliest)};
  }
};

class TaskQueue {
 public:
  /// The length up to which a queue is followed task by task.
  static constexpr std::size_t short_length = 32;

  [[nodiscard]] bool empty() const { return tasks_.empty(); }
  [[nodiscard]] std::size_t size() const { return tasks_.size() - gaps_; }
  [[nodiscard]] const TaskHandle& front() const { return tasks_.front(); }
  /// All tasks, the first one first.
  [[nodiscard]] std::span<const TaskHandle> all() const {
    if (gaps_ > 0) close_gaps();
    return tasks_.all();
  }
  /// The place of a task in the queue, counted from the front, with gaps. It is that in all() if
  /// all() was called after the last change.
  [[nodiscard]] std::size_t place_of(TaskHandle task) const { return task.state().place - popped_; }

  /// All tasks by their jobs, the oldest job first. The first call for a queue visits all of its
  /// tasks.
  [[nodiscard]] const std::map<TaskRef, TaskHandle>& by_job();

  void push(TaskHandle task) {
    task.state().place = popped_ + tasks_.size();
    tasks_.push(task);
    if (!by_job_.empty()) by_job_.emplace(task.ref(), task);
  }
  void pop() {
    if (!by_job_.empty()) by_job_.erase(front().ref());
    tasks_.pop();
    ++popped_;
    if (gaps_ > 0) pass_gaps();
  }
  /// Moves the task at `place`, as by place_of(), to the front of the queue.
  void bring_forward(std::size_t place);
  /// Takes a task out of the queue, wherever it is.
  void erase(TaskHandle task);
  void clear() {
    tasks_.clear();
    by_job_.clear();
    gaps_ = 0;
    forget_courses();
  }
  /// Must be called when the nominal duration or the arrival of data of a queued task has changed,
  /// unless both the old and the new arrival have passed.
  void changed(TaskHandle task);
  /// Must be called when the nominal durations of all tasks may have changed.
  void forget_courses() { courses_.clear(); }

  /// The course of all tasks, one after the other on one slot.
  [[nodiscard]] const Course& course();
  /// The number of courses computed so far, as a measure of the work done.
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

 private:
  void overtake_many(std::size_t place);
  void pass_gaps();
  void close_gaps() const;
  [[nodiscard]] Course course_at(std::size_t place) const;
  void catch_up();
  void build();
  void set(std::uint64_t number, const Course& course);

  mutable Fifo<TaskHandle> tasks_;        ///< Null for erased tasks; the first one is never null.
  mutable std::size_t gaps_ = 0;          ///< Number of nulls in `tasks_`.
  std::map<TaskRef, TaskHandle> by_job_;  ///< All tasks if by_job() has been called, or none.
  std::uint64_t popped_ = 0;  ///< The number of the first task; all tasks are numbered in order.
  /// The tree of a long queue; empty if there is none. The children of node i are the nodes 2 i and
  /// 2 i + 1, and the second half are the leaves, the first of which is task `first_`.
  mutable std::vector<Course> courses_;
  std::uint64_t first_ = 0;
  std::uint64_t known_begin_ = 0, known_end_ = 0;  ///< The tasks in the tree.
  Course short_;                                   ///< The course of a short queue.
  std::uint64_t steps_ = 0;
};

}  // namespace kairos
