#include "workloads/operators/operator_table.hpp"

namespace kairos {
namespace {

Amount& operator+=(Amount& sum, const Amount& more) {
  sum.elements += more.elements;
  sum.bytes += more.bytes;
  return sum;
}

void count(const Tensor& tensor, bool is_write, OperatorRow& row) {
  const Amount all{tensor.elements(), tensor.bytes()};
  switch (tensor.role) {
    case TensorRole::weight:
      row.weights += all;
      break;
    case TensorRole::state:
      row.state += all;
      break;
    case TensorRole::activation:
      (is_write ? row.written : row.read) += all;
      break;
    case TensorRole::constant:
      break;
  }
}

OperatorRow row_of(const OperatorGraph& graph, const Operator& op) {
  OperatorRow row{op.name, op.kind, 0, 0, {}, {}, {}, {}, {}};
  for (const auto& [unit, name] : EnumNames<ComputeUnit>::names) {
    const double operations = op.operations(unit, op.whole());
    row.ops += operations;
    if (unit == ComputeUnit::matrix) row.macs = operations / 2;
  }
  for (const Operand& operand : op.reads) count(graph.tensors()[operand.tensor], false, row);
  for (const Operand& operand : op.writes) count(graph.tensors()[operand.tensor], true, row);
  if (!op.writes.empty()) row.shape = graph.tensors()[op.writes.front().tensor].shape;
  return row;
}

}  // namespace

OperatorTable operator_table(const OperatorGraph& graph) {
  OperatorTable table;
  for (const Operator& op : graph.operators()) {
    const OperatorRow& row = table.rows.emplace_back(row_of(graph, op));
    table.total.macs += row.macs;
    table.total.ops += row.ops;
    table.total.read += row.read;
    table.total.written += row.written;
    table.total.state += row.state;
  }
  for (const Tensor& tensor : graph.tensors()) {
    if (tensor.role == TensorRole::weight) count(tensor, false, table.total);
  }
  return table;
}

}  // namespace kairos
