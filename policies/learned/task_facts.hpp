// What about a task never changes while a run lasts, worked out once per application.
#pragma once

#include <vector>

#include "sim/decision/system_view.hpp"

namespace kairos {

/// In picoseconds, at the highest operating points.
struct TaskFacts {
  float shortest = 0;   ///< Execution time where it is shortest ...
  float mean = 0;       ///< ... over all elements that can run it ...
  float second = 0;     ///< ... and on the next best cluster; the shortest where there is none.
  float to_exit = 0;    ///< Longest path to the exit by shortest times, its own included.
  ClusterId fastest{};  ///< Where it is shortest.
};

/// Of a cluster, at the beginning of a round.
struct ClusterFacts {
  float size = 0, idle = 0;  ///< Elements that are up.
  float demand = 0;          ///< Work of ready tasks that are fastest here.
};

class Facts {
 public:
  void clear();
  /// Of all tasks of a job in the system.
  const IdVector<TaskId, TaskFacts>& of(JobId job, const SystemView& view);
  /// The mean shortest execution time of the tasks of all applications asked for so far: the unit
  /// in which the network sees time. Positive.
  [[nodiscard]] float unit() const { return unit_; }

 private:
  void add_to_unit(const IdVector<TaskId, TaskFacts>& facts);

  IdVector<ApplicationId, IdVector<TaskId, TaskFacts>> facts_;
  double total_ = 0;
  std::size_t tasks_ = 0;
  float unit_ = 1;
};

}  // namespace kairos
