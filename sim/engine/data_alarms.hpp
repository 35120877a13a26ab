// Wakes the run when the inputs of a queued task arrive over a dedicated path: one alarm per
// element, for the first task in its queue.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

class DataAlarms {
 public:
  explicit DataAlarms(const EngineContext& context) : context_(context) {}

  [[nodiscard]] bool is_set(ElementId element) const {
    return context_.element(element).alarm != Time::never();
  }
  void set(ElementId element, Time when) {
    context_.element(element).alarm = when;
    context_.agenda.wake(Activity::data, element, when);
  }
  void cancel(ElementId element) {
    if (is_set(element)) context_.agenda.cancel(Activity::data, element);
    context_.element(element).alarm = Time::never();
  }
  /// The alarm has gone off.
  void end(ElementId element) { context_.element(element).alarm = Time::never(); }

 private:
  EngineContext context_;
};

}  // namespace kairos
