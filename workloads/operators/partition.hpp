// A partition of an operator graph into tasks: which tiles each operator is cut into, and which
// operators run together as one task.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "workloads/operators/operator_graph.hpp"

namespace kairos {

enum class GroupId : std::uint32_t {};  ///< Operators that run together, numbered from 0.

/// Operators that run together: one task for each tile.
struct OperatorGroup {
  std::string name;
  std::vector<OperatorId> operators;  ///< In the order of the graph.
};

class Partition {
 public:
  /// Makes one task of each operator. Views run together with the operator whose output they show.
  explicit Partition(const OperatorGraph& graph);

  [[nodiscard]] const IdVector<GroupId, OperatorGroup>& groups() const { return groups_; }
  /// The tiles of an operator, at least one. All operators of a group have equally many.
  [[nodiscard]] std::span<const Box> tiles(OperatorId op) const { return tiles_[op]; }

  /// Cuts an operator into tiles. Other operators of its group get a group of their own.
  void cut(OperatorId op, std::vector<Box> tiles);
  /// Lets operators run together. They must be adjacent in the graph, so that no path leads out of
  /// the group and back into it; lower() refuses it otherwise.
  void join(std::vector<OperatorId> operators, std::string name);

 private:
  void renumber();

  const OperatorGraph& graph_;
  IdVector<GroupId, OperatorGroup> groups_;
  IdVector<OperatorId, GroupId> group_of_;
  IdVector<OperatorId, std::vector<Box>> tiles_;
};

/// Cuts a tile along an axis in proportion to shares, in whole multiples of a grain. Parts that
/// would be empty are left out.
std::vector<Box> split(const Box& tile, std::size_t axis, std::span<const double> shares,
                       std::int64_t grain = 1);

}  // namespace kairos
