#include "sim/state/foreseen_contention.hpp"

#include <algorithm>

namespace kairos {

MemoryUse memory_use(const TaskCost& cost, ElementId element, double speed) {
  if (cost.memory == Bytes{}) return {element, {}, {}};
  const Duration computing = std::max(cost.compute, Duration::picoseconds(1));
  return {element, cost.memory, cost.memory / to_seconds(computing) * speed};
}

double ForeseenContention::picoseconds(const MemoryUse& own, std::span<const MemoryUse> others) {
  network_.clear();
  add(0, own);
  std::uint32_t next = 1;
  for (const MemoryUse& other : others) {
    if (other.traffic > Bytes{}) add(next++, other);
  }
  const Seconds time = own.traffic / *network_.rate(ActivityId{0});
  return time.value() * picoseconds_per_second;
}

void ForeseenContention::add(std::uint32_t id, const MemoryUse& use) {
  network_.start(Time{}, ActivityId{id}, use.traffic, use.limit,
                 platform_.memory_route(use.element),
                 static_cast<std::uint32_t>(platform_.elements[use.element].cluster));
}

}  // namespace kairos
