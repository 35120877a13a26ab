// Rebuilds the graph of a program, so that a transform can put other operators in the place of
// some. All others keep their tiles, their groups and their places.
#pragma once

#include <optional>

#include "workloads/transforms/transform.hpp"

namespace kairos {

/// A transform visits the operators of the old graph in their order. It either copies each one or
/// adds others to the new graph that write the same tensors.
class Rewriter {
 public:
  explicit Rewriter(Program& program);

  [[nodiscard]] const OperatorGraph& old() const { return program_.graph; }
  /// The graph that is being built.
  [[nodiscard]] OperatorGraph& graph() { return graph_; }

  /// The tensor of the new graph that stands for one of the old graph. It is made if it is not
  /// there yet.
  TensorId tensor_for(TensorId old);
  /// Lets readers that are copied from now on read another tensor.
  void replace(TensorId old, TensorId with) { tensors_[old] = with; }
  /// The operator in terms of the new graph, not yet added.
  [[nodiscard]] Operator translated(OperatorId old);
  /// Adds an operator to the new graph that takes the place of one of the old graph, with its
  /// tiles.
  OperatorId add(OperatorId old, Operator op);
  /// Adds the operator to the new graph as it is.
  OperatorId copy(OperatorId old) { return add(old, translated(old)); }
  /// Says which operator of the new graph stands for one of the old graph when others wait for it.
  void stand_in(OperatorId old, OperatorId now) { waited_for_[old] = now; }

  /// Gives the program the new graph. Call it once, at the end.
  void finish();

 private:
  Program& program_;
  OperatorGraph graph_;
  IdVector<TensorId, std::optional<TensorId>> tensors_;
  IdVector<OperatorId, std::optional<OperatorId>> copied_, waited_for_;
};

}  // namespace kairos
