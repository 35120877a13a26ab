#include "workloads/operators/live_bytes.hpp"

#include <algorithm>

namespace kairos {
namespace {

/// Walks through the operators and keeps account of the tensors in memory. The home of a tensor is
/// the first of the tensors that share its memory.
class LiveTensors {
 public:
  LiveTensors(const OperatorGraph& graph, bool in_place)
      : graph_(graph), last_use_(graph.tensors().size(), graph.operators().size()) {
    for (const TensorId tensor : ids<TensorId>(graph.tensors().size())) home_.push_back(tensor);
    for (const OperatorId op : ids<OperatorId>(graph.operators().size())) {
      for (const Operand& operand : graph.operators()[op].reads) {
        last_use_[operand.tensor] = index(op);
      }
    }
    if (!in_place) return;
    for (const OperatorId op : ids<OperatorId>(graph.operators().size())) share_memory(op);
  }

  LivePeak peak() {
    IdVector<TensorId, bool> is_written(graph_.tensors().size(), false);
    for (const Operator& op : graph_.operators()) {
      for (const Operand& operand : op.writes) is_written[operand.tensor] = true;
    }
    for (const TensorId tensor : ids<TensorId>(graph_.tensors().size())) {
      if (!is_written[tensor]) change(tensor, 1);  // It is an input of the network.
    }
    for (const OperatorId op : ids<OperatorId>(graph_.operators().size())) run(op);
    return peak_;
  }

 private:
  [[nodiscard]] bool counts(TensorId tensor) const {
    return graph_.tensors()[tensor].role == TensorRole::activation;
  }
  /// Lets the first output of an operator share the memory of its first input, if it may. A view
  /// has the same values; other operators destroy those of the input.
  void share_memory(OperatorId id) {
    const Operator& op = graph_.operators()[id];
    if (op.reads.empty() || op.writes.empty()) return;
    const TensorId out = op.writes.front().tensor, home = home_[op.reads.front().tensor];
    const bool may_share = op.is_view || (op.in_place && last_use_[home] <= index(id));
    if (!may_share || !counts(home) || !counts(out)) return;
    home_[out] = home;
    last_use_[home] = std::max(last_use_[home], last_use_[out]);
  }
  void change(TensorId tensor, int sign) {
    if (!counts(tensor)) return;
    elements_ += sign * graph_.tensors()[tensor].elements();
    bytes_ += graph_.tensors()[tensor].bytes() * sign;
  }
  void run(OperatorId id) {
    const Operator& op = graph_.operators()[id];
    for (const Operand& operand : op.writes) {
      if (home_[operand.tensor] == operand.tensor) change(operand.tensor, 1);
    }
    if (bytes_ > peak_.bytes) peak_ = {elements_, bytes_, id};
    std::vector<TensorId> homes;
    for (const Operand& operand : op.reads) homes.push_back(home_[operand.tensor]);
    std::ranges::sort(homes);
    homes.erase(std::unique(homes.begin(), homes.end()), homes.end());
    for (const TensorId home : homes) {
      if (last_use_[home] == index(id)) change(home, -1);
    }
  }

  const OperatorGraph& graph_;
  IdVector<TensorId, TensorId> home_;
  /// The last operator that reads a tensor or, for homes, one of the tensors that share its memory;
  /// the number of operators if none does, because then it is an output of the network.
  IdVector<TensorId, std::size_t> last_use_;
  double elements_ = 0;
  Bytes bytes_;
  LivePeak peak_;
};

}  // namespace

LivePeak live_peak(const OperatorGraph& graph, bool in_place) {
  return LiveTensors(graph, in_place).peak();
}

}  // namespace kairos
