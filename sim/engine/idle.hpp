// Idle states: an element that runs nothing enters deeper and deeper states as time goes by. When
// it has a task again, it leaves the state that it is in, which takes that state's exit time and
// energy.
//
// Example: states after 50 us (exit 10 us, 1 uJ) and after 1 ms (exit 200 us, 5 uJ): a task that
// could start 300 us after the last one ended starts 10 us later and costs 1 uJ more; after 5 ms of
// idling, 200 us later and 5 uJ.
// How far to trust it: a state that was passed through on the way to a deeper one costs its power
// while it lasts, but neither its exit time nor its energy: the deepest state's figures stand for
// the whole way. The energy is charged when the element wakes, so a state that is never left costs
// none. Estimates foresee the exit of the state that an element is in, not of deeper ones that it
// enters while data are on their way. A waking element draws its idle power.
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
