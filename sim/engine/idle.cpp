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
#include "sim/engine/simulator.hpp"

namespace kairos {

/// An element has nothing to run.
void Simulator::rest(ElementId id) {
  const auto& states = scenario_.platform.cluster_of(id).idle_states;
  if (states.empty() || (occupies_host_ && is_host(id))) return;
  ElementState& element = state_.elements[id];
  element.idle_since = state_.now;
  element.idle_state = 0;
  element.dozes = true;
  backend_->wake(activity(first_doze_, id), state_.now + states.front().after);
}

/// The next idle state, or the end of an exit from one.
void Simulator::handle_doze(ElementId id) {
  ElementState& element = state_.elements[id];
  const auto& states = scenario_.platform.cluster_of(id).idle_states;
  element.dozes = false;
  if (element.wakes) {
    element.wakes = false;
    element.idle_state = 0;
    start_what_can(id);
    if (element.running == 0) rest(id);
    return;
  }
  state_.energy.set_idle_state(id, &states[element.idle_state], state_.now);
  if (element.queue.empty()) element.wake_up = states[element.idle_state].exit;
  if (++element.idle_state == states.size()) return;
  element.dozes = true;
  backend_->wake(activity(first_doze_, id), element.idle_since + states[element.idle_state].after);
}

/// A task could start: true when the element is awake, otherwise it begins to wake.
bool Simulator::is_awake(ElementId id) {
  ElementState& element = state_.elements[id];
  if (element.wakes) return false;
  if (element.dozes) cancel(activity(first_doze_, id));
  element.dozes = false;
  if (element.idle_state == 0) return true;
  const IdleState& state = scenario_.platform.cluster_of(id).idle_states[element.idle_state - 1];
  state_.energy.set_idle_state(id, nullptr, state_.now);
  state_.energy.charge(id, state.energy, state_.now);
  if (state.exit == Duration{}) {
    element.idle_state = 0;
    return true;
  }
  element.wakes = element.dozes = true;
  element.awake_at = state_.now + state.exit;
  element.expect_again(state_.now);
  backend_->wake(activity(first_doze_, id), element.awake_at);
  return false;
}

/// An element fails: it is in no idle state any more.
void Simulator::forget_idling(ElementId id) {
  ElementState& element = state_.elements[id];
  if (element.dozes) cancel(activity(first_doze_, id));
  if (!element.wakes && element.idle_state > 0) {
    state_.energy.set_idle_state(id, nullptr, state_.now);
  }
  element.dozes = element.wakes = false;
  element.idle_state = 0;
  element.wake_up = Duration{};
  element.awake_at = Time{};
}

}  // namespace kairos
