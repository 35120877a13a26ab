// The data types of tensors and of arithmetic.
#pragma once

#include <cstdint>

#include "sim/base/enum_names.hpp"

namespace kairos {

enum class DataType : std::uint8_t {
  fp64,
  fp32,
  bf16,
  fp16,
  fp8,
  int64,  ///< Indices.
  int32,  ///< Indices and sums.
  int16,
  int8,
  int4,
  ternary,  ///< The values -1, 0 and 1, packed into two bits each.
  binary,
};

template <>
struct EnumNames<DataType> {
  static constexpr std::string_view kind = "data type";
  static constexpr std::array names{
      EnumName{DataType::fp64, "fp64"},       EnumName{DataType::fp32, "fp32"},
      EnumName{DataType::bf16, "bf16"},       EnumName{DataType::fp16, "fp16"},
      EnumName{DataType::fp8, "fp8"},         EnumName{DataType::int64, "int64"},
      EnumName{DataType::int32, "int32"},     EnumName{DataType::int16, "int16"},
      EnumName{DataType::int8, "int8"},       EnumName{DataType::int4, "int4"},
      EnumName{DataType::ternary, "ternary"}, EnumName{DataType::binary, "binary"}};
};

/// The bits that one element takes in memory, without scales.
constexpr double bits(DataType type) {
  switch (type) {
    case DataType::fp64:
    case DataType::int64:
      return 64;
    case DataType::fp32:
    case DataType::int32:
      return 32;
    case DataType::bf16:
    case DataType::fp16:
    case DataType::int16:
      return 16;
    case DataType::fp8:
    case DataType::int8:
      return 8;
    case DataType::int4:
      return 4;
    case DataType::ternary:
      return 2;
    case DataType::binary:
      return 1;
  }
  return 0;
}

}  // namespace kairos
