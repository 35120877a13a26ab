#include "sim/engine/idle.hpp"

namespace kairos {

void Idle::rest(ElementId id) {
  const auto& states = states_of(id);
  if (states.empty()) return;
  ElementState& element = context_.element(id);
  element.idle_since = context_.state.now;
  element.idle_state = 0;
  element.dozes = true;
  context_.agenda.wake(Activity::idle, id, context_.state.now + states.front().after);
}

bool Idle::end_stage(ElementId id) {
  ElementState& element = context_.element(id);
  element.dozes = false;
  if (element.wakes) {
    element.wakes = false;
    element.idle_state = 0;
    return true;
  }
  const auto& states = states_of(id);
  context_.state.energy.set_idle_state(id, &states[element.idle_state], context_.state.now);
  if (element.queue.empty()) element.wake_up = states[element.idle_state].exit;
  if (++element.idle_state == states.size()) return false;
  element.dozes = true;
  context_.agenda.wake(Activity::idle, id, element.idle_since + states[element.idle_state].after);
  return false;
}

bool Idle::is_awake(ElementId id) {
  ElementState& element = context_.element(id);
  const Time now = context_.state.now;
  if (element.wakes) return false;
  if (element.dozes) context_.agenda.cancel(Activity::idle, id);
  element.dozes = false;
  if (element.idle_state == 0) return true;
  const IdleState& state = states_of(id)[element.idle_state - 1];
  context_.state.energy.set_idle_state(id, nullptr, now);
  context_.state.energy.charge(id, state.energy, now);
  if (state.exit == Duration{}) {
    element.idle_state = 0;
    return true;
  }
  element.wakes = element.dozes = true;
  element.awake_at = now + state.exit;
  element.expect_again(now);
  context_.agenda.wake(Activity::idle, id, element.awake_at);
  return false;
}

void Idle::forget(ElementId id) {
  ElementState& element = context_.element(id);
  if (element.dozes) context_.agenda.cancel(Activity::idle, id);
  if (!element.wakes && element.idle_state > 0) {
    context_.state.energy.set_idle_state(id, nullptr, context_.state.now);
  }
  element.dozes = element.wakes = false;
  element.idle_state = 0;
  element.wake_up = Duration{};
  element.awake_at = Time{};
}

}  // namespace kairos
