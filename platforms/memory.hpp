// A memory as a place for tensors: how much it holds, and what becomes of what does not fit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platforms/interconnect.hpp"

namespace kairos {

/// What happens to a task whose tensors do not fit.
enum class WhenFull : std::uint8_t {
  wait,   ///< It waits in its queue until there is room.
  spill,  ///< Its tensors go to the next memory, over the links between the two.
  fail,   ///< The run ends: out of memory.
};

/// One memory that tensors may be in, and the ways there from the home and back.
struct MemoryTier {
  MemoryId memory{};
  Route out, back;
};

struct Memory {
  std::string name;
  Bytes size;  ///< Infinite where nothing was said.
  WhenFull when_full = WhenFull::wait;
  std::vector<MemoryTier> tiers;  ///< Itself, and where tensors spill to, in order.
};

}  // namespace kairos
