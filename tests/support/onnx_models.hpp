// Builds ONNX models as they are after parsing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "workloads/onnx/onnx_model.hpp"

namespace kairos {

inline constexpr auto onnx_float = static_cast<OnnxType>(1);
inline constexpr auto onnx_int64 = static_cast<OnnxType>(7);

inline OnnxAttribute onnx_integers(std::vector<std::int64_t> values) {
  OnnxAttribute attribute;
  attribute.kind = OnnxAttribute::Kind::integers;
  attribute.integers = std::move(values);
  return attribute;
}
inline OnnxAttribute onnx_integer(std::int64_t value) {
  OnnxAttribute attribute;
  attribute.kind = OnnxAttribute::Kind::integer;
  attribute.integer = value;
  return attribute;
}
inline OnnxAttribute onnx_text(std::string value) {
  OnnxAttribute attribute;
  attribute.kind = OnnxAttribute::Kind::text;
  attribute.text = std::move(value);
  return attribute;
}

/// A model whose parts are added one after the other.
struct OnnxBuilder {
  OnnxModel model{"test", 13, {}, {}, {}};

  OnnxBuilder& input(const std::string& name, const Shape& shape, OnnxType type = onnx_float) {
    OnnxInput input{name, type, true, {}};
    for (const std::int64_t extent : shape) input.shape.push_back({extent, {}});
    model.inputs.push_back(std::move(input));
    return *this;
  }
  OnnxBuilder& weight(const std::string& name, const Shape& shape) {
    model.initializers.push_back({name, onnx_float, shape, std::nullopt});
    return *this;
  }
  /// A list of whole numbers; a single number without `is_list` is a scalar.
  OnnxBuilder& numbers(const std::string& name, const std::vector<double>& values,
                       bool is_list = true) {
    Shape shape;
    if (is_list) shape.push_back(static_cast<std::int64_t>(values.size()));
    model.initializers.push_back({name, onnx_int64, shape, values});
    return *this;
  }
  OnnxBuilder& node(const std::string& type, const std::vector<std::string>& inputs,
                    const std::vector<std::string>& outputs,
                    const std::map<std::string, OnnxAttribute>& attributes = {}) {
    model.nodes.push_back({outputs.front() + "_node", type, "", inputs, outputs, attributes});
    return *this;
  }
};

}  // namespace kairos
