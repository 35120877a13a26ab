#include "sim/decision/task_view.hpp"

namespace kairos {

/// Notes the elements that hold a copy of their own. Copies in a memory are equally near to all
/// elements of a cluster.
void TaskView::add_holders_of_copies() {
  for (const Edge& input : inputs_) {
    if (!job_.graph->is_shared(input.tensor)) continue;
    for (const TensorCopy& copy : job_.copies[input.tensor]) holders_ |= bit(copy.place);
  }
}

Time TaskView::arrival_of_special_inputs(ElementId element) const {
  Time arrival = now_;
  for (const Edge& input : inputs_) {
    const TaskState& producer = tasks_[index(input.task)];
    const bool may_have_copy = producer.element != element && job_.graph->is_shared(input.tensor);
    const TensorCopy* copy =
        may_have_copy ? job_.copy(input.tensor, state_.places[element]) : nullptr;
    const Route& route = interconnect_.route(producer.element, element);
    const Time there = copy != nullptr
                           ? copy->arrival
                           : kairos::data_arrival(route, bytes_of(input), producer.finish, now_);
    arrival = std::max(arrival, there);
  }
  return arrival;
}

/// Evaluates elements some of which may hold an input. The inputs arrive on all others at the same
/// time.
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

/// Evaluates elements that may be down or have overheads or contention of their own, by estimating
/// each of them.
Placement TaskView::best_estimate(const EqualElements& equal, Duration duration) const {
  Placement best{equal.first, Time::never()};
  for (const ElementId e : equal.all()) {
    if (!element_state(e).up) continue;
    const bool is_alone = state_.contention == nullptr;
    const Time finish = estimate(e, is_alone ? duration : this->duration(e)).finish;
    if (finish < best.finish) best = {e, finish};
  }
  return best;
}

}  // namespace kairos
