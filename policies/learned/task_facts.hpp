// Facts about a task that do not change during a run, computed once per application.
#pragma once

#include <vector>

#include "sim/decision/system_view.hpp"

namespace kairos {

/// Times in picoseconds at the highest operating points, for the expected amount of work.
struct TaskFacts {
  float shortest = 0;  ///< The shortest execution time.
  float mean = 0;      ///< The mean execution time over all elements that can run the task.
  float second = 0;   ///< The execution time on the second-best cluster; the shortest time if there
                      ///< is no second cluster.
  float to_exit = 0;  ///< The longest path to the exit by shortest times, including the task's own.
  ClusterId fastest{};  ///< The cluster with the shortest execution time.
};

/// Facts about a cluster at the beginning of a round.
struct ClusterFacts {
  float size = 0, idle = 0;  ///< The number of elements that are up, and that are idle.
  float demand = 0;          ///< The work of ready tasks that are fastest on this cluster.
};

class Facts {
 public:
  void clear();
  /// The facts about all tasks of a job in the system.
  const IdVector<TaskId, TaskFacts>& of(JobId job, const SystemView& view);
  /// The unit in which the network sees time: the mean shortest execution time of the tasks of all
  /// applications asked for so far. It is positive.
  [[nodiscard]] float unit() const { return unit_; }

 private:
  void add_to_unit(const IdVector<TaskId, TaskFacts>& facts);

  IdVector<ApplicationId, IdVector<TaskId, TaskFacts>> facts_;
  double total_ = 0;
  std::size_t tasks_ = 0;
  float unit_ = 1;
};

}  // namespace kairos
