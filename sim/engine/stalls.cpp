#include "sim/engine/stalls.hpp"

namespace kairos {

Stalls::Stalls(const EngineContext& context) : context_(context) {
  for (const Cluster& cluster : context.scenario.platform.clusters) {
    if (cluster.stalled == 1) continue;
    for (const ElementId e : cluster.elements) elements_.push_back({e, {}});
  }
}

void Stalls::update() {
  for (Element& element : elements_) {
    const Watts saved = saved_on(element.id);
    if (saved == element.saved) continue;
    context_.state.energy.add_power(element.id, element.saved - saved, context_.state.now);
    element.saved = saved;
  }
}

/// The power that an element saves because its tasks wait, at the present rates.
Watts Stalls::saved_on(ElementId id) const {
  const ElementState& element = context_.element(id);
  if (element.running == 0) return {};
  double waiting = 0;
  for (std::size_t i = 0; i < element.slots.size(); ++i) {
    if (!element.slots[i].task) continue;
    const ActivityId activity = context_.agenda.id(Activity::slot, element.first_slot + i);
    waiting += 1 - context_.agenda.backend().pace(activity);
  }
  if (waiting == 0) return {};
  return context_.state.energy.saved_by_waiting(id) *
         (waiting / static_cast<double>(element.running));
}

}  // namespace kairos
