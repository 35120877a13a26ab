// A node of an ONNX model together with what is known of its inputs, as translations see it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "workloads/onnx/onnx_model.hpp"
#include "workloads/operators/operator_kind.hpp"

namespace kairos {

/// A tensor while a model is read. Values are known of constants that are small.
struct OnnxValue {
  Tensor tensor;
  std::optional<std::vector<double>> values;

  [[nodiscard]] bool is_data() const { return tensor.role == TensorRole::activation; }
};

/// The data type of a tensor; throws InputError for texts and other types without arithmetic.
DataType data_type_of(OnnxType type);
/// A value as a whole number, cut off at 2^62 on both sides.
std::int64_t whole_number(double value);

/// The accessors throw InputError if an input or an attribute is missing or has another type.
class OnnxNodeView {
 public:
  OnnxNodeView(const OnnxNode& node, std::int64_t opset, std::vector<const OnnxValue*> inputs)
      : node_(node), opset_(opset), inputs_(std::move(inputs)) {}

  [[nodiscard]] const OnnxNode& node() const { return node_; }
  [[nodiscard]] std::int64_t opset() const { return opset_; }
  [[nodiscard]] std::size_t input_count() const { return inputs_.size(); }
  [[nodiscard]] bool has(std::size_t input) const {
    return input < inputs_.size() && inputs_[input] != nullptr;
  }
  [[nodiscard]] const OnnxValue& input(std::size_t i) const;
  [[nodiscard]] const Shape& shape(std::size_t input) const {
    return this->input(input).tensor.shape;
  }
  /// The values of an input on which the shape of the output depends.
  [[nodiscard]] const std::vector<double>& values(std::size_t input) const;
  [[nodiscard]] std::vector<std::int64_t> whole_values(std::size_t input) const;
  [[nodiscard]] bool reads_data() const;

  [[nodiscard]] bool has(const std::string& attribute) const {
    return node_.attributes.contains(attribute);
  }
  [[nodiscard]] std::int64_t integer(const std::string& name, std::int64_t otherwise) const;
  [[nodiscard]] double number(const std::string& name, double otherwise) const;
  [[nodiscard]] std::string text(const std::string& name, const std::string& otherwise) const;
  [[nodiscard]] std::vector<std::int64_t> integers(const std::string& name) const;
  [[nodiscard]] std::vector<double> numbers(const std::string& name) const;
  [[nodiscard]] const OnnxTensor& tensor(const std::string& name) const;
  /// A list that older versions give as an attribute and newer ones as an input; empty if absent.
  [[nodiscard]] std::vector<std::int64_t> integers(const std::string& name,
                                                   std::size_t input) const;

 private:
  [[nodiscard]] const OnnxAttribute* find(const std::string& name, OnnxAttribute::Kind kind) const;

  const OnnxNode& node_;
  std::int64_t opset_;
  std::vector<const OnnxValue*> inputs_;
};

}  // namespace kairos
