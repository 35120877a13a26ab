#include "workloads/operators/live_bytes.hpp"

#include <algorithm>

namespace kairos {
namespace {

/// Walks through some operators of a graph and keeps account of the tensors in memory. The home of
/// a tensor is the first of the tensors that share its memory.
class LiveTensors {
 public:
  /// `sizes` are the elements that each tensor takes, 0 for those that do not count.
  LiveTensors(const OperatorGraph& graph, std::vector<OperatorId> operators,
              IdVector<TensorId, double> sizes, bool in_place)
      : graph_(graph),
        operators_(std::move(operators)),
        sizes_(std::move(sizes)),
        last_use_(graph.tensors().size(), operators_.size()) {
    for (const TensorId tensor : ids<TensorId>(graph.tensors().size())) home_.push_back(tensor);
    for (std::size_t i = 0; i < operators_.size(); ++i) {
      for (const Operand& operand : graph.operators()[operators_[i]].reads) {
        last_use_[operand.tensor] = i;
      }
    }
    if (!in_place) return;
    for (std::size_t i = 0; i < operators_.size(); ++i) share_memory(i);
  }

  LivePeak peak() {
    IdVector<TensorId, bool> is_written(graph_.tensors().size(), false);
    for (const OperatorId op : operators_) {
      for (const Operand& operand : graph_.operators()[op].writes) {
        is_written[operand.tensor] = true;
      }
    }
    for (const TensorId tensor : ids<TensorId>(graph_.tensors().size())) {
      if (!is_written[tensor]) change(tensor, 1);  // It is an input of the network.
    }
    for (std::size_t i = 0; i < operators_.size(); ++i) run(i);
    return peak_;
  }

 private:
  /// Lets the first output of an operator share the memory of its first input, if it may. A view
  /// has the same values; other operators destroy those of the input.
  void share_memory(std::size_t i) {
    const Operator& op = graph_.operators()[operators_[i]];
    if (op.reads.empty() || op.writes.empty()) return;
    const TensorId out = op.writes.front().tensor, home = home_[op.reads.front().tensor];
    const bool may_share = op.is_view || (op.in_place && last_use_[home] <= i);
    if (!may_share || sizes_[home] <= 0 || sizes_[out] <= 0) return;
    home_[out] = home;
    last_use_[home] = std::max(last_use_[home], last_use_[out]);
  }
  void change(TensorId tensor, int sign) {
    elements_ += sign * sizes_[tensor];
    bytes_ += Bytes(sign * sizes_[tensor] * graph_.tensors()[tensor].bytes_per_element());
  }
  void run(std::size_t i) {
    const Operator& op = graph_.operators()[operators_[i]];
    for (const Operand& operand : op.writes) {
      if (home_[operand.tensor] == operand.tensor) change(operand.tensor, 1);
    }
    if (bytes_ > peak_.bytes) peak_ = {elements_, bytes_, operators_[i]};
    std::vector<TensorId> homes;
    for (const Operand& operand : op.reads) homes.push_back(home_[operand.tensor]);
    std::ranges::sort(homes);
    homes.erase(std::unique(homes.begin(), homes.end()), homes.end());
    for (const TensorId home : homes) {
      if (last_use_[home] == i) change(home, -1);
    }
  }

  const OperatorGraph& graph_;
  std::vector<OperatorId> operators_;
  IdVector<TensorId, double> sizes_;
  IdVector<TensorId, TensorId> home_;
  /// The position of the last operator that reads a tensor or, for homes, one of the tensors that
  /// share its memory; the number of operators if none does, because then it is an output.
  IdVector<TensorId, std::size_t> last_use_;
  double elements_ = 0;
  Bytes bytes_;
  LivePeak peak_;
};

/// The elements that one tile of a group writes of each tensor that does not leave the group.
IdVector<TensorId, double> sizes_within(const OperatorGraph& graph, const Partition& partition,
                                        const OperatorGroup& group, std::size_t tile) {
  IdVector<TensorId, double> sizes(graph.tensors().size(), 0);
  for (const OperatorId id : group.operators) {
    for (const Operand& written : graph.operators()[id].writes) {
      const Tensor& tensor = graph.tensors()[written.tensor];
      if (tensor.role != TensorRole::activation) continue;
      sizes[written.tensor] = volume(region(written, tensor, partition.tiles(id)[tile]));
    }
  }
  IdVector<TensorId, bool> is_read(graph.tensors().size(), false);
  for (const OperatorId id : ids<OperatorId>(graph.operators().size())) {
    const bool is_member = std::ranges::count(group.operators, id) > 0;
    for (const Operand& read : graph.operators()[id].reads) {
      is_read[read.tensor] = true;
      if (!is_member) sizes[read.tensor] = 0;
    }
  }
  for (const TensorId tensor : ids<TensorId>(graph.tensors().size())) {
    if (!is_read[tensor]) sizes[tensor] = 0;
  }
  return sizes;
}

}  // namespace

LivePeak live_peak(const OperatorGraph& graph, bool in_place) {
  std::vector<OperatorId> all;
  for (const OperatorId id : ids<OperatorId>(graph.operators().size())) all.push_back(id);
  IdVector<TensorId, double> sizes;
  for (const Tensor& tensor : graph.tensors()) {
    sizes.push_back(tensor.role == TensorRole::activation ? tensor.elements() : 0);
  }
  return LiveTensors(graph, std::move(all), std::move(sizes), in_place).peak();
}

LivePeak live_peak(const OperatorGraph& graph, const Partition& partition, GroupId group,
                   bool in_place) {
  const OperatorGroup& members = partition.groups()[group];
  LivePeak most;
  for (std::size_t tile = 0; tile < partition.tiles(members.operators.front()).size(); ++tile) {
    const LivePeak peak = LiveTensors(graph, members.operators,
                                      sizes_within(graph, partition, members, tile), in_place)
                              .peak();
    if (peak.bytes > most.bytes) most = peak;
  }
  return most;
}

}  // namespace kairos
