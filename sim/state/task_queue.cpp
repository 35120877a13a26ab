#include "sim/state/task_queue.hpp"

#include <algorithm>
#include <bit>

namespace kairos {
namespace {

constexpr std::size_t few = 16;

}  // namespace

const std::map<TaskRef, TaskHandle>& TaskQueue::by_job() {
  if (by_job_.empty()) {
    for (const TaskHandle& task : all()) by_job_.emplace(task.ref(), task);
  }
  return by_job_;
}

void TaskQueue::bring_forward(std::size_t place) {
  if (place > few && popped_ > 0 && tasks_.has_room_in_front()) return overtake_many(place);
  if (!courses_.empty()) catch_up();
  tasks_.bring_forward(place);
  for (std::size_t i = 0; i <= place; ++i) {
    const TaskHandle& task = tasks_.at(i);
    if (task) task.state().place = popped_ + i;
    if (!courses_.empty()) set(popped_ + i, course_at(i));
  }
}

/// Moves a task to the place of a task that has left the queue at its front.
void TaskQueue::overtake_many(std::size_t place) {
  const TaskHandle task = tasks_.at(place);
  if (!courses_.empty()) {
    catch_up();
    set(popped_ + place, {});
  }
  tasks_.at(place) = {};
  ++gaps_;
  --popped_;
  tasks_.push_front(task);
  task.state().place = popped_;
  if (popped_ < first_) courses_.clear();
  if (!courses_.empty()) {
    known_begin_ = popped_;
    set(popped_, Course::of(task.state()));
  }
  if (gaps_ > size() + few) close_gaps();
}

void TaskQueue::erase(TaskHandle task) {
  const std::size_t place = place_of(task);
  if (place == 0) return pop();
  if (!by_job_.empty()) by_job_.erase(task.ref());
  if (!courses_.empty()) {
    catch_up();
    set(popped_ + place, {});
  }
  tasks_.at(place) = {};
  ++gaps_;
  if (gaps_ > size() + few) close_gaps();
}

/// Removes the gaps at the front of the queue.
void TaskQueue::pass_gaps() {
  while (gaps_ > 0 && !tasks_.front()) {
    tasks_.pop();
    ++popped_;
    --gaps_;
  }
}

/// Closes all gaps and numbers the tasks anew. Callers see no difference.
void TaskQueue::close_gaps() const {
  tasks_.erase_all({});
  gaps_ = 0;
  std::uint64_t number = popped_;
  for (const TaskHandle& task : tasks_.all()) task.state().place = number++;
  courses_.clear();
}

void TaskQueue::changed(TaskHandle task) {
  if (courses_.empty()) return;
  catch_up();
  const std::size_t place = place_of(task);
  const bool is_here = place < tasks_.size() && tasks_.at(place) == task;
  if (is_here) set(popped_ + place, Course::of(task.state()));
}

/// The course of the task at a place; that of nothing in a gap.
Course TaskQueue::course_at(std::size_t place) const {
  const TaskHandle& task = tasks_.at(place);
  return task ? Course::of(task.state()) : Course{};
}

const Course& TaskQueue::course() {
  if (size() > short_length) {
    catch_up();
    return courses_[1];
  }
  forget_courses();
  short_ = {};
  for (const TaskHandle& task : all()) short_ = short_.before(Course::of(task.state()));
  steps_ += size();
  return short_;
}

/// Puts the tasks that have come since the last time into the tree, and removes those that have
/// left.
void TaskQueue::catch_up() {
  const std::uint64_t end = popped_ + tasks_.size();
  if (courses_.empty() || end - first_ > courses_.size() / 2 || popped_ >= known_end_) {
    build();
    return;
  }
  while (known_begin_ < popped_) set(known_begin_++, {});
  while (known_end_ < end) {
    const std::uint64_t number = known_end_++;
    set(number, course_at(number - popped_));
  }
}

/// The tree has room for as many further tasks as there are, so that it is seldom built.
void TaskQueue::build() {
  const std::size_t leaves = 2 * std::bit_ceil(tasks_.size());
  courses_.assign(2 * leaves, {});
  first_ = known_begin_ = popped_;
  known_end_ = popped_ + tasks_.size();
  for (std::size_t i = 0; i < tasks_.size(); ++i) courses_[leaves + i] = course_at(i);
  for (std::size_t i = leaves; --i > 0;) courses_[i] = courses_[2 * i].before(courses_[2 * i + 1]);
  steps_ += 2 * leaves;
}

void TaskQueue::set(std::uint64_t number, const Course& course) {
  std::size_t node = courses_.size() / 2 + (number - first_);
  courses_[node] = course;
  while ((node /= 2) > 0) {
    courses_[node] = courses_[2 * node].before(courses_[2 * node + 1]);
    ++steps_;
  }
}

}  // namespace kairos
