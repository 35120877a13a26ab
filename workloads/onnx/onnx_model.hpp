// What Kairos keeps of an ONNX file: nodes, attributes, shapes and the values of small tensors.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "workloads/operators/tensor.hpp"

namespace kairos {

/// The most values of a tensor that are kept, because shapes may depend on them.
inline constexpr std::size_t most_onnx_values = 4096;

/// The data type of a tensor, as the file numbers it (TensorProto.DataType).
enum class OnnxType : std::int32_t {};

/// A tensor in the file. Values are doubles, which hold whole numbers up to 2^53 exactly.
struct OnnxTensor {
  std::string name;
  OnnxType type{};
  Shape shape;                                ///< An extent may be zero.
  std::optional<std::vector<double>> values;  ///< Absent if there are many or if they are missing.
};

/// True if no extent of a shape in the file is negative or too large to be counted.
inline bool is_countable(const Shape& shape) {
  return std::ranges::all_of(
      shape, [](std::int64_t extent) { return extent >= 0 && extent <= std::int64_t{1} << 40U; });
}

struct OnnxAttribute {
  enum class Kind { other, number, integer, text, numbers, integers, tensor };
  Kind kind = Kind::other;
  double number = 0;
  std::int64_t integer = 0;
  std::string text;
  std::vector<double> numbers;
  std::vector<std::int64_t> integers;
  OnnxTensor tensor;
};

struct OnnxNode {
  std::string name, type, domain;
  std::vector<std::string> inputs, outputs;  ///< Empty names stand for those that are left out.
  std::map<std::string, OnnxAttribute> attributes;
};

struct OnnxInput {
  struct Dimension {
    std::optional<std::int64_t> extent;
    std::string symbol;  ///< The name of an extent that the file leaves open; may be empty.
  };
  std::string name;
  OnnxType type{};
  bool has_shape = false;
  std::vector<Dimension> shape;
};

struct OnnxModel {
  std::string name;
  std::int64_t opset = 0;  ///< The version of the standard's operators; 0 if the file names none.
  std::vector<OnnxInput> inputs;
  std::vector<OnnxTensor> initializers;
  std::vector<OnnxNode> nodes;
};

/// Parses the contents of a file; false if they are not an ONNX model. Loads kairos_onnx.so.
bool parse_onnx(const std::string& contents, OnnxModel& model);

}  // namespace kairos
