// The queues of the elements: which task is in front, and when a queue is looked at again because
// inputs of a queued task have arrived over a dedicated path.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

class ElementQueues {
 public:
  explicit ElementQueues(const EngineContext& context) : context_(context) {}

  /// Sets when the queue of an element is looked at again; Time::never() cancels that.
  void look_again(ElementId element, Time when) {
    Time& alarm = context_.element(element).alarm;
    if (alarm == when) return;
    if (alarm != Time::never()) context_.agenda.cancel(Activity::data, element);
    alarm = when;
    if (when != Time::never()) context_.agenda.wake(Activity::data, element, when);
  }
  /// The time to look again has come.
  void end_alarm(ElementId element) { context_.element(element).alarm = Time::never(); }
  /// Lets a task pass those before it in the queue.
  void bring_to_front(ElementId element, std::size_t place);
  /// Brings the first task in the queue whose inputs are there to the front; false when there is
  /// none. For elements whose tasks may pass those that wait for their inputs.
  bool bring_one_with_data(ElementId element);

 private:
  EngineContext context_;
};

}  // namespace kairos
