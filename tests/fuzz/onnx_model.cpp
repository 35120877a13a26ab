#include "tests/fuzz/onnx_model.hpp"

#include <cstdint>
#include <vector>

namespace kairos::fuzz {
namespace {

/// Writes protocol buffers (protobuf.dev, "Encoding").
class Message {
 public:
  Message& number(int field, std::int64_t value) {
    varint(static_cast<std::uint64_t>(field) << 3U);
    varint(static_cast<std::uint64_t>(value));
    return *this;
  }
  Message& text(int field, const std::string& bytes) {
    varint(static_cast<std::uint64_t>(field) << 3U | 2U);
    varint(bytes.size());
    bytes_ += bytes;
    return *this;
  }
  Message& message(int field, const Message& part) { return text(field, part.bytes_); }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

using Numbers = std::vector<std::int64_t>;

// The numbers of fields are those of onnx.proto.
Message attribute(const std::string& name, const Numbers& values, bool is_list = true) {
  Message result;
  result.text(1, name);
  for (const std::int64_t value : values) result.number(is_list ? 8 : 3, value);
  return result.number(20, is_list ? 7 : 2);
}

Message node(const std::string& type, const std::vector<std::string>& inputs,
             const std::string& output, const std::vector<Message>& attributes = {}) {
  Message result;
  for (const std::string& input : inputs) result.text(1, input);
  result.text(2, output).text(3, output + "_node").text(4, type);
  for (const Message& one : attributes) result.message(5, one);
  return result;
}

Message tensor(const std::string& name, const Numbers& shape, const Numbers& values) {
  Message result;
  for (const std::int64_t extent : shape) result.number(1, extent);
  result.number(2, values.empty() ? 1 : 7);
  for (const std::int64_t value : values) result.number(7, value);
  return result.text(8, name);
}

Message input(const std::string& name, const Numbers& shape) {
  Message extents;
  for (const std::int64_t extent : shape) extents.message(1, Message().number(1, extent));
  const Message type = Message().number(1, 1).message(2, extents);
  return Message().text(1, name).message(2, Message().message(1, type));
}

}  // namespace

std::string small_onnx_model() {
  Message graph;
  const std::vector<Message> nodes{
      node("Conv", {"x", "w", "b"}, "c",
           {attribute("strides", {2, 2}), attribute("pads", {1, 1, 1, 1}),
            attribute("group", {1}, false)}),
      node("Relu", {"c"}, "r"),
      node("MaxPool", {"r"}, "p",
           {attribute("kernel_shape", {3, 3}), attribute("strides", {2, 2}),
            attribute("ceil_mode", {1}, false)}),
      node("Shape", {"p"}, "s"),
      node("Gather", {"s", "zero"}, "n", {attribute("axis", {0}, false)}),
      node("Unsqueeze", {"n", "axes"}, "ns"),
      node("Concat", {"ns", "minus"}, "wanted", {attribute("axis", {0}, false)}),
      node("Reshape", {"p", "wanted"}, "f"),
      node("Slice", {"f", "axes", "end", "one"}, "part"),
      node("Gemm", {"part", "m"}, "y", {attribute("transB", {1}, false)}),
      node("Softmax", {"y"}, "z", {attribute("axis", {1}, false)})};
  for (const Message& one : nodes) graph.message(1, one);
  graph.text(2, "small");
  graph.message(5, tensor("w", {8, 3, 3, 3}, {})).message(5, tensor("b", {8}, {}));
  graph.message(5, tensor("m", {10, 64}, {})).message(5, tensor("zero", {}, {0}));
  graph.message(5, tensor("axes", {1}, {0})).message(5, tensor("minus", {1}, {-1}));
  graph.message(5, tensor("end", {1}, {64})).message(5, tensor("one", {1}, {1}));
  graph.message(11, input("x", {1, 3, 16, 16}));
  Message model;
  model.number(1, 8).message(7, graph).message(8, Message().text(1, "").number(2, 13));
  return model.bytes();
}

}  // namespace kairos::fuzz
