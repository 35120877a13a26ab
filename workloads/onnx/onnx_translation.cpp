#include "workloads/onnx/onnx_translation.hpp"

#include <array>

#include "sim/base/units.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

/// The operations of a pointwise operator at one point of its output.
struct PointwiseOperator {
  std::string_view name;
  double operations, special;
  bool is_boolean = false;  ///< The output is true or false.
};

constexpr std::array pointwise_operators{
    PointwiseOperator{"Abs", 1, 0},
    PointwiseOperator{"Acos", 0, 1},
    PointwiseOperator{"Asin", 0, 1},
    PointwiseOperator{"Atan", 0, 1},
    PointwiseOperator{"Ceil", 1, 0},
    PointwiseOperator{"Cos", 0, 1},
    PointwiseOperator{"Cosh", 0, 1},
    PointwiseOperator{"Div", 1, 0},
    PointwiseOperator{"Elu", 3, 1},
    PointwiseOperator{"Equal", 1, 0, true},
    PointwiseOperator{"Erf", 0, 1},
    PointwiseOperator{"Exp", 0, 1},
    PointwiseOperator{"Floor", 1, 0},
    PointwiseOperator{"Gelu", 4, 1},
    PointwiseOperator{"Greater", 1, 0, true},
    PointwiseOperator{"GreaterOrEqual", 1, 0, true},
    PointwiseOperator{"HardSigmoid", 4, 0},
    PointwiseOperator{"HardSwish", 5, 0},
    PointwiseOperator{"IsInf", 1, 0, true},
    PointwiseOperator{"IsNaN", 1, 0, true},
    PointwiseOperator{"LeakyRelu", 2, 0},
    PointwiseOperator{"Less", 1, 0, true},
    PointwiseOperator{"LessOrEqual", 1, 0, true},
    PointwiseOperator{"Log", 0, 1},
    PointwiseOperator{"Mish", 2, 3},
    PointwiseOperator{"Mod", 1, 0},
    PointwiseOperator{"Neg", 1, 0},
    PointwiseOperator{"Not", 1, 0, true},
    PointwiseOperator{"PRelu", 2, 0},
    PointwiseOperator{"Pow", 0, 1},
    PointwiseOperator{"Reciprocal", 1, 0},
    PointwiseOperator{"Relu", 1, 0},
    PointwiseOperator{"Round", 1, 0},
    PointwiseOperator{"Selu", 4, 1},
    PointwiseOperator{"Sigmoid", 2, 1},
    PointwiseOperator{"Sign", 1, 0},
    PointwiseOperator{"Sin", 0, 1},
    PointwiseOperator{"Sinh", 0, 1},
    PointwiseOperator{"Softplus", 1, 2},
    PointwiseOperator{"Softsign", 3, 0},
    PointwiseOperator{"Sqrt", 0, 1},
    PointwiseOperator{"Sub", 1, 0},
    PointwiseOperator{"Tan", 0, 1},
    PointwiseOperator{"Tanh", 0, 1},
    PointwiseOperator{"ThresholdedRelu", 1, 0},
    PointwiseOperator{"Where", 1, 0},
};

const PointwiseOperator* find_pointwise(std::string_view name) {
  const auto found = std::ranges::find(pointwise_operators, name, &PointwiseOperator::name);
  return found == pointwise_operators.end() ? nullptr : &*found;
}

std::vector<std::size_t> all_inputs(const OnnxNodeView& node) {
  std::vector<std::size_t> inputs;
  for (std::size_t i = 0; i < node.input_count(); ++i) inputs.push_back(i);
  return inputs;
}

OnnxTranslation pointwise(const OnnxNodeView& node, const PointwiseOperator& found) {
  OnnxTranslation result{"pointwise", Value::map(), all_inputs(node)};
  result.with("operations", found.operations);
  if (found.special > 0) result.with("special", found.special);
  if (found.is_boolean) result.with("type", "int8");
  if (found.name ==
      "Where") {  // The first input is a condition, which the output does not overwrite.
    result.with("type", name_of(node.input(1).tensor.type));
  }
  return result;
}

const OnnxTranslators& translators() {
  static const OnnxTranslators all = [] {
    OnnxTranslators result;
    add_window_translators(result);
    add_arithmetic_translators(result);
    add_movement_translators(result);
    return result;
  }();
  return all;
}

bool is_standard(const OnnxNode& node) {
  return node.domain.empty() || node.domain == "ai.onnx";
}

}  // namespace

OnnxTranslation& OnnxTranslation::with(const std::string& key, const std::string& text) {
  options.set(key, Value::scalar(text));
  return *this;
}
OnnxTranslation& OnnxTranslation::with(const std::string& key, std::int64_t number) {
  return with(key, std::to_string(number));
}
OnnxTranslation& OnnxTranslation::with(const std::string& key, double number) {
  return with(key, shortest(number));
}
OnnxTranslation& OnnxTranslation::with_flag(const std::string& key, bool is_true) {
  return with(key, std::string(is_true ? "true" : "false"));
}
OnnxTranslation& OnnxTranslation::with(const std::string& key,
                                       const std::vector<std::int64_t>& numbers) {
  options.set(key, Codec<std::vector<std::int64_t>>::write(numbers));
  return *this;
}
OnnxTranslation& OnnxTranslation::with(const std::string& key, const std::vector<double>& numbers) {
  options.set(key, Codec<std::vector<double>>::write(numbers));
  return *this;
}

bool is_known_onnx_operator(const OnnxNode& node) {
  return is_standard(node) &&
         (find_pointwise(node.type) != nullptr || translators().contains(node.type));
}

OnnxTranslation translate(const OnnxNodeView& node) {
  if (const PointwiseOperator* found = find_pointwise(node.node().type)) {
    return pointwise(node, *found);
  }
  return translators().at(node.node().type)(node);
}

}  // namespace kairos
