// The longest path from every task to the exit of its job, by shortest execution times and without
// communication. It is a lower bound on the time that the job needs once the task is ready.
#pragma once

#include <algorithm>
#include <optional>

#include "sim/decision/system_view.hpp"
#include "workloads/graph_algorithms.hpp"

namespace kairos {

/// The shortest execution time of a task on any element, at the highest operating point, for an
/// amount of work as a multiple of what the graph states.
inline Duration shortest_duration(const TaskView& task, double scale) {
  Duration shortest = task.fastest_first().front().shortest;
  if (scale == 1) return shortest;
  shortest = Duration::max();  // Launches do not scale, so another element may be the fastest.
  for (const EqualElements& equal : task.fastest_first()) {
    shortest = std::min(shortest, task.shortest(equal, scale));
  }
  return shortest;
}

/// The shortest execution time of a task. If the amount of its work is not known yet, it is the
/// expected one.
inline Duration shortest_duration(TaskRef task, const SystemView& view) {
  const TaskView looked_at = view.look_at(task);
  return shortest_duration(looked_at, looked_at.scale());
}

/// The shortest execution time of a task for the amount of work that is expected in any job.
inline Duration expected_duration(TaskRef task, const SystemView& view) {
  const JobGraph& graph = view.graph(task.job);
  return shortest_duration(view.look_at(task),
                           graph.has_draws() ? graph.draws().scale[task.task] : 1);
}

/// The longest paths of all applications, by expected durations; each application is computed once,
/// and steps of sessions one by one.
class LongestPaths {
 public:
  void clear() {
    to_exit_.clear();
    step_.reset();
  }
  /// Returns the longest path from a task to the exit, its own time included. Its own time is that
  /// of its job as far as it is known. The job must be in the system.
  [[nodiscard]] Duration to_exit(TaskRef task, const SystemView& view) {
    const ApplicationId application = view.job(task.job).application;
    if (view.workload().streams[view.job(task.job).stream].session) return of_step(task, view);
    if (index(application) >= to_exit_.size()) to_exit_.resize(index(application) + 1);
    auto& paths = to_exit_[application];
    if (paths.empty()) paths = measure(task.job, view);
    if (!view.graph(task.job).has_draws()) return paths[task.task];
    return paths[task.task] - expected_duration(task, view) + shortest_duration(task, view);
  }

 private:
  /// The path of a task of a step of a session. Steps of one application differ in their tokens.
  [[nodiscard]] Duration of_step(TaskRef task, const SystemView& view) {
    if (step_ != task.job) {
      step_ = task.job;
      step_to_exit_ = measure(task.job, view);
    }
    return step_to_exit_[task.task];
  }
  static IdVector<TaskId, Duration> measure(JobId job, const SystemView& view) {
    return longest_to_exit<Duration>(view.graph(job), [&](TaskId task) {
      return expected_duration({job, task}, view);
    });
  }

  IdVector<ApplicationId, IdVector<TaskId, Duration>> to_exit_;
  std::optional<JobId> step_;  ///< The step of a session that was measured last.
  IdVector<TaskId, Duration> step_to_exit_;
};

}  // namespace kairos
