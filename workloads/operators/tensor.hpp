// A tensor: data that one operator writes and others read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/data_type.hpp"
#include "sim/base/quantity.hpp"

namespace kairos {

enum class TensorId : std::uint32_t {};  ///< A tensor of an operator graph, numbered from 0.

enum class TensorRole : std::uint8_t {
  activation,  ///< Made and read within one job.
  weight,      ///< The same in all jobs of an application.
  state,       ///< Outlives a job, such as the keys and values of a chat.
  constant,    ///< A small tensor that is part of the program, such as a mean to subtract.
};

template <>
struct EnumNames<TensorRole> {
  static constexpr std::string_view kind = "role of a tensor";
  static constexpr std::array names{
      EnumName{TensorRole::activation, "activation"}, EnumName{TensorRole::weight, "weight"},
      EnumName{TensorRole::state, "state"}, EnumName{TensorRole::constant, "constant"}};
};

using Shape = std::vector<std::int64_t>;

/// The number of elements; 1 for a scalar, whose shape is empty.
double elements(const Shape& shape);

struct Tensor {
  std::string name;
  Shape shape;
  DataType type = DataType::fp32;
  TensorRole role = TensorRole::activation;
  /// The bits per element that scales and zero points take besides the elements. Groups of 32
  /// elements with one 16-bit scale each take 0.5.
  double scale_bits = 0;
  bool is_offloaded = false;  ///< Kept in the last tier of memory.

  [[nodiscard]] double bytes_per_element() const { return (bits(type) + scale_bits) / 8; }
  [[nodiscard]] double elements() const { return kairos::elements(shape); }
  [[nodiscard]] Bytes bytes() const { return Bytes(elements() * bytes_per_element()); }
};

}  // namespace kairos
