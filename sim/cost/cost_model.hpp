// The cost of a task on a cluster, before noise, contention and frequency changes.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "platforms/platform.hpp"
#include "workloads/task.hpp"

namespace kairos {

struct TaskCost {
  Duration compute;  ///< Computing time at the cluster's highest operating point.
  Bytes memory;      ///< Bytes moved over the cluster's memory route while computing.
};

class CostModel {
 public:
  static constexpr std::string_view kind = "cost";
  static constexpr std::string_view called = "cost model";
  virtual ~CostModel() = default;

  /// Tells a model of what policies believe which model is the truth. Called once, before cost().
  virtual void know_truth(const std::shared_ptr<const CostModel>& /*truth*/) {}
  /// The cost on any element of a cluster; empty if the cluster cannot run the task. A model only
  /// has to know single operators: task_cost() divides tasks of several products.
  [[nodiscard]] virtual std::optional<TaskCost> cost(const Task& task,
                                                     const Cluster& cluster) const = 0;
};

/// True if a task is not restricted to other clusters (Task::runs_on).
bool may_run(const Task& task, const Cluster& cluster);

/// The cost of any task; empty if the cluster cannot run it, or may not. A task that joins several
/// products takes the sum of the times of its operators, and moves its own bytes, but at most the
/// sum of theirs. Example: two products of 1 ms each with a softmax of 0.1 ms between them take 2.1
/// ms as one task, and the scores between them do not move.
std::optional<TaskCost> task_cost(const CostModel& model, const Task& task, const Cluster& cluster);

}  // namespace kairos
