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

  [[nodiscard]] GroupId group_of(OperatorId op) const { return group_of_[op]; }

  /// Cuts an operator into tiles. Other operators of its group get groups of their own, named as in
  /// the graph.
  void cut(const OperatorGraph& graph, OperatorId op, std::vector<Box> tiles);
  /// Lets operators run together, with all others of their groups. No path may lead out of the new
  /// group and back into it; lower() refuses that.
  void join(const std::vector<OperatorId>& operators, std::string name);
  /// Lets operators run together and cuts them into equally many tiles.
  void join(const std::vector<OperatorId>& operators, std::string name,
            const std::vector<std::vector<Box>>& tiles);

 private:
  void renumber();

  IdVector<GroupId, OperatorGroup> groups_;
  IdVector<OperatorId, GroupId> group_of_;
  IdVector<OperatorId, std::vector<Box>> tiles_;
};

/// Cuts a tile along an axis in proportion to shares, in whole multiples of a grain. Parts that
/// would be empty are left out.
std::vector<Box> split(const Box& tile, std::size_t axis, std::span<const double> shares,
                       std::int64_t grain = 1);

}  // namespace kairos
