// The module kairos_onnx.so: parses ONNX files with the protocol buffers of libonnx.
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>
#include <onnx/onnx_pb.h>

#include "workloads/onnx/onnx_model.hpp"

namespace kairos {
namespace {

double half(std::uint16_t bits) {
  const auto exponent = static_cast<int>(bits >> 10U & 31U);
  const auto fraction = static_cast<int>(bits & 1023U);
  const double size = exponent == 0    ? std::ldexp(fraction, -24)
                      : exponent == 31 ? std::numeric_limits<double>::infinity()
                                       : std::ldexp(1024 + fraction, exponent - 25);
  return (bits & 0x8000U) != 0 ? -size : size;
}

double brain_float(std::uint16_t bits) {
  return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U));
}

/// Numbers as they lie in the file: little endian, without gaps.
template <class Stored, class Convert>
std::vector<double> unpacked(const std::string& bytes, Convert convert) {
  std::vector<double> values(bytes.size() / sizeof(Stored));
  for (std::size_t i = 0; i < values.size(); ++i) {
    Stored stored{};
    std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
    values[i] = convert(stored);
  }
  return values;
}

template <class Stored>
std::vector<double> unpacked(const std::string& bytes) {
  return unpacked<Stored>(bytes, [](Stored v) { return static_cast<double>(v); });
}

std::vector<double> raw_values(const onnx::TensorProto& tensor) {
  const std::string& bytes = tensor.raw_data();
  switch (tensor.data_type()) {
    case onnx::TensorProto::FLOAT:
      return unpacked<float>(bytes);
    case onnx::TensorProto::DOUBLE:
      return unpacked<double>(bytes);
    case onnx::TensorProto::FLOAT16:
      return unpacked<std::uint16_t>(bytes, half);
    case onnx::TensorProto::BFLOAT16:
      return unpacked<std::uint16_t>(bytes, brain_float);
    case onnx::TensorProto::INT64:
      return unpacked<std::int64_t>(bytes);
    case onnx::TensorProto::UINT64:
      return unpacked<std::uint64_t>(bytes);
    case onnx::TensorProto::INT32:
      return unpacked<std::int32_t>(bytes);
    case onnx::TensorProto::UINT32:
      return unpacked<std::uint32_t>(bytes);
    case onnx::TensorProto::INT16:
      return unpacked<std::int16_t>(bytes);
    case onnx::TensorProto::UINT16:
      return unpacked<std::uint16_t>(bytes);
    case onnx::TensorProto::INT8:
      return unpacked<std::int8_t>(bytes);
    case onnx::TensorProto::UINT8:
    case onnx::TensorProto::BOOL:
      return unpacked<std::uint8_t>(bytes);
    default:
      return {};
  }
}

template <class Repeated>
std::vector<double> as_doubles(const Repeated& values) {
  return {values.begin(), values.end()};
}

std::vector<double> typed_values(const onnx::TensorProto& tensor) {
  switch (tensor.data_type()) {
    case onnx::TensorProto::FLOAT:
      return as_doubles(tensor.float_data());
    case onnx::TensorProto::DOUBLE:
      return as_doubles(tensor.double_data());
    case onnx::TensorProto::INT64:
      return as_doubles(tensor.int64_data());
    case onnx::TensorProto::UINT64:
    case onnx::TensorProto::UINT32:
      return as_doubles(tensor.uint64_data());
    case onnx::TensorProto::FLOAT16:
    case onnx::TensorProto::BFLOAT16: {
      const bool is_half = tensor.data_type() == onnx::TensorProto::FLOAT16;
      std::vector<double> values;
      for (const std::int32_t bits : tensor.int32_data()) {
        const auto low = static_cast<std::uint16_t>(bits);
        values.push_back(is_half ? half(low) : brain_float(low));
      }
      return values;
    }
    default:
      return as_doubles(tensor.int32_data());
  }
}

/// True if a tensor is so small that its values are kept.
bool is_small(const Shape& shape) {
  double count = 1;
  for (const std::int64_t extent : shape) count *= static_cast<double>(extent);
  return is_countable(shape) && count <= static_cast<double>(most_onnx_values);
}

/// The number of elements of a small tensor.
std::size_t count_of(const Shape& shape) {
  std::size_t count = 1;
  for (const std::int64_t extent : shape) count *= static_cast<std::size_t>(extent);
  return count;
}

OnnxTensor converted(const onnx::TensorProto& from) {
  OnnxTensor to{from.name(), static_cast<OnnxType>(from.data_type()),
                Shape(from.dims().begin(), from.dims().end()), std::nullopt};
  if (!is_small(to.shape) || from.data_location() == onnx::TensorProto::EXTERNAL) return to;
  std::vector<double> values = from.has_raw_data() ? raw_values(from) : typed_values(from);
  if (values.size() == count_of(to.shape)) to.values = std::move(values);
  return to;
}

OnnxAttribute converted(const onnx::AttributeProto& from) {
  using Kind = OnnxAttribute::Kind;
  OnnxAttribute to;
  switch (from.type()) {
    case onnx::AttributeProto::FLOAT:
      to.kind = Kind::number;
      to.number = static_cast<double>(from.f());
      break;
    case onnx::AttributeProto::INT:
      to.kind = Kind::integer;
      to.integer = from.i();
      break;
    case onnx::AttributeProto::STRING:
      to.kind = Kind::text;
      to.text = from.s();
      break;
    case onnx::AttributeProto::FLOATS:
      to.kind = Kind::numbers;
      to.numbers.assign(from.floats().begin(), from.floats().end());
      break;
    case onnx::AttributeProto::INTS:
      to.kind = Kind::integers;
      to.integers.assign(from.ints().begin(), from.ints().end());
      break;
    case onnx::AttributeProto::TENSOR:
      to.kind = Kind::tensor;
      to.tensor = converted(from.t());
      break;
    default:
      break;
  }
  return to;
}

OnnxNode converted(const onnx::NodeProto& from) {
  OnnxNode to{from.name(), from.op_type(), from.domain(), {}, {}, {}};
  to.inputs.assign(from.input().begin(), from.input().end());
  to.outputs.assign(from.output().begin(), from.output().end());
  for (const auto& attribute : from.attribute()) {
    to.attributes[attribute.name()] = converted(attribute);
  }
  return to;
}

OnnxInput converted(const onnx::ValueInfoProto& from) {
  const auto& type = from.type().tensor_type();
  OnnxInput to{from.name(), static_cast<OnnxType>(type.elem_type()), type.has_shape(), {}};
  for (const auto& dimension : type.shape().dim()) {
    OnnxInput::Dimension& added = to.shape.emplace_back();
    if (dimension.has_dim_value()) added.extent = dimension.dim_value();
    added.symbol = dimension.dim_param();
  }
  return to;
}

}  // namespace

extern "C" bool kairos_parse_onnx(const std::string& contents, OnnxModel& model) {
  google::protobuf::SetLogHandler(nullptr);  // The caller says what is wrong.
  if (contents.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return false;
  onnx::ModelProto file;
  if (!file.ParseFromString(contents) || !file.has_graph()) return false;
  model.name = file.graph().name();
  for (const auto& set : file.opset_import()) {
    if (set.domain().empty() || set.domain() == "ai.onnx") model.opset = set.version();
  }
  for (const auto& input : file.graph().input()) model.inputs.push_back(converted(input));
  for (const auto& tensor : file.graph().initializer()) {
    model.initializers.push_back(converted(tensor));
  }
  for (const auto& tensor : file.graph().sparse_initializer()) {
    model.initializers.push_back({tensor.values().name(),
                                  static_cast<OnnxType>(tensor.values().data_type()),
                                  Shape(tensor.dims().begin(), tensor.dims().end()), std::nullopt});
  }
  for (const auto& node : file.graph().node()) model.nodes.push_back(converted(node));
  return true;
}

}  // namespace kairos
