// The longest path from every task to the exit of its job, by shortest execution times and without
// communication. It is a lower bound on the time that the job needs once the task is ready.
#pragma once

#include "sim/decision/system_view.hpp"
#include "workloads/graph_algorithms.hpp"

namespace kairos {

/// The shortest execution time of a task on any element, at the highest operating point.
inline Duration shortest_duration(TaskRef task, const SystemView& view) {
  return view.look_at(task).fastest_first().front().shortest;
}

/// The longest paths of all applications; each application is computed once.
class LongestPaths {
 public:
  void clear() { to_exit_.clear(); }
  /// Returns the longest path from a task to the exit, its own time included. The job must be in
  /// the system.
  [[nodiscard]] Duration to_exit(TaskRef task, const SystemView& view) {
    const ApplicationId application = view.job(task.job).application;
    if (index(application) >= to_exit_.size()) to_exit_.resize(index(application) + 1);
    auto& paths = to_exit_[application];
    if (paths.empty()) paths = measure(task.job, view);
    return paths[task.task];
  }

 private:
  static IdVector<TaskId, Duration> measure(JobId job, const SystemView& view) {
    return longest_to_exit<Duration>(view.graph(job), [&](TaskId task) {
      return shortest_duration({job, task}, view);
    });
  }

  IdVector<ApplicationId, IdVector<TaskId, Duration>> to_exit_;
};

}  // namespace kairos
