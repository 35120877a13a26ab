// Implements idle states: an element without running tasks enters deeper and deeper states as time
// passes. When it gets a task, it leaves its state, which takes the state's exit time and energy.
//
// Example: one state is entered after 50 us (exit 10 us, 1 uJ) and another after 1 ms (exit 200 us,
// 5 uJ). A task that could start 300 us after the last one ended starts 10 us later and costs 1 uJ
// more. After 5 ms of idling, it starts 200 us later and costs 5 uJ more.
// How far to trust it: a state that is passed on the way to a deeper one draws its power while it
// lasts but adds neither exit time nor energy, because those of the deepest state include them. The
// energy is charged when the element wakes, so a state that is never left costs none. Estimates
// include the exit time of the present state, but not that of deeper states that the element enters
// before the data arrive. A waking element draws its idle power.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

class Idle {
 public:
  explicit Idle(const EngineContext& context) : context_(context) {}

  /// Must be called when an element has nothing to run.
  void rest(ElementId element);
  /// Handles the entry into the next idle state or the end of waking. Returns true if the element
  /// is awake.
  bool end_stage(ElementId element);
  /// Called when a task could start. Returns true if the element is awake; otherwise it begins to
  /// wake.
  bool is_awake(ElementId element);
  /// Resets the idle state of an element that fails or is taken by the scheduler.
  void forget(ElementId element);

 private:
  [[nodiscard]] const std::vector<IdleState>& states_of(ElementId element) const {
    return context_.cluster_of(element).idle_states;
  }

  EngineContext context_;
};

}  // namespace kairos
