#include "sim/decision/system_view.hpp"

namespace kairos {

Time data_arrival(const Interconnect& interconnect, std::span<const Edge> inputs,
                  std::span<const TaskState> tasks, ElementId element, Time now) {
  Time arrival = now;
  for (const Edge& input : inputs) {
    const TaskState& producer = tasks[index(input.task)];
    const Route& route = interconnect.route(producer.element, element);
    arrival = std::max(arrival, data_arrival(route, input.bytes, producer.finish, now));
  }
  return arrival;
}

Placement TaskView::earliest_finish(const EqualElements& equal, Duration duration) const {
  Placement best{equal.first, {Time::never(), Time::never()}};
  if (!state_.has_cluster_routes || state_.has_idle_states || state_.elements_down > 0 ||
      state_.setups.is_on()) {
    for (const ElementId e : equal.all()) {
      if (!element_state(e).up) continue;
      const Placement there{e, estimate(e, duration)};
      if (there.estimate.finish < best.estimate.finish) best = there;
    }
    return best;
  }
  // Only when they are free and whether they hold an input tells them apart.
  Time& start = best.estimate.start;
  if (may_hold_inputs(equal)) {
    for (const ElementId e : equal.all()) {
      const Time there = std::max(element_state(e).free_at, data_arrival(e));
      if (there < start) best = {e, {there, {}}};
    }
  } else {
    const Time arrival = inputs_.empty() ? now_ : arrival_over_routes(equal.first);
    for (const ElementId e : equal.all()) {
      const Time there = std::max(element_state(e).free_at, arrival);
      best.element = there < start ? e : best.element;
      start = std::min(start, there);
    }
  }
  best.estimate.finish = start + duration;
  return best;
}

}  // namespace kairos
