// A network as a graph of operators, which read and write tensors.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/base/id.hpp"
#include "workloads/operators/operator_kind.hpp"

namespace kairos {

/// Operators in an order in which every tensor is written before it is read. Each tensor is written
/// by at most one operator.
class OperatorGraph {
 public:
  explicit OperatorGraph(std::string name) : name_(std::move(name)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const IdVector<TensorId, Tensor>& tensors() const { return tensors_; }
  [[nodiscard]] const IdVector<OperatorId, Operator>& operators() const { return operators_; }

  /// The operator that writes a tensor; empty for inputs, weights, states and constants.
  [[nodiscard]] std::optional<OperatorId> writer(TensorId tensor) const { return writers_[tensor]; }

  /// Adds a tensor that is an input, a weight, a state or a constant of the network.
  TensorId add(Tensor tensor);
  /// Adds an operator and the tensors that it writes, which are called as the operator, with a
  /// number behind if there are several. `kind_name` is the name under which the kind is
  /// registered. Throws InputError if the inputs do not fit together; the message names the
  /// operator. The returned span is valid until the next call.
  std::span<const TensorId> add(const OperatorKind& kind, std::string kind_name, std::string name,
                                std::vector<TensorId> inputs);
  /// Adds an operator whose operands refer to tensors of this graph. No other operator may write
  /// the tensors that it writes.
  OperatorId add(Operator op);
  /// Changes a tensor, such as its data type or role. A new shape must fit the operators that read
  /// or write the tensor.
  Tensor& edit(TensorId tensor) { return tensors_[tensor]; }
  Operator& edit(OperatorId op) { return operators_[op]; }

 private:
  std::string name_;
  IdVector<TensorId, Tensor> tensors_;
  IdVector<OperatorId, Operator> operators_;
  IdVector<TensorId, std::optional<OperatorId>> writers_;
  std::vector<TensorId> written_;  ///< The outputs of the operator that was added last.
};

}  // namespace kairos
