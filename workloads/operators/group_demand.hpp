// What the tasks of a partition demand. Tensors that stay inside a group of operators that run
// together are not moved.
//
// Example: a product, an addition of its bias and a ReLU run together. The task reads the input of
// the product, the weights and the bias, and writes the result of the ReLU.
#pragma once

#include <optional>
#include <vector>

#include "workloads/operators/demand.hpp"
#include "workloads/operators/partition.hpp"

namespace kairos {

class GroupDemand {
 public:
  GroupDemand(const OperatorGraph& graph, const Partition& partition);

  /// True if a tensor is written in a group.
  [[nodiscard]] bool is_made_in(GroupId group, TensorId tensor) const {
    return maker_[tensor] == group;
  }
  /// True if a tensor is read outside of the group that writes it, or by no operator at all.
  [[nodiscard]] bool leaves(TensorId tensor) const { return leaves_[tensor]; }
  /// The operator that gives a task its kernel: the one with the most operations.
  [[nodiscard]] OperatorId main_operator(GroupId group) const;
  /// The demand of a tile of a group.
  [[nodiscard]] Demand of(GroupId group, std::size_t tile) const;

 private:
  void add_parts(const OperatorGroup& group, std::size_t tile, Demand& sum) const;

  const OperatorGraph& graph_;
  const Partition& partition_;
  IdVector<TensorId, std::optional<GroupId>> maker_;
  IdVector<TensorId, bool> leaves_;
};

}  // namespace kairos
