#include "workloads/operators/partition.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace kairos {
namespace {

/// The operator that writes each tensor.
IdVector<TensorId, std::optional<OperatorId>> writers_in(const OperatorGraph& graph) {
  IdVector<TensorId, std::optional<OperatorId>> writers(graph.tensors().size());
  for (const OperatorId op : ids<OperatorId>(graph.operators().size())) {
    for (const Operand& written : graph.operators()[op].writes) writers[written.tensor] = op;
  }
  return writers;
}

}  // namespace

Partition::Partition(const OperatorGraph& graph) : graph_(graph) {
  const auto writers = writers_in(graph);
  for (const OperatorId id : ids<OperatorId>(graph.operators().size())) {
    const Operator& op = graph.operators()[id];
    tiles_.push_back({op.whole()});
    const std::optional<OperatorId> shown =
        op.is_view && !op.reads.empty() ? writers[op.reads.front().tensor] : std::nullopt;
    if (shown) {
      group_of_.push_back(group_of_[*shown]);
      groups_[group_of_[id]].operators.push_back(id);
    } else {
      group_of_.push_back(groups_.next_id());
      groups_.push_back({op.name, {id}});
    }
  }
}

void Partition::cut(OperatorId op, std::vector<Box> tiles) {
  const std::vector<OperatorId> members = groups_[group_of_[op]].operators;
  tiles_[op] = std::move(tiles);
  if (members.size() == 1) return;
  for (const OperatorId other : members) {
    if (other != op) groups_.push_back({graph_.operators()[other].name, {other}});
  }
  groups_[group_of_[op]] = {graph_.operators()[op].name, {op}};
  renumber();
}

void Partition::join(std::vector<OperatorId> operators, std::string name) {
  std::ranges::sort(operators);
  const GroupId joined = groups_.next_id();
  OperatorGroup group{std::move(name), {}};
  for (const OperatorId op : operators) {
    const GroupId old = group_of_[op];
    if (old == joined) continue;
    for (const OperatorId member : groups_[old].operators) {
      group_of_[member] = joined;
      group.operators.push_back(member);
    }
    groups_[old].operators.clear();
  }
  std::ranges::sort(group.operators);
  groups_.push_back(std::move(group));
  renumber();
}

/// Drops empty groups and numbers the others in the order of their first operators.
void Partition::renumber() {
  std::erase_if(groups_, [](const OperatorGroup& group) { return group.operators.empty(); });
  std::ranges::sort(groups_, {}, [](const OperatorGroup& g) { return g.operators.front(); });
  for (const GroupId id : ids<GroupId>(groups_.size())) {
    for (const OperatorId op : groups_[id].operators) group_of_[op] = id;
  }
}

std::vector<Box> split(const Box& tile, std::size_t axis, std::span<const double> shares,
                       std::int64_t grain) {
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  const Interval whole = tile[axis];
  const auto grains = static_cast<double>(whole.size()) / static_cast<double>(grain);
  std::vector<Box> parts;
  double done = 0;
  std::int64_t from = whole.from;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    done += shares[i];
    const bool is_last = i + 1 == shares.size();
    const std::int64_t to =
        is_last ? whole.to
                : std::min(whole.to, whole.from + grain * std::lround(grains * done / total));
    if (to <= from) continue;
    parts.push_back(tile);
    parts.back()[axis] = {from, to};
    from = to;
  }
  return parts;
}

}  // namespace kairos
