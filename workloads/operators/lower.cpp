#include "workloads/operators/lower.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/operators/group_demand.hpp"

namespace kairos {
namespace {

/// A tensor of the job graph: a region of what one task writes.
struct SentRegion {
  Box region;
  JobTensorId tensor{};
};

/// What one tile writes of a tensor.
struct WrittenTile {
  TaskId task{};
  Box region;
  std::vector<SentRegion> sent;
};

/// The tiles that write a tensor.
struct WrittenTensor {
  std::vector<WrittenTile> tiles;
  /// A dimension along which the tiles are disjoint and in ascending order, if there is one.
  std::optional<std::size_t> sorted_by;
};

std::optional<std::size_t> dimension_of_cut(const std::vector<WrittenTile>& tiles) {
  if (tiles.size() < 2) return std::nullopt;
  for (std::size_t d = 0; d < tiles.front().region.size(); ++d) {
    const auto is_out_of_order = [d](const WrittenTile& a, const WrittenTile& b) {
      return a.region[d].to > b.region[d].from;
    };
    if (std::ranges::adjacent_find(tiles, is_out_of_order) == tiles.end()) return d;
  }
  return std::nullopt;
}

class Lowering {
 public:
  Lowering(const OperatorGraph& graph, const Partition& partition, std::string name)
      : graph_(graph),
        partition_(partition),
        demand_(graph, partition),
        builder_(std::move(name)),
        written_(graph.tensors().size()),
        residents_(graph.tensors().size()) {}

  std::shared_ptr<const JobGraph> run() {
    refuse_unequal_tiles();
    for (const GroupId g : ids<GroupId>(partition_.groups().size())) add_tasks(g);
    for (WrittenTensor& tensor : written_) tensor.sorted_by = dimension_of_cut(tensor.tiles);
    for (const GroupId g : ids<GroupId>(partition_.groups().size())) connect(g);
    return builder_.build();
  }

 private:
  [[nodiscard]] std::size_t tiles_of(const OperatorGroup& group) const {
    return partition_.tiles(group.operators.front()).size();
  }

  void refuse_unequal_tiles() const {
    for (const OperatorGroup& group : partition_.groups()) {
      for (const OperatorId op : group.operators) {
        if (partition_.tiles(op).size() == tiles_of(group)) continue;
        throw InputError("operators '" + graph_.operators()[group.operators.front()].name +
                         "' and '" + graph_.operators()[op].name +
                         "' run together but are cut into different numbers of tiles; write the "
                         "transform that joins them before the one that cuts them");
      }
    }
  }

  void add_tasks(GroupId g) {
    const OperatorGroup& group = partition_.groups()[g];
    const std::size_t tiles = tiles_of(group);
    for (std::size_t i = 0; i < tiles; ++i) {
      auto demand = std::make_shared<Demand>(demand_.of(g, i));
      Task task;
      task.name = unused(tiles == 1 ? group.name : group.name + "." + std::to_string(i));
      task.kernel = graph_.operators()[demand_.main_operator(g)].kind;
      task.work = Operations(demand->all_operations());
      task.memory = demand->bytes();
      task.demand = std::move(demand);
      task.runs_on = place_of(group, i);
      task.gang = gang_of(group);
      const TaskId id = builder_.add(std::move(task));
      if (i == 0) first_task_.push_back(id);
      for (const OperatorId op : group.operators) note_outputs(op, i, id);
    }
  }

  /// A name that no other task has. Transforms may give several groups the same name, such as the
  /// forward and the backward pass of a layer.
  [[nodiscard]] std::string unused(const std::string& name) const {
    std::string result = name;
    for (int i = 2; builder_.find(result); ++i) result = name + "-" + std::to_string(i);
    return result;
  }

  /// Where a task may run: where the first of its operators that has a place runs.
  [[nodiscard]] std::string place_of(const OperatorGroup& group, std::size_t tile) const {
    for (const OperatorId op : group.operators) {
      const std::string_view place = partition_.place(op, tile);
      if (!place.empty()) return std::string(place);
    }
    return {};
  }

  /// The gang of the first of a group's operators that has one.
  [[nodiscard]] std::string gang_of(const OperatorGroup& group) const {
    for (const OperatorId op : group.operators) {
      if (!partition_.gang(op).empty()) return partition_.gang(op);
    }
    return {};
  }

  void note_outputs(OperatorId id, std::size_t tile, TaskId task) {
    for (const Operand& w : graph_.operators()[id].writes) {
      if (!demand_.leaves(w.tensor)) continue;
      const Box written = region(w, graph_.tensors()[w.tensor], partition_.tiles(id)[tile]);
      written_[w.tensor].tiles.push_back({task, written, {}});
    }
  }

  void connect(GroupId g) {
    const OperatorGroup& group = partition_.groups()[g];
    for (std::size_t i = 0; i < tiles_of(group); ++i) {
      const auto task = static_cast<TaskId>(index(first_task_[g]) + i);
      known_.clear();
      for (const OperatorId op : group.operators) connect(g, op, i, task);
    }
  }

  void connect(GroupId g, OperatorId id, std::size_t tile, TaskId task) {
    const Operator& op = graph_.operators()[id];
    const Box& box = partition_.tiles(id)[tile];
    for (const Operand& r : op.reads) {
      const Tensor& tensor = graph_.tensors()[r.tensor];
      const bool is_resident =
          tensor.role == TensorRole::weight || tensor.role == TensorRole::state;
      if (is_resident) use_resident(r, box, task);
      if (written_[r.tensor].tiles.empty() || demand_.is_made_in(g, r.tensor)) continue;
      read_tiles(op, r, region(r, tensor, box), task);
    }
    for (const Operand& w : op.writes) {
      if (graph_.tensors()[w.tensor].role == TensorRole::state) use_resident(w, box, task);
    }
    for (const OperatorId before : op.after) wait_for(partition_.group_of(before), g, task);
  }

  /// Lets a task wait for all tasks of another group, without data.
  void wait_for(GroupId before, GroupId own, TaskId task) {
    if (before == own) return;
    for (std::size_t i = 0; i < tiles_of(partition_.groups()[before]); ++i) {
      const auto earlier = static_cast<TaskId>(index(first_task_[before]) + i);
      if (waits_.emplace(earlier, task).second) builder_.connect(earlier, task, Bytes{});
    }
  }

  void read_tiles(const Operator& op, const Operand& operand, const Box& needed, TaskId task) {
    WrittenTensor& written = written_[operand.tensor];
    auto tile = written.tiles.begin();
    if (const auto d = written.sorted_by) {
      tile = std::ranges::upper_bound(written.tiles, needed[*d].from, {},
                                      [d](const WrittenTile& t) { return t.region[*d].to; });
    }
    for (; tile != written.tiles.end(); ++tile) {
      if (written.sorted_by) {
        const std::size_t d = *written.sorted_by;
        if (tile->region[d].from >= needed[d].to) break;
      }
      const Box shared = common(needed, tile->region);
      if (volume(shared) <= 0) continue;
      const JobTensorId tensor = sent(*tile, shared, operand.tensor);
      if (std::ranges::count(known_, tensor) > 0) continue;
      known_.push_back(tensor);
      builder_.read(task, tensor);
      const bool is_first = &operand == op.reads.data();
      if (op.in_place && is_first && shared == tile->region && shared == needed) {
        builder_.overwrite(task, tensor);
      }
    }
  }

  /// The tensor of the job graph for a region of a written tile.
  JobTensorId sent(WrittenTile& tile, const Box& region, TensorId tensor) {
    const auto known = std::ranges::find(tile.sent, region, &SentRegion::region);
    if (known != tile.sent.end()) return known->tensor;
    const Bytes bytes(volume(region) * graph_.tensors()[tensor].bytes_per_element());
    tile.sent.push_back({region, builder_.make(tile.task, bytes)});
    if (graph_.tensors()[tensor].is_offloaded) builder_.offload(tile.sent.back().tensor);
    return tile.sent.back().tensor;
  }

  void use_resident(const Operand& operand, const Box& tile, TaskId task) {
    const Tensor& tensor = graph_.tensors()[operand.tensor];
    const Box needed = region(operand, tensor, tile);
    auto& parts = residents_[operand.tensor];
    auto known = std::ranges::find(parts, needed, &std::pair<Box, ResidentId>::first);
    if (known == parts.end()) {
      const double elements = volume(needed);
      std::string name = graph_.name() + "/" + tensor.name;
      if (elements < tensor.elements()) name += text_of(needed);
      const ResidentId id = builder_.add(Resident{
          name, Bytes(elements * tensor.bytes_per_element()), tensor.role, tensor.is_offloaded});
      known = parts.insert(parts.end(), {needed, id});
    }
    builder_.read(task, known->second);
  }

  /// A region as in "[0:4, 2:8]".
  static std::string text_of(const Box& region) {
    std::string text;
    for (const Interval& interval : region) {
      text += text.empty() ? "[" : ", ";
      text += std::to_string(interval.from) + ":" + std::to_string(interval.to);
    }
    return text + "]";
  }

  const OperatorGraph& graph_;
  const Partition& partition_;
  GroupDemand demand_;
  JobGraph::Builder builder_;
  IdVector<TensorId, WrittenTensor> written_;
  IdVector<TensorId, std::vector<std::pair<Box, ResidentId>>> residents_;
  IdVector<GroupId, TaskId> first_task_;
  std::set<std::pair<TaskId, TaskId>> waits_;  ///< The tasks that wait without data.
  std::vector<JobTensorId> known_;             ///< The tensors that the present task reads.
};

}  // namespace

std::shared_ptr<const JobGraph> lower(const OperatorGraph& graph, const Partition& partition,
                                      std::string name) {
  return Lowering(graph, partition, std::move(name)).run();
}

std::shared_ptr<const JobGraph> lower(const OperatorGraph& graph) {
  return lower(graph, Partition(graph), graph.name());
}

}  // namespace kairos
