#include "sim/engine/work.hpp"

#include <algorithm>

namespace kairos {

Duration scaled(Duration duration, double factor) {
  if (factor == 1) return duration;
  return whole_picoseconds(static_cast<double>(duration.picoseconds()) * factor);
}

double noise_of(const Scenario& scenario, TaskHandle task) {
  if (scenario.noise->is_silent()) return 1;
  return scenario.noise->factor(
      task.graph()[task.id()],
      Random::stream(scenario.seed, "noise", task.job().job.key, index(task.id())));
}

void begin_memory_work(const EngineContext& context, std::size_t slot, ElementId element,
                       Duration compute, Bytes memory) {
  const ActivityId activity = context.agenda.id(Activity::slot, slot);
  Backend& backend = context.agenda.backend();
  if (memory > Bytes{}) {
    const auto route = context.scenario.platform.memory_route(element);
    for (const LinkId link : route) context.state.energy.cross(link, memory);
    backend.stream(activity, element, std::max(compute, Duration::picoseconds(1)), memory, route);
  } else if (compute > Duration{}) {
    backend.compute(activity, element, compute);
  } else {
    backend.wake(activity, context.state.now);
  }
}

}  // namespace kairos
