// A partition of an operator graph into tasks: which tiles each operator is cut into, and which
// operators run together as one task.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
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

  /// Takes the groups, tiles and places of every operator from one of several partitions of a
  /// graph. `from` has the number of that partition for each operator. It must be the same for
  /// operators that run together in any of the partitions.
  static Partition mixed(std::span<const Partition> partitions,
                         const IdVector<OperatorId, std::uint32_t>& from);

  [[nodiscard]] const IdVector<GroupId, OperatorGroup>& groups() const { return groups_; }
  /// The tiles of an operator, at least one. All operators of a group have equally many.
  [[nodiscard]] std::span<const Box> tiles(OperatorId op) const { return tiles_[op]; }

  [[nodiscard]] GroupId group_of(OperatorId op) const { return group_of_[op]; }

  /// The name or kind of the clusters that may run a tile; empty if all of them may.
  [[nodiscard]] std::string_view place(OperatorId op, std::size_t tile) const;

  /// The name of the gang of an operator, of which all of its tiles are members; empty if there is
  /// none.
  [[nodiscard]] const std::string& gang(OperatorId op) const { return gangs_[op]; }

  /// Cuts an operator into tiles, which run where it did. Other operators of its group get groups
  /// of their own, named as in the graph.
  void cut(const OperatorGraph& graph, OperatorId op, std::vector<Box> tiles);
  /// Lets operators run together, with all others of their groups. No path may lead out of the new
  /// group and back into it; lower() refuses that.
  void join(const std::vector<OperatorId>& operators, std::string name);
  /// Lets operators run together and cuts them into equally many tiles.
  void join(const std::vector<OperatorId>& operators, std::string name,
            const std::vector<std::vector<Box>>& tiles);
  /// Changes the tiles of an operator that has got other extents.
  void resize(OperatorId op, Box tile);
  /// Says where the tiles of an operator run, one name or kind of clusters for each tile.
  void put(OperatorId op, std::vector<std::string> places) { places_[op] = std::move(places); }
  /// Makes all tiles of an operator members of a gang: they start and end together with all others
  /// of the same name.
  void put_into_gang(OperatorId op, std::string gang) { gangs_[op] = std::move(gang); }
  /// The same partition of a graph in which the operators have the numbers `now`; those without a
  /// number are gone. Operators that are new there run alone.
  [[nodiscard]] Partition carried_over(
      const OperatorGraph& graph, const IdVector<OperatorId, std::optional<OperatorId>>& now) const;

 private:
  void add_to(GroupId group, const OperatorGraph& graph, OperatorId op);
  void renumber();
  void spread_place(OperatorId op);

  IdVector<GroupId, OperatorGroup> groups_;
  IdVector<OperatorId, GroupId> group_of_;
  IdVector<OperatorId, std::vector<Box>> tiles_;
  IdVector<OperatorId, std::vector<std::string>> places_;  ///< One for each tile, or none.
  IdVector<OperatorId, std::string> gangs_;                ///< Empty for operators without a gang.
};

/// Cuts an interval in proportion to shares, in whole multiples of a grain. Parts may be empty.
std::vector<Interval> split(const Interval& whole, std::span<const double> shares,
                            std::int64_t grain = 1);
/// Cuts a tile along an axis in proportion to shares, in whole multiples of a grain. Parts that
/// would be empty are left out.
std::vector<Box> split(const Box& tile, std::size_t axis, std::span<const double> shares,
                       std::int64_t grain = 1);

}  // namespace kairos
