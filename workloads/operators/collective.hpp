// The collective operations of several ranks.
#pragma once

#include "sim/base/enum_names.hpp"

namespace kairos {

enum class CollectiveOperation : std::uint8_t {
  all_reduce,
  all_gather,
  reduce_scatter,
  all_to_all
};

template <>
struct EnumNames<CollectiveOperation> {
  static constexpr std::string_view kind = "collective operation";
  static constexpr std::array names{EnumName{CollectiveOperation::all_reduce, "all_reduce"},
                                    EnumName{CollectiveOperation::all_gather, "all_gather"},
                                    EnumName{CollectiveOperation::reduce_scatter, "reduce_scatter"},
                                    EnumName{CollectiveOperation::all_to_all, "all_to_all"}};
};

}  // namespace kairos
