// The demand of a task: what a tile of an operator asks of the element that executes it.
//
//   operations of a unit = sum over its work of operations per point * points of the tile
//   bytes of a role      = sum over operands of elements touched * bytes per element
//
// Example: the product of 4 rows with a 4096 x 4096 matrix in fp16 has 4 * 4096 * 4096 * 2 = 134 M
// operations of the matrix unit. It reads 32 kB, writes 32 kB and reads weights of 33.6 MB.
// How far to trust it: bytes are those that have to be moved at least once. Traffic that a small
// on-chip memory causes besides is a matter of the cost model.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "workloads/operators/operator_graph.hpp"

namespace kairos {

struct Demand;

/// One of several operators that run as one task.
struct DemandPart {
  std::string kernel;
  std::shared_ptr<const Demand> demand;
};

struct Demand {
  std::array<double, EnumNames<ComputeUnit>::names.size()>
      operations{};  ///< Indexed by ComputeUnit.
  /// Activations and constants, and rows of weights that are looked up by their indices, because
  /// each request of a batch looks up others.
  Bytes read;
  Bytes written;  ///< Activations.
  Bytes weights;
  Bytes state;  ///< State that is read or written.
  DataType type = DataType::fp32;
  bool is_view = false;
  /// The names and extents of the tile's axes, for cost models that look at shapes.
  std::vector<Axis> axes;
  /// The operators of a task that joins several products, one after the other; empty for a task of
  /// one product and what is fused with it.
  std::vector<DemandPart> parts;

  [[nodiscard]] double of(ComputeUnit unit) const {
    return operations[static_cast<std::size_t>(unit)];
  }
  [[nodiscard]] double all_operations() const;
  /// True if a demand has the same type and, but for the axis along which batches grow, the same
  /// axes, so that both can be requests of one batch.
  [[nodiscard]] bool can_join(const Demand& other) const;
  /// Adds another request of a batch. If it uses the same weights, they are read once.
  void add_request(const Demand& request, bool has_same_weights);
  /// Adds the operations of a tile of an operator.
  void add_operations(const Operator& op, const Box& tile);
  /// Adds the bytes that a tile reads or writes through an operand.
  void add_bytes(const Tensor& tensor, const Operand& operand, const Box& tile, bool is_write);
  /// Multiply-accumulate operations: half of those of the matrix unit.
  [[nodiscard]] double macs() const { return of(ComputeUnit::matrix) / 2; }
  [[nodiscard]] Bytes bytes() const { return read + written + weights + state; }
  /// The extent of an axis; 1 if there is none of this name.
  [[nodiscard]] std::int64_t extent(std::string_view axis) const;
};

/// The demand of a tile. Views demand nothing.
Demand demand(const OperatorGraph& graph, const Operator& op, const Box& tile);
/// The demand of several requests that run as one batch: weights are read once.
Demand batched(const std::vector<Demand>& requests);

}  // namespace kairos
