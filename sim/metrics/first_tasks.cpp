#include "sim/metrics/first_tasks.hpp"

#include <algorithm>
#include <tuple>

namespace kairos {

void FirstTasks::observe(Time now, Event event) {
  if (is_complete_) return;
  if (event.is<TaskStarted>()) {
    running_.insert(now);
  } else if (const auto* finished = event.as<TaskFinished>()) {
    keep_rest(*finished);
    forget(finished->start);
  } else if (const auto* preempted = event.as<TaskPreempted>()) {
    keep_part(*preempted, now);
    forget(preempted->start);
  } else if (const auto* lost = event.as<TaskLost>()) {
    forget(lost->start);
  } else if (const auto* erred = event.as<TaskErred>()) {
    forget(erred->start);
  }
  is_complete_ =
      kept_.size() == most_ && (running_.empty() || *running_.begin() >= kept_.front().task.start);
}

bool FirstTasks::starts_before(const Finished& a, const Finished& b) {
  return std::tuple(a.task.start, a.order) < std::tuple(b.task.start, b.order);
}

void FirstTasks::keep(const TaskFinished& task) {
  kept_.push_back({task, finished_++});
  std::ranges::push_heap(kept_, starts_before);
  if (kept_.size() <= most_) return;
  std::ranges::pop_heap(kept_, starts_before);
  kept_.pop_back();
}

/// Keeps an execution that was interrupted now as if it were a task.
void FirstTasks::keep_part(const TaskPreempted& part, Time now) {
  TaskFinished task;
  task.task = part.task;
  task.application = part.application;
  task.element = part.element;
  task.ready = task.sent = task.start = part.start;
  task.finish = now;
  task.nominal = now - part.start;
  task.energy = part.energy;
  drawn_[part.task] += part.energy;
  keep(task);
}

/// Keeps the last execution of a task, without the energy of those that were interrupted.
void FirstTasks::keep_rest(TaskFinished task) {
  const auto drawn = drawn_.find(task.task);
  if (drawn != drawn_.end()) {
    task.energy -= drawn->second;
    drawn_.erase(drawn);
  }
  keep(task);
}

void FirstTasks::forget(Time start) {
  const auto found = running_.find(start);
  if (found != running_.end()) running_.erase(found);
}

std::vector<TaskFinished> FirstTasks::tasks() const {
  std::vector<Finished> sorted = kept_;
  std::ranges::sort(sorted, starts_before);
  std::vector<TaskFinished> tasks;
  tasks.reserve(sorted.size());
  for (const Finished& finished : sorted) tasks.push_back(finished.task);
  return tasks;
}

}  // namespace kairos
