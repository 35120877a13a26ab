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

double Demand::all_operations() const {
  return std::accumulate(operations.begin(), operations.end(), 0.0);
}

std::int64_t Demand::extent(std::string_view axis) const {
  const auto found = std::ranges::find(axes, axis, &Axis::name);
  return found == axes.end() ? 1 : found->extent;
}

void Demand::add_operations(const Operator& op, const Box& tile) {
  for (const auto& [unit, name] : EnumNames<ComputeUnit>::names) {
    operations[static_cast<std::size_t>(unit)] += op.operations(unit, tile);
  }
}

void Demand::add_bytes(const Tensor& tensor, const Operand& operand, const Box& tile,
                       bool is_write) {
  const Bytes bytes(touched(operand, tensor, tile) * tensor.bytes_per_element());
  if (tensor.role == TensorRole::state) {
    state += bytes;
  } else if (tensor.role == TensorRole::weight && !is_lookup(operand)) {
    weights += bytes;
  } else {
    (is_write ? written : read) += bytes;
  }
}

Demand demand(const OperatorGraph& graph, const Operator& op, const Box& tile) {
  Demand result;
  result.type = op.type;
  result.is_view = op.is_view;
  result.axes = op.axes;
  for (std::size_t i = 0; i < tile.size(); ++i) result.axes[i].extent = tile[i].size();
  if (op.is_view) return result;
  result.add_operations(op, tile);
  const auto count = [&](const Operand& operand, bool is_write) {
    result.add_bytes(graph.tensors()[operand.tensor], operand, tile, is_write);
  };
  for (const Operand& operand : op.reads) count(operand, false);
  for (const Operand& operand : op.writes) count(operand, true);
  return result;
}

bool Demand::can_join(const Demand& other) const {
  const auto are_alike = [](const Axis& a, const Axis& b) {
    const bool grows = a.name == "batch" || a.name == "rows";
    return a.name == b.name && (grows || a.extent == b.extent);
  };
  const bool has_batch = std::ranges::count(axes, "batch", &Axis::name) > 0;
  return type == other.type && parts.empty() && other.parts.empty() &&
         std::ranges::equal(axes, other.axes, are_alike) &&
         (!has_batch || extent("rows") == other.extent("rows"));
}

void Demand::add_request(const Demand& request, bool has_same_weights) {
  for (std::size_t unit = 0; unit < operations.size(); ++unit) {
    operations[unit] += request.operations[unit];
  }
  read += request.read;
  written += request.written;
  weights = has_same_weights ? std::max(weights, request.weights) : weights + request.weights;
  state += request.state;
  // A batch grows along the axis `batch`, or along `rows` if there is none.
  for (const std::string_view name : {"batch", "rows"}) {
    const auto axis = std::ranges::find(axes, name, &Axis::name);
    if (axis == axes.end()) continue;
    axis->extent += request.extent(name);
    return;
  }
}

Demand batched(const std::vector<Demand>& requests) {
  Demand sum = requests.front();
  for (std::size_t i = 1; i < requests.size(); ++i) sum.add_request(requests[i], true);
  return sum;
}

}  // namespace kairos
