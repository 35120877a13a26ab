// Foresees how long a task computes while other tasks use the same memories and links.
//
//   time = traffic / rate beside the others
//
// The rates are those of the event loop: max-min fair, and lowered where a memory has contention
// (sim/backend/fluid_network.hpp). Tasks without memory traffic take the time that they take alone.
//
// Example: a task that moves 20 MB in 1 ms alone asks for 20 GB/s. If it obtains 16 GB/s beside the
// tasks that run now, it takes 1.25 ms.
//
// How far to trust it: the time is exact, to the picosecond, if the same tasks run beside this one
// from its start to its end, and links have the bandwidths of the platform. Transfers between
// elements and the slowdown of the other tasks are not foreseen.
#pragma once

#include <span>

#include "sim/backend/fluid_network.hpp"
#include "sim/cost/cost_model.hpp"

namespace kairos {

/// The memory traffic of a task on an element.
struct MemoryUse {
  ElementId element{};
  Bytes traffic;         ///< Zero if the task does not use the memory.
  BytesPerSecond limit;  ///< The rate at which it would move if the memory were not the limit.
};

/// The memory use of a cost at a speed of the element.
MemoryUse memory_use(const TaskCost& cost, ElementId element, double speed);

class ForeseenContention {
 public:
  /// The platform must outlive it.
  explicit ForeseenContention(const Platform& platform)
      : platform_(platform), network_(platform.interconnect.links) {}

  /// The time, in picoseconds, that the traffic of a task takes beside others. The traffic must not
  /// be zero; others without traffic have no effect.
  [[nodiscard]] double picoseconds(const MemoryUse& own, std::span<const MemoryUse> others);
  /// The same as a whole duration, rounded as the event loop rounds.
  [[nodiscard]] Duration duration(const MemoryUse& own, std::span<const MemoryUse> others) {
    return whole_picoseconds(picoseconds(own, others));
  }

 private:
  void add(std::uint32_t id, const MemoryUse& use);

  const Platform& platform_;
  FluidNetwork network_;
};

}  // namespace kairos
