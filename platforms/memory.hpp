// A memory as a place for tensors: its capacity, and the treatment of tensors that do not fit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platforms/interconnect.hpp"

namespace kairos {

/// The treatment of a task whose tensors do not fit.
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
  Bytes size;  ///< Infinite if no size is given.
  WhenFull when_full = WhenFull::wait;
  std::vector<MemoryTier> tiers;  ///< This memory, then those that its tensors spill to.
};

}  // namespace kairos
