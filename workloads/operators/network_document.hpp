// A network document: tensors and operators by name, and its conversion to an OperatorGraph.
//
//   name: tiny
//   tensors:
//     - {name: image, shape: [1, 3, 32, 32]}
//     - {name: filters, shape: [8, 3, 3, 3], role: weight}
//   operators:
//     - {name: conv, kind: {name: convolution, padding: 1}, reads: [image, filters]}
//     - {name: relu, kind: pointwise, reads: conv}
#pragma once

#include <string>
#include <vector>

#include "sim/base/registry.hpp"
#include "workloads/operators/operator_graph.hpp"

namespace kairos {

struct TensorConfig {
  std::string name;
  std::vector<std::uint64_t> shape;
  DataType type = DataType::fp32;
  TensorRole role = TensorRole::activation;
  double scale_bits = 0;
  SourceLocation place;

  void describe(Fields& f);
};

struct OperatorConfig {
  std::string name;
  Choice<OperatorKind> kind;
  std::vector<std::string> reads, writes;
  SourceLocation place;

  void describe(Fields& f);
};

struct NetworkDocument {
  std::string name, description, source;
  std::vector<TensorConfig> tensors;
  std::vector<OperatorConfig> operators;
  SourceLocation place;

  void describe(Fields& f);
  /// Throws InputError with the place of an error, such as an unknown tensor or shapes that do not
  /// fit together.
  [[nodiscard]] OperatorGraph build() const;
};

}  // namespace kairos
