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
  /// The cost on any element of a cluster; empty if the cluster cannot run the task.
  [[nodiscard]] virtual std::optional<TaskCost> cost(const Task& task,
                                                     const Cluster& cluster) const = 0;
};

}  // namespace kairos
