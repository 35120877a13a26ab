// The units of a processing element that execute operations.
#pragma once

#include <cstdint>

#include "sim/base/enum_names.hpp"

namespace kairos {

enum class ComputeUnit : std::uint8_t {
  matrix,   ///< Multiply-accumulate operations, two operations each.
  vector,   ///< Other arithmetic.
  special,  ///< Exponentials and other transcendental functions.
};

template <>
struct EnumNames<ComputeUnit> {
  static constexpr std::string_view kind = "unit";
  static constexpr std::array names{EnumName{ComputeUnit::matrix, "matrix"},
                                    EnumName{ComputeUnit::vector, "vector"},
                                    EnumName{ComputeUnit::special, "special"}};
};

}  // namespace kairos
