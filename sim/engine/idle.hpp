// Idle states: elements that run nothing fall into them one after the other, and take their exit
// time before the first task that could start does.
//
// Example: states after 50 us (exit 10 us) and after 1 ms (exit 200 us): a task that could start
// 300 us after the last one ended starts 10 us later; after 5 ms of idling, 200 us later. An
// element that wakes pays the energy and exit time of the state that it is in; the states that it
// has passed through on the way cost nothing besides the power drawn in them. How far to trust it:
// estimates foresee the exit of the state that an element is in, not of deeper ones that it enters
// while data are on their way; while an element wakes it draws its idle power, and the state's
// energy at once.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

class Idle {
 public:
  explicit Idle(const EngineContext& context) : context_(context) {}

  /// An element has nothing to run.
  void rest(ElementId element);
  /// The element enters its next idle state, or it is awake again: true when it is awake.
  bool end_stage(ElementId element);
  /// A task could start: true when the element is awake, otherwise it begins to wake.
  bool is_awake(ElementId element);
  /// An element fails or is taken by the scheduler: it is in no idle state any more.
  void forget(ElementId element);

 private:
  [[nodiscard]] const std::vector<IdleState>& states_of(ElementId element) const {
    return context_.cluster_of(element).idle_states;
  }

  EngineContext context_;
};

}  // namespace kairos
