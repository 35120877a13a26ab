#include "sim/state/task_queue.hpp"

#include <algorithm>
#include <bit>

namespace kairos {

void TaskQueue::bring_forward(std::size_t place) {
  if (!courses_.empty()) catch_up();
  tasks_.bring_forward(place);
  if (courses_.empty()) return;
  for (std::size_t i = 0; i <= place; ++i) set(popped_ + i, Course::of(all()[i].state()));
}

void TaskQueue::changed(TaskHandle task) {
  if (courses_.empty()) return;
  catch_up();
  std::size_t place = size();
  while (place > 0 && all()[place - 1] != task) --place;
  if (place > 0) set(popped_ + place - 1, Course::of(task.state()));
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
  const std::uint64_t end = popped_ + size();
  if (courses_.empty() || end - first_ > courses_.size() / 2 || popped_ >= known_end_) {
    build();
    return;
  }
  while (known_begin_ < popped_) set(known_begin_++, {});
  while (known_end_ < end) {
    const std::uint64_t number = known_end_++;
    set(number, Course::of(all()[number - popped_].state()));
  }
}

/// The tree has room for as many further tasks as there are, so that it is seldom built.
void TaskQueue::build() {
  const std::size_t leaves = 2 * std::bit_ceil(size());
  courses_.assign(2 * leaves, {});
  first_ = known_begin_ = popped_;
  known_end_ = popped_ + size();
  for (std::size_t i = 0; i < size(); ++i) courses_[leaves + i] = Course::of(all()[i].state());
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
