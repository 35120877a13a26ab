#include "workloads/onnx/onnx_node.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {

DataType data_type_of(OnnxType type) {
  switch (static_cast<std::int32_t>(type)) {
    case 1:
      return DataType::fp32;
    case 2:  // unsigned
    case 3:
    case 9:  // Boolean, which takes one byte
      return DataType::int8;
    case 4:  // unsigned
    case 5:
      return DataType::int16;
    case 6:
    case 12:  // unsigned
      return DataType::int32;
    case 7:
    case 13:  // unsigned
      return DataType::int64;
    case 10:
      return DataType::fp16;
    case 11:
      return DataType::fp64;
    case 16:
      return DataType::bf16;
    case 17:
    case 18:
    case 19:
    case 20:
      return DataType::fp8;
    case 21:  // unsigned
    case 22:
      return DataType::int4;
    default:
      throw InputError("data type " + std::to_string(static_cast<std::int32_t>(type)) +
                       " is not one of numbers; types 1 to 7, 9 to 13 and 16 to 22 are known");
  }
}

std::int64_t whole_number(double value) {
  constexpr double most = 4611686018427387904.0;  // 2^62
  if (std::isnan(value)) return 0;
  return static_cast<std::int64_t>(std::clamp(value, -most, most));
}

const OnnxValue& OnnxNodeView::input(std::size_t i) const {
  if (has(i)) return *inputs_[i];
  throw InputError("input " + std::to_string(i) + " is missing");
}

const std::vector<double>& OnnxNodeView::values(std::size_t input) const {
  const OnnxValue& value = this->input(input);
  if (value.values) return *value.values;
  throw InputError("the shape depends on the values of input " + std::to_string(input) +
                   ", which are not known");
}

std::vector<std::int64_t> OnnxNodeView::whole_values(std::size_t input) const {
  std::vector<std::int64_t> result;
  for (const double value : values(input)) result.push_back(whole_number(value));
  return result;
}

bool OnnxNodeView::reads_data() const {
  return std::ranges::any_of(
      inputs_, [](const OnnxValue* value) { return value != nullptr && value->is_data(); });
}

const OnnxAttribute* OnnxNodeView::find(const std::string& name, OnnxAttribute::Kind kind) const {
  const auto found = node_.attributes.find(name);
  if (found == node_.attributes.end()) return nullptr;
  if (found->second.kind == kind) return &found->second;
  throw InputError("the attribute '" + name + "' has the wrong type");
}

std::int64_t OnnxNodeView::integer(const std::string& name, std::int64_t otherwise) const {
  const OnnxAttribute* found = find(name, OnnxAttribute::Kind::integer);
  return found == nullptr ? otherwise : found->integer;
}

double OnnxNodeView::number(const std::string& name, double otherwise) const {
  const OnnxAttribute* found = find(name, OnnxAttribute::Kind::number);
  return found == nullptr ? otherwise : found->number;
}

std::string OnnxNodeView::text(const std::string& name, const std::string& otherwise) const {
  const OnnxAttribute* found = find(name, OnnxAttribute::Kind::text);
  return found == nullptr ? otherwise : found->text;
}

std::vector<std::int64_t> OnnxNodeView::integers(const std::string& name) const {
  const OnnxAttribute* found = find(name, OnnxAttribute::Kind::integers);
  return found == nullptr ? std::vector<std::int64_t>{} : found->integers;
}

std::vector<double> OnnxNodeView::numbers(const std::string& name) const {
  const OnnxAttribute* found = find(name, OnnxAttribute::Kind::numbers);
  return found == nullptr ? std::vector<double>{} : found->numbers;
}

const OnnxTensor& OnnxNodeView::tensor(const std::string& name) const {
  const OnnxAttribute* found = find(name, OnnxAttribute::Kind::tensor);
  if (found != nullptr) return found->tensor;
  throw InputError("the attribute '" + name + "' is missing");
}

std::vector<std::int64_t> OnnxNodeView::integers(const std::string& name, std::size_t input) const {
  if (has(name)) return integers(name);
  return has(input) ? whole_values(input) : std::vector<std::int64_t>{};
}

}  // namespace kairos
