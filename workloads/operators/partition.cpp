#include "workloads/operators/partition.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace kairos {
Partition::Partition(const OperatorGraph& graph) {
  for (const OperatorId id : ids<OperatorId>(graph.operators().size())) {
    const Operator& op = graph.operators()[id];
    tiles_.push_back({op.whole()});
    const std::optional<OperatorId> shown =
        op.is_view && !op.reads.empty() ? graph.writer(op.reads.front().tensor) : std::nullopt;
    if (shown) {
      group_of_.push_back(group_of_[*shown]);
      groups_[group_of_[id]].operators.push_back(id);
    } else {
      group_of_.push_back(groups_.next_id());
      groups_.push_back({op.name, {id}});
    }
  }
}

void Partition::cut(const OperatorGraph& graph, OperatorId op, std::vector<Box> tiles) {
  const std::vector<OperatorId> members = groups_[group_of_[op]].operators;
  tiles_[op] = std::move(tiles);
  if (members.size() == 1) return;
  for (const OperatorId other : members) {
    if (other != op) groups_.push_back({graph.operators()[other].name, {other}});
  }
  groups_[group_of_[op]] = {graph.operators()[op].name, {op}};
  renumber();
}

void Partition::join(const std::vector<OperatorId>& operators, std::string name) {
  OperatorGroup group{std::move(name), {}};
  for (const OperatorId op : operators) {
    std::vector<OperatorId>& members = groups_[group_of_[op]].operators;
    group.operators.insert(group.operators.end(), members.begin(), members.end());
    members.clear();
  }
  std::ranges::sort(group.operators);
  groups_.push_back(std::move(group));
  renumber();
}

void Partition::join(const std::vector<OperatorId>& operators, std::string name,
                     const std::vector<std::vector<Box>>& tiles) {
  join(operators, std::move(name));
  for (std::size_t i = 0; i < operators.size(); ++i) tiles_[operators[i]] = tiles[i];
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
