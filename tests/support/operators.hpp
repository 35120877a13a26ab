// Makes operators from the names and options of their kinds.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/registry.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {

/// An option as in YAML; several texts are a list.
using OperatorOption = std::pair<std::string, std::vector<std::string>>;

inline std::unique_ptr<OperatorKind> make_kind(const std::string& name,
                                               const std::vector<OperatorOption>& options = {}) {
  Choice<OperatorKind> choice(name);
  for (const auto& [key, texts] : options) {
    Value list = Value::list();
    for (const std::string& text : texts) list.items.push_back(Value::scalar(text));
    choice.options.set(key, texts.size() == 1 ? list.items.front() : list);
  }
  return choice.make();
}

/// A graph with one operator, whose first input is an activation and whose others are weights.
struct OneOperator {
  OperatorGraph graph{"test"};

  OneOperator(const std::string& kind, const std::vector<Shape>& inputs,
              const std::vector<OperatorOption>& options = {}) {
    std::vector<TensorId> read;
    read.reserve(inputs.size());
    for (const Shape& shape : inputs) {
      read.push_back(graph.add(Tensor{"input", shape, DataType::fp32,
                                      read.empty() ? TensorRole::activation : TensorRole::weight}));
    }
    graph.add(*make_kind(kind, options), kind, "it", read);
  }
  [[nodiscard]] const Operator& op() const { return graph.operators()[OperatorId{}]; }
  [[nodiscard]] Shape output(std::size_t i = 0) const {
    return graph.tensors()[op().writes[i].tensor].shape;
  }
  [[nodiscard]] Demand demand() const { return kairos::demand(graph, op(), op().whole()); }
  /// All points, but along one axis those of an interval.
  [[nodiscard]] Box tile(std::string_view axis, Interval interval) const {
    Box box = op().whole();
    for (std::size_t i = 0; i < box.size(); ++i) {
      if (op().axes[i].name == axis) box[i] = interval;
    }
    return box;
  }
  /// The region of an input that a tile reads, and of an output that it writes.
  [[nodiscard]] Box reads(std::size_t input, const Box& tile) const {
    const Operand& operand = op().reads[input];
    return region(operand, graph.tensors()[operand.tensor], tile);
  }
  [[nodiscard]] Box writes(std::size_t output, const Box& tile) const {
    const Operand& operand = op().writes[output];
    return region(operand, graph.tensors()[operand.tensor], tile);
  }
};

/// The message with which a kind refuses its inputs.
inline std::string refusal_of(const std::string& kind, const std::vector<Shape>& inputs,
                              const std::vector<OperatorOption>& options = {}) {
  try {
    OneOperator made(kind, inputs, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was refused";
}

}  // namespace kairos
