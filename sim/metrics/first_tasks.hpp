// Records the tasks that start first, as many as a Gantt chart can show.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "sim/events/probe.hpp"

namespace kairos {

/// A task that was interrupted is recorded once for each of its executions.
///
/// Memory use is bounded by the numbers of tasks kept and of slots. Tasks that start at the same
/// instant are kept in the order in which they finish.
class FirstTasks final : public Probe {
 public:
  explicit FirstTasks(std::size_t most) : most_(most) {}

  void observe(Time now, Event event) override;
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<TaskStarted, TaskFinished, TaskLost, TaskErred, TaskPreempted>();
  }

  /// True if no later task can be among the first tasks any more.
  [[nodiscard]] bool is_complete() const { return is_complete_; }
  /// The tasks, ordered by start.
  [[nodiscard]] std::vector<TaskFinished> tasks() const;

 private:
  struct Finished {
    TaskFinished task;
    std::size_t order = 0;  ///< Position of the task in the order of finishing.
  };
  static bool starts_before(const Finished& a, const Finished& b);
  void keep(const TaskFinished& task);
  void keep_rest(TaskFinished task);
  void keep_part(const TaskPreempted& part, Time now);
  void forget(Time start);

  std::size_t most_, finished_ = 0;
  bool is_complete_ = false;
  std::vector<Finished> kept_;       ///< A heap with the task that started last at its front.
  std::map<TaskRef, Joules> drawn_;  ///< Energy of interrupted executions of unfinished tasks.
  std::multiset<Time> running_;      ///< Starts of running tasks, until the record is complete.
};

}  // namespace kairos
