#include "workloads/operators/group_demand.hpp"

#include <algorithm>

namespace kairos {

GroupDemand::GroupDemand(const OperatorGraph& graph, const Partition& partition)
    : graph_(graph),
      partition_(partition),
      maker_(graph.tensors().size()),
      leaves_(graph.tensors().size()) {
  for (const OperatorId op : ids<OperatorId>(graph.operators().size())) {
    for (const Operand& w : graph.operators()[op].writes) {
      maker_[w.tensor] = partition.group_of(op);
    }
  }
  IdVector<TensorId, bool> is_read(graph.tensors().size());
  for (const OperatorId op : ids<OperatorId>(graph.operators().size())) {
    for (const Operand& r : graph.operators()[op].reads) {
      is_read[r.tensor] = true;
      if (maker_[r.tensor] != partition.group_of(op)) leaves_[r.tensor] = true;
    }
  }
  for (const TensorId tensor : ids<TensorId>(is_read.size())) {
    if (!is_read[tensor]) leaves_[tensor] = true;
  }
}

OperatorId GroupDemand::main_operator(GroupId group) const {
  // An operation of the vector unit only decides between operators without any on the matrix unit.
  constexpr double most_important = 1e6;
  const std::vector<OperatorId>& operators = partition_.groups()[group].operators;
  if (operators.size() == 1) return operators.front();
  const auto operations = [&](OperatorId id) {
    const Operator& op = graph_.operators()[id];
    return op.operations(ComputeUnit::matrix, op.whole()) * most_important +
           op.operations(ComputeUnit::vector, op.whole());
  };
  return *std::ranges::max_element(operators, {}, operations);
}

Demand GroupDemand::of(GroupId id, std::size_t tile) const {
  const OperatorGroup& group = partition_.groups()[id];
  const OperatorId main = main_operator(id);
  Demand sum = demand(graph_, graph_.operators()[main], partition_.tiles(main)[tile]);
  if (group.operators.size() == 1) return sum;
  sum.operations = {};
  sum.read = sum.written = sum.weights = sum.state = Bytes{};
  sum.is_view = false;
  std::vector<TensorId> read;
  for (const OperatorId member : group.operators) {
    const Operator& op = graph_.operators()[member];
    const Box& box = partition_.tiles(member)[tile];
    if (op.is_view) continue;
    sum.add_operations(op, box);
    for (const Operand& r : op.reads) {
      if (is_made_in(id, r.tensor) || std::ranges::count(read, r.tensor) > 0) continue;
      read.push_back(r.tensor);
      sum.add_bytes(graph_.tensors()[r.tensor], r, box, false);
    }
    for (const Operand& w : op.writes) {
      if (leaves(w.tensor)) sum.add_bytes(graph_.tensors()[w.tensor], w, box, true);
    }
  }
  add_parts(group, tile, sum);
  return sum;
}

/// Keeps the operators of a group with several products, which run one after the other.
void GroupDemand::add_parts(const OperatorGroup& group, std::size_t tile, Demand& sum) const {
  const auto is_product = [&](OperatorId id) {
    const Operator& op = graph_.operators()[id];
    return op.operations(ComputeUnit::matrix, op.whole()) > 0;
  };
  if (std::ranges::count_if(group.operators, is_product) < 2) return;
  for (const OperatorId id : group.operators) {
    const Operator& op = graph_.operators()[id];
    if (op.is_view) continue;
    sum.parts.push_back(
        {op.kind, std::make_shared<const Demand>(demand(graph_, op, partition_.tiles(id)[tile]))});
  }
}

}  // namespace kairos
