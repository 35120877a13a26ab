#include "workloads/transforms/cut_operators.hpp"

#include <algorithm>

#include "workloads/transforms/needed_tiles.hpp"

namespace kairos {
namespace {

Box whole_result(const OperatorGraph& graph, OperatorId op) {
  Box whole;
  const TensorId result = graph.operators()[op].writes.front().tensor;
  for (const std::int64_t extent : graph.tensors()[result].shape) whole.push_back({0, extent});
  return whole;
}

/// The dimension of the last operator's result that is cut where an axis of another operator is.
std::optional<std::size_t> dimension_of_result(const OperatorGraph& graph, OperatorId op,
                                               OperatorId last, std::size_t axis) {
  const Operator& cut = graph.operators()[op];
  const Shape& made = graph.tensors()[cut.writes.front().tensor].shape;
  if (made != graph.tensors()[graph.operators()[last].writes.front().tensor].shape) return {};
  const std::vector<Form>& forms = cut.writes.front().dimensions;
  for (std::size_t d = 0; d < forms.size(); ++d) {
    if (moving_axis(forms[d], cut.axes) == axis && made[d] == cut.axes[axis].extent) return d;
  }
  return std::nullopt;
}

/// True if operators outside of a group read another result than that of its last operator.
bool has_other_results(const OperatorGraph& graph, const std::vector<OperatorId>& group) {
  const auto is_in_group = [&](OperatorId id) { return std::ranges::binary_search(group, id); };
  for (const OperatorId reader : ids<OperatorId>(graph.operators().size())) {
    if (is_in_group(reader)) continue;
    for (const Operand& read : graph.operators()[reader].reads) {
      const auto writer = graph.writer(read.tensor);
      if (writer && *writer != group.back() && is_in_group(*writer)) return true;
    }
  }
  return false;
}

bool cuts_dependent_tiles(const Operator& op, const Box& tile) {
  for (std::size_t i = 0; i < tile.size(); ++i) {
    const bool is_cut = tile[i].size() < op.axes[i].extent;
    if (is_cut && op.axes[i].kind != AxisKind::parallel) return true;
  }
  return false;
}

/// True if tiles have as many operations as the whole operator, so that none of them is repeated.
bool divides_work(const Operator& op, const std::vector<Box>& tiles) {
  double sum = 0, points = 0;
  for (const Box& tile : tiles) {
    points += volume(tile);
    for (const auto& [unit, name] : EnumNames<ComputeUnit>::names) sum += op.operations(unit, tile);
  }
  double whole = 0;
  for (const auto& [unit, name] : EnumNames<ComputeUnit>::names) {
    whole += op.operations(unit, op.whole());
  }
  constexpr double rounding = 1e-9;
  return points <= volume(op.whole()) * (1 + rounding) && sum <= whole * (1 + rounding);
}

/// The tiles of all operators of a group; empty if the group cannot be cut as one.
std::vector<std::vector<Box>> tiles_of_group(const Program& program, OperatorId op,
                                             std::size_t axis, const std::vector<OperatorId>& group,
                                             const std::vector<Shares::Part>& parts) {
  const OperatorGraph& graph = program.graph;
  if (group.size() == 1) return {};
  const auto dimension = dimension_of_result(graph, op, group.back(), axis);
  if (!dimension || has_other_results(graph, group)) return {};
  std::vector<std::vector<Box>> tiles(group.size());
  for (const Shares::Part& part : parts) {
    Box region = whole_result(graph, group.back());
    region[*dimension] = part.interval;
    const std::vector<Box> needed = needed_tiles(graph, group, region);
    for (std::size_t i = 0; i < needed.size(); ++i) {
      if (cuts_dependent_tiles(graph.operators()[group[i]], needed[i])) return {};
      if (group[i] == op && needed[i][axis] != part.interval) return {};
      tiles[i].push_back(needed[i]);
    }
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!divides_work(graph.operators()[group[i]], tiles[i])) return {};
  }
  return tiles;
}

/// Lets the parts of an operator run where they say, or else where the operator did.
void put_parts(Program& program, OperatorId op, const std::vector<Shares::Part>& parts) {
  std::vector<std::string> places = places_of(parts);
  if (!places.empty()) program.partition.put(op, std::move(places));
}

}  // namespace

std::vector<OperatorId> cut_operators(Program& program, OperatorId op, std::size_t axis,
                                      const std::vector<Shares::Part>& parts,
                                      std::string_view transform) {
  program.require_whole(op, transform);
  const OperatorGroup group = program.partition.groups()[program.partition.group_of(op)];
  const auto together = tiles_of_group(program, op, axis, group.operators, parts);
  if (!together.empty()) {
    program.partition.join(group.operators, group.name, together);
    put_parts(program, op, parts);
    return group.operators;
  }
  std::vector<Box> tiles(parts.size(), program.graph.operators()[op].whole());
  for (std::size_t i = 0; i < parts.size(); ++i) tiles[i][axis] = parts[i].interval;
  program.partition.cut(program.graph, op, std::move(tiles));
  put_parts(program, op, parts);
  return {op};
}

}  // namespace kairos
