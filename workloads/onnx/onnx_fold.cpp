#include "workloads/onnx/onnx_fold.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

using Values = std::vector<double>;

constexpr std::array folded_operators{"Constant", "ConstantOfShape", "Range", "Shape", "Size"};

bool is_whole(DataType type) {
  switch (type) {
    case DataType::int64:
    case DataType::int32:
    case DataType::int16:
    case DataType::int8:
    case DataType::int4:
      return true;
    default:
      return false;
  }
}

OnnxValue value(Shape shape, DataType type, std::optional<Values> values) {
  return {Tensor{{}, std::move(shape), type, TensorRole::constant}, std::move(values)};
}

OnnxValue whole_numbers(const std::vector<std::int64_t>& numbers) {
  return value({static_cast<std::int64_t>(numbers.size())}, DataType::int64,
               Values(numbers.begin(), numbers.end()));
}

OnnxValue constant(const OnnxNodeView& node) {
  if (node.has("value_int")) {
    return value({}, DataType::int64, Values{static_cast<double>(node.integer("value_int", 0))});
  }
  if (node.has("value_float")) {
    return value({}, DataType::fp32, Values{node.number("value_float", 0)});
  }
  if (node.has("value_ints")) return whole_numbers(node.integers("value_ints"));
  if (node.has("value_floats")) {
    const Values numbers = node.numbers("value_floats");
    return value({static_cast<std::int64_t>(numbers.size())}, DataType::fp32, numbers);
  }
  const OnnxTensor& tensor = node.tensor("value");
  return value(tensor.shape, data_type_of(tensor.type), tensor.values);
}

OnnxValue constant_of_shape(const OnnxNodeView& node) {
  OnnxValue result = value(node.whole_values(0), DataType::fp32, std::nullopt);
  double filling = 0;
  if (node.has("value")) {
    const OnnxTensor& tensor = node.tensor("value");
    result.tensor.type = data_type_of(tensor.type);
    if (!tensor.values || tensor.values->empty()) return result;
    filling = tensor.values->front();
  }
  const double count = result.tensor.elements();
  if (is_countable(result.tensor.shape) && count <= static_cast<double>(most_onnx_values)) {
    result.values = Values(static_cast<std::size_t>(count), filling);
  }
  return result;
}

/// The extents of a tensor, or from version 15 on those of a part of its dimensions.
OnnxValue shape_of(const OnnxNodeView& node) {
  const Shape& shape = node.shape(0);
  const auto rank = static_cast<std::int64_t>(shape.size());
  const auto clamped = [rank](std::int64_t at) {
    return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank);
  };
  const std::int64_t begin = clamped(node.integer("start", 0));
  const std::int64_t end = clamped(node.integer("end", rank));
  if (begin >= end) return whole_numbers({});
  return whole_numbers({shape.begin() + begin, shape.begin() + end});
}

double scalar(const OnnxNodeView& node, std::size_t input) {
  if (node.values(input).size() == 1) return node.values(input).front();
  throw InputError("input " + std::to_string(input) + " is not a scalar");
}

OnnxValue range(const OnnxNodeView& node) {
  const double start = scalar(node, 0), limit = scalar(node, 1), step = scalar(node, 2);
  const double count = std::max(std::ceil((limit - start) / step), 0.0);
  if (!(count < 1e15)) throw InputError("the range has no end, or too many numbers");
  OnnxValue result = value({static_cast<std::int64_t>(count)}, node.input(0).tensor.type, {});
  if (count > static_cast<double>(most_onnx_values)) return result;
  result.values.emplace();
  for (double i = 0; i < count; ++i) result.values->push_back(start + i * step);
  return result;
}

/// The values of a tensor that is broadcast to a shape.
Values broadcast_values(const OnnxValue& from, const Shape& to) {
  Values result;
  const Shape& shape = from.tensor.shape;
  const auto count = static_cast<std::size_t>(elements(to));
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t index = 0, rest = i, stride = 1;
    for (std::size_t d = to.size(); d-- > 0;) {
      const std::size_t at = rest % static_cast<std::size_t>(to[d]);
      rest /= static_cast<std::size_t>(to[d]);
      if (d + shape.size() < to.size()) continue;
      const std::int64_t extent = shape[d + shape.size() - to.size()];
      if (extent != 1) index += at * stride;
      stride *= static_cast<std::size_t>(extent);
    }
    result.push_back((*from.values)[index]);
  }
  return result;
}

double quotient(double a, double b) {
  return a / b;
}
double whole_quotient(double a, double b) {
  if (b == 0) throw InputError("a shape is divided by zero");
  return std::trunc(a / b);
}
double remainder(double a, double b) {
  if (b == 0) throw InputError("a shape is divided by zero");
  return a - b * std::floor(a / b);
}

using Binary = double (*)(double, double);

Binary binary_operation(const std::string& name, bool whole) {
  static const std::map<std::string, Binary> all{
      {"Add", [](double a, double b) { return a + b; }},
      {"Sub", [](double a, double b) { return a - b; }},
      {"Mul", [](double a, double b) { return a * b; }},
      {"Pow", [](double a, double b) { return std::pow(a, b); }},
      {"Mod", remainder},
      {"Min", [](double a, double b) { return std::min(a, b); }},
      {"Max", [](double a, double b) { return std::max(a, b); }},
      {"Equal", [](double a, double b) { return a == b ? 1.0 : 0.0; }},
      {"Less", [](double a, double b) { return a < b ? 1.0 : 0.0; }},
      {"LessOrEqual", [](double a, double b) { return a <= b ? 1.0 : 0.0; }},
      {"Greater", [](double a, double b) { return a > b ? 1.0 : 0.0; }},
      {"GreaterOrEqual", [](double a, double b) { return a >= b ? 1.0 : 0.0; }},
      {"And", [](double a, double b) { return a != 0 && b != 0 ? 1.0 : 0.0; }},
      {"Or", [](double a, double b) { return a != 0 || b != 0 ? 1.0 : 0.0; }}};
  if (name == "Div") return whole ? whole_quotient : quotient;
  const auto found = all.find(name);
  return found == all.end() ? nullptr : found->second;
}

using Unary = double (*)(double);

Unary unary_operation(const std::string& name) {
  static const std::map<std::string, Unary> all{
      {"Neg", [](double a) { return -a; }},
      {"Abs", [](double a) { return std::abs(a); }},
      {"Floor", [](double a) { return std::floor(a); }},
      {"Ceil", [](double a) { return std::ceil(a); }},
      {"Sqrt", [](double a) { return std::sqrt(a); }},
      {"Not", [](double a) { return a == 0 ? 1.0 : 0.0; }}};
  const auto found = all.find(name);
  return found == all.end() ? nullptr : found->second;
}

bool is_comparison(const std::string& name) {
  static constexpr std::array all{"Equal",          "Less", "LessOrEqual", "Greater",
                                  "GreaterOrEqual", "And",  "Or",          "Not"};
  return std::ranges::find(all, name) != all.end();
}

Values selected(const Values& condition, const Values& yes, const Values& no) {
  Values result;
  for (std::size_t i = 0; i < condition.size(); ++i) {
    result.push_back(condition[i] != 0 ? yes[i] : no[i]);
  }
  return result;
}

/// Arithmetic with known values, element by element.
std::optional<OnnxValue> elementwise(const OnnxNodeView& node) {
  const std::string& name = node.node().type;
  const std::size_t count = node.input_count();
  const DataType type = node.input(name == "Where" && count == 3 ? 1 : 0).tensor.type;
  const Binary binary = count == 2 ? binary_operation(name, is_whole(type)) : nullptr;
  const Unary unary = count == 1 ? unary_operation(name) : nullptr;
  const bool is_where = name == "Where" && count == 3, is_cast = name == "Cast" && count == 1;
  if (binary == nullptr && unary == nullptr && !is_where && !is_cast) return std::nullopt;

  Shape shape = node.shape(0);
  for (std::size_t i = 1; i < count; ++i) shape = broadcast(shape, node.shape(i));
  if (elements(shape) > static_cast<double>(most_onnx_values)) return std::nullopt;
  std::vector<Values> inputs;
  for (std::size_t i = 0; i < count; ++i) {
    inputs.push_back(broadcast_values(node.input(i), shape));
  }
  OnnxValue result = value(shape, is_comparison(name) ? DataType::int8 : type, inputs[0]);
  Values& values = *result.values;
  if (is_where) values = selected(inputs[0], inputs[1], inputs[2]);
  if (binary != nullptr) std::ranges::transform(inputs[0], inputs[1], values.begin(), binary);
  if (unary != nullptr) std::ranges::transform(inputs[0], values.begin(), unary);
  if (is_cast) {
    const auto to = static_cast<OnnxType>(node.integer("to", 0));
    result.tensor.type = data_type_of(to);
    if (is_whole(result.tensor.type)) {
      for (double& v : values) v = std::trunc(v);
    }
  }
  return result;
}

bool all_values_are_known(const OnnxNodeView& node) {
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    if (!node.has(i) || !node.input(i).values) return false;
  }
  return node.input_count() > 0;
}

}  // namespace

bool is_folded_onnx_operator(const OnnxNode& node) {
  return (node.domain.empty() || node.domain == "ai.onnx") &&
         std::ranges::find(folded_operators, node.type) != folded_operators.end();
}

std::optional<OnnxValue> fold(const OnnxNodeView& node) {
  const std::string& type = node.node().type;
  if (type == "Constant") return constant(node);
  if (type == "Shape") return shape_of(node);
  if (type == "Size") {
    return value({}, DataType::int64, Values{elements(node.shape(0))});
  }
  if (type == "ConstantOfShape") return constant_of_shape(node);
  if (type == "Range") return range(node);
  return all_values_are_known(node) ? elementwise(node) : std::nullopt;
}

}  // namespace kairos
