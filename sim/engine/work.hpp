// What a slot gives to the backend: an amount of computing and of memory traffic.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

/// The factor of a duration, exact where it is one.
[[nodiscard]] Duration scaled(Duration duration, double factor);

/// The factor by which the cost of this execution differs from the cost model's.
[[nodiscard]] double noise_of(const Scenario& scenario, TaskHandle task);

/// Begins work with memory traffic, or work that takes no time.
void begin_memory_work(const EngineContext& context, std::size_t slot, ElementId element,
                       Duration compute, Bytes memory);

/// Begins the work of a slot; its activity ends with it.
inline void begin_work(const EngineContext& context, std::size_t slot, ElementId element,
                       Duration compute, Bytes memory) {
  if (compute > Duration{} && memory == Bytes{}) {
    context.agenda.backend().compute(context.agenda.id(Activity::slot, slot), element, compute);
  } else {
    begin_memory_work(context, slot, element, compute, memory);
  }
}

}  // namespace kairos
