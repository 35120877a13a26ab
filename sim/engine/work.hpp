// Starts the work of a slot in the backend: an amount of computing and of memory traffic.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

/// The duration times a factor; exact if the factor is one.
[[nodiscard]] Duration scaled(Duration duration, double factor);

/// The noise factor of the execution time of this task.
[[nodiscard]] double noise_of(const Scenario& scenario, TaskHandle task);

/// Begins work with memory traffic, or work that takes no time.
void begin_memory_work(const EngineContext& context, std::size_t slot, ElementId element,
                       Duration compute, Bytes memory);

/// Begins the work of a slot. The slot's activity ends when the work is done.
inline void begin_work(const EngineContext& context, std::size_t slot, ElementId element,
                       Duration compute, Bytes memory) {
  if (compute > Duration{} && memory == Bytes{}) {
    context.agenda.backend().compute(context.agenda.id(Activity::slot, slot), element, compute);
  } else {
    begin_memory_work(context, slot, element, compute, memory);
  }
}

}  // namespace kairos
