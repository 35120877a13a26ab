#include "sim/decision/task_view.hpp"

namespace kairos {

/// Among elements some of which may hold an input: the inputs arrive on all others at one time.
Placement TaskView::earliest_near_inputs(const EqualElements& equal, Duration duration) const {
  ElementId element = equal.first;
  Time start = Time::never();
  Time on_others = Time::never();
  for (const ElementId e : equal.all()) {
    const Time free = free_at_[index(e)];
    if (free >= start) continue;
    const bool holds = may_hold_input(e);
    Time arrival = on_others;
    if (holds || arrival == Time::never()) {
      arrival = arrival_over_routes(e);
      if (!holds) on_others = arrival;
    }
    const Time there = std::max(free, arrival);
    element = there < start ? e : element;
    start = std::min(start, there);
  }
  return {element, start + duration};
}

/// Among elements that may differ in more than that.
Placement TaskView::best_estimate(const EqualElements& equal, Duration duration) const {
  Placement best{equal.first, Time::never()};
  for (const ElementId e : equal.all()) {
    if (!element_state(e).up) continue;
    const Time finish = estimate(e, duration).finish;
    if (finish < best.finish) best = {e, finish};
  }
  return best;
}

}  // namespace kairos
