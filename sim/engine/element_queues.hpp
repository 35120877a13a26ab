// Manages the queues of elements: their order, and when a queue is checked again because inputs of
// a queued task have arrived over a dedicated path.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

class ElementQueues {
 public:
  explicit ElementQueues(const EngineContext& context) : context_(context) {}

  /// Sets when the queue of an element is checked again; Time::never() cancels this.
  void look_again(ElementId element, Time when) {
    Time& alarm = context_.element(element).alarm;
    if (alarm == when) return;
    if (alarm != Time::never()) context_.agenda.cancel(Activity::data, element);
    alarm = when;
    if (when != Time::never()) context_.agenda.wake(Activity::data, element, when);
  }
  /// Sets when the queue of an element is checked again, if no time has been set.
  void look_again_unless_set(ElementState& element, ElementId id, Time when) {
    if (element.alarm != Time::never()) return;
    element.alarm = when;
    context_.agenda.wake(Activity::data, id, when);
  }
  /// Must be called when the time to check again has come.
  void end_alarm(ElementId element) { context_.element(element).alarm = Time::never(); }
  /// Moves a task to the front of its queue.
  void bring_to_front(ElementId element, std::size_t place);
  /// Moves the first queued task whose inputs have arrived to the front, or that of the oldest job
  /// if the queue rule says so. Returns false if there is none. Only for elements whose tasks may
  /// overtake tasks that wait for inputs.
  bool bring_one_with_data(ElementId element);

 private:
  bool bring_oldest_with_data(ElementId element);

  EngineContext context_;
};

}  // namespace kairos
