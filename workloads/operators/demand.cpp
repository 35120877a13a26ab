#include "workloads/operators/demand.hpp"

#include <algorithm>
#include <numeric>

namespace kairos {
namespace {

/// True if a tile takes rows of a tensor by their indices, as an embedding does.
bool is_lookup(const Operand& operand) {
  return std::ranges::any_of(operand.dimensions,
                             [](const Form& form) { return form.access == Form::Access::indexed; });
}

}  // namespace

Bytes& Demand::bytes_of(TensorRole role, bool is_write) {
  switch (role) {
    case TensorRole::weight:
      return weights;
    case TensorRole::state:
      return state;
    case TensorRole::activation:
    case TensorRole::constant:
      break;
  }
  return is_write ? written : read;
}

void Demand::count(const Operand& operand, const Tensor& tensor, const Box& tile, bool is_write) {
  const bool is_shared = tensor.role != TensorRole::weight || !is_lookup(operand);
  bytes_of(is_shared ? tensor.role : TensorRole::activation, is_write) +=
      Bytes(touched(operand, tensor, tile) * tensor.bytes_per_element());
}

double Demand::all_operations() const {
  return std::accumulate(operations.begin(), operations.end(), 0.0);
}

std::int64_t Demand::extent(std::string_view axis) const {
  const auto found = std::ranges::find(axes, axis, &Axis::name);
  return found == axes.end() ? 1 : found->extent;
}

Demand demand(const OperatorGraph& graph, const Operator& op, const Box& tile) {
  Demand result;
  result.type = op.type;
  result.is_view = op.is_view;
  result.axes = op.axes;
  for (std::size_t i = 0; i < tile.size(); ++i) result.axes[i].extent = tile[i].size();
  if (op.is_view) return result;
  for (const auto& [unit, name] : EnumNames<ComputeUnit>::names) {
    result.operations[static_cast<std::size_t>(unit)] = op.operations(unit, tile);
  }
  const auto& tensors = graph.tensors();
  for (const Operand& r : op.reads) result.count(r, tensors[r.tensor], tile, false);
  for (const Operand& w : op.writes) result.count(w, tensors[w.tensor], tile, true);
  return result;
}

Demand batched(const std::vector<Demand>& requests) {
  Demand sum = requests.front();
  for (std::size_t i = 1; i < requests.size(); ++i) {
    const Demand& next = requests[i];
    for (std::size_t unit = 0; unit < sum.operations.size(); ++unit) {
      sum.operations[unit] += next.operations[unit];
    }
    sum.read += next.read;
    sum.written += next.written;
    sum.weights = std::max(sum.weights, next.weights);
    sum.state += next.state;
  }
  return sum;
}

}  // namespace kairos
