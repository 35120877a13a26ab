// Builds the graph of a model: tensors with the data types of the call, and operators of kinds that
// are made once.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/value.hpp"
#include "workloads/models/model.hpp"

namespace kairos {

/// An operator kind with its options, made once and used for many operators.
struct Kind {
  std::string name;
  std::shared_ptr<const OperatorKind> rules;
};
/// An option of a kind: {"axis", -1}, {"rule", "rms"} or {"shape", Shape{1, 64}}.
struct KindOption {
  KindOption(std::string name, const char* text)
      : key(std::move(name)), value(Value::scalar(text)) {}
  template <std::integral Number>
  KindOption(std::string name, Number number)
      : key(std::move(name)), value(Value::scalar(std::to_string(number))) {}
  KindOption(std::string name, const Shape& numbers);

  std::string key;
  Value value;
};
/// Makes a kind by its registered name.
Kind operator_kind(const std::string& name, const std::vector<KindOption>& options = {});

class Network {
 public:
  Network(std::string name, const Call& call) : graph_(std::move(name)), call_(call) {}

  [[nodiscard]] const Call& call() const { return call_; }
  [[nodiscard]] const Shape& shape(TensorId tensor) const { return graph_.tensors()[tensor].shape; }

  TensorId input(std::string name, Shape shape);
  /// An input of token numbers or other indices.
  TensorId indices(std::string name, Shape shape);
  /// A weight. Vectors, such as biases, have the data type of the activations, because they are
  /// not quantised.
  TensorId weight(std::string name, Shape shape);
  /// A weight whose data type the model knows.
  TensorId weight(std::string name, Shape shape, DataType type);
  /// A weight that several operators share: the tensor of this name if there is one already.
  TensorId shared_weight(const std::string& name, const Shape& shape);
  /// State of earlier calls.
  TensorId state(std::string name, Shape shape);

  TensorId add(const Kind& kind, std::string name, std::vector<TensorId> inputs);
  /// The same for an operator with several outputs, which are valid until the next operator.
  std::span<const TensorId> add_all(const Kind& kind, std::string name,
                                    std::vector<TensorId> inputs);
  /// Makes a tensor outlive the call, in the data type of the cache.
  void keep(TensorId tensor);
  /// Makes the operator that was added last a view: it only addresses parts of its input.
  void make_view();

  /// x * weights' with weights [columns, depth], and a bias if there is one.
  TensorId linear(std::string name, TensorId x, std::int64_t columns, bool has_bias = false);
  /// x * weights' with weights that there are already.
  TensorId product(std::string name, TensorId x, TensorId weights);

  [[nodiscard]] OperatorGraph take() { return std::move(graph_); }

 private:
  OperatorGraph graph_;
  Call call_;
};

/// The sum of the elements of all weights.
double parameters(const OperatorGraph& graph);
/// The same for a whole model: weights of several phases count once.
double parameters(const Model& model, Call call);
/// The bytes of all tensors of a role.
Bytes bytes_of(const OperatorGraph& graph, TensorRole role);

}  // namespace kairos
