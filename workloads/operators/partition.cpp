#include "workloads/operators/partition.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace kairos {
namespace {

/// The operator whose output a view shows; empty for other operators.
std::optional<OperatorId> shown_by(const OperatorGraph& graph, OperatorId id) {
  const Operator& op = graph.operators()[id];
  if (!op.is_view || op.reads.empty()) return std::nullopt;
  return graph.writer(op.reads.front().tensor);
}

}  // namespace

Partition::Partition(const OperatorGraph& graph) {
  for (const OperatorId id : ids<OperatorId>(graph.operators().size())) {
    const Operator& op = graph.operators()[id];
    tiles_.push_back({op.whole()});
    places_.emplace_back();
    gangs_.emplace_back();
    const auto shown = shown_by(graph, id);
    group_of_.emplace_back();
    add_to(shown ? group_of_[*shown] : groups_.next_id(), graph, id);
  }
}

Partition Partition::mixed(std::span<const Partition> partitions,
                           const IdVector<OperatorId, std::uint32_t>& from) {
  Partition result = partitions.front();
  result.groups_.clear();
  for (std::uint32_t p = 0; p < partitions.size(); ++p) {
    for (const OperatorGroup& group : partitions[p].groups_) {
      if (from[group.operators.front()] != p) continue;
      result.groups_.push_back(group);
      for (const OperatorId op : group.operators) {
        result.tiles_[op] = partitions[p].tiles_[op];
        result.places_[op] = partitions[p].places_[op];
        result.gangs_[op] = partitions[p].gangs_[op];
      }
    }
  }
  result.renumber();
  return result;
}

std::string_view Partition::place(OperatorId op, std::size_t tile) const {
  return places_[op].empty() ? std::string_view() : places_[op][tile];
}

void Partition::cut(const OperatorGraph& graph, OperatorId op, std::vector<Box> tiles) {
  const std::vector<OperatorId> members = groups_[group_of_[op]].operators;
  tiles_[op] = std::move(tiles);
  spread_place(op);
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
  groups_[group_of_[group.operators.front()]] = std::move(group);  // Keeps the order of groups.
  renumber();
}

void Partition::join(const std::vector<OperatorId>& operators, std::string name,
                     const std::vector<std::vector<Box>>& tiles) {
  join(operators, std::move(name));
  for (std::size_t i = 0; i < operators.size(); ++i) {
    tiles_[operators[i]] = tiles[i];
    spread_place(operators[i]);
  }
}

void Partition::resize(OperatorId op, Box tile) {
  tiles_[op] = {tile};
  spread_place(op);
}

/// Lets all tiles of an operator run where the first one did.
void Partition::spread_place(OperatorId op) {
  std::vector<std::string>& places = places_[op];
  if (!places.empty()) places.assign(tiles_[op].size(), std::string(places.front()));
}

Partition Partition::carried_over(
    const OperatorGraph& graph, const IdVector<OperatorId, std::optional<OperatorId>>& now) const {
  Partition result(graph);
  for (OperatorGroup& group : result.groups_) group.operators.clear();
  IdVector<OperatorId, bool> is_new(graph.operators().size(), true);
  for (const OperatorGroup& group : groups_) {
    OperatorGroup carried{group.name, {}};
    for (const OperatorId old : group.operators) {
      if (!now[old]) continue;
      carried.operators.push_back(*now[old]);
      result.tiles_[*now[old]] = tiles_[old];
      result.places_[*now[old]] = places_[old];
      result.gangs_[*now[old]] = gangs_[old];
      is_new[*now[old]] = false;
    }
    result.groups_.push_back(std::move(carried));
  }
  for (const OperatorId id : ids<OperatorId>(is_new.size())) {
    if (!is_new[id]) continue;
    const auto shown = shown_by(graph, id);
    const bool is_alone = !shown || !is_new[*shown];
    result.add_to(is_alone ? result.groups_.next_id() : result.group_of_[*shown], graph, id);
  }
  result.renumber();
  return result;
}

/// Adds an operator to a group, which may be a new one that is called as the operator.
void Partition::add_to(GroupId group, const OperatorGraph& graph, OperatorId op) {
  if (group == groups_.next_id()) groups_.push_back({graph.operators()[op].name, {}});
  groups_[group].operators.push_back(op);
  group_of_[op] = group;
}

/// Drops empty groups and numbers the others in the order of their first operators.
void Partition::renumber() {
  std::erase_if(groups_, [](const OperatorGroup& group) { return group.operators.empty(); });
  const auto first = [](const OperatorGroup& group) { return group.operators.front(); };
  if (!std::ranges::is_sorted(groups_, {}, first)) std::ranges::sort(groups_, {}, first);
  for (const GroupId id : ids<GroupId>(groups_.size())) {
    for (const OperatorId op : groups_[id].operators) group_of_[op] = id;
  }
}

std::vector<Interval> split(const Interval& whole, std::span<const double> shares,
                            std::int64_t grain) {
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  const auto grains = static_cast<double>(whole.size()) / static_cast<double>(grain);
  std::vector<Interval> parts;
  double done = 0;
  std::int64_t from = whole.from;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    done += shares[i];
    const bool is_last = i + 1 == shares.size();
    const std::int64_t to =
        is_last ? whole.to
                : std::min(whole.to, whole.from + grain * std::lround(grains * done / total));
    parts.push_back({from, std::max(from, to)});
    from = parts.back().to;
  }
  return parts;
}

std::vector<Box> split(const Box& tile, std::size_t axis, std::span<const double> shares,
                       std::int64_t grain) {
  std::vector<Box> parts;
  for (const Interval& part : split(tile[axis], shares, grain)) {
    if (part.size() == 0) continue;
    parts.push_back(tile);
    parts.back()[axis] = part;
  }
  return parts;
}

}  // namespace kairos
