// The scheduler's own work. What it decides in one pass takes effect together, when the work of the
// pass is done: until then tasks stand in the queue of their element and their data stay where they
// are.
//
// Passes are worked off one after the other. With a host each takes a slot of that element, as a
// task would: after what runs there, before what queues, drawing the power of a busy element. What
// a pass decides follows from what was known when it was asked for, not when it is done.
//
//   time of a pass = constant + per_task * tasks sent + measured * wall time in the policy
//
// Example: passes of 2 us asked for at 0, 1 and 9 us take effect at 2, 4 and 11 us.
// How far to trust it: as far as the constants; policies do not foresee it. A host in an idle state
// wakes at once; while it is down another element takes over, which is not modelled: time passes,
// nothing is occupied.
#include <algorithm>

#include "sim/engine/simulator.hpp"

namespace kairos {

/// Holds a task that was sent until the pass in which it was is done.
void Simulator::hold(TaskHandle task, const Decision& decision) {
  task.state().data_ready = state_.now;
  task.state().received = Bytes{};
  task.state().transfers = 1;
  held_.push_back({task, decision});
}

void Simulator::end_pass(Duration work) {
  if (held_.empty()) return;
  passes_.push_back({std::move(held_), work});
  held_.clear();
  begin_pass();
}

void Simulator::begin_pass() {
  if (is_deciding_ || passes_.empty()) return;
  if (decision_time_.host) {
    const ElementState& host = state_.elements[*decision_time_.host];
    if (host.works && host.running == host.slots.size()) return;
    occupies_host_ = host.works;
    if (occupies_host_) {
      forget_idling(*decision_time_.host);
      state_.energy.started(*decision_time_.host, state_.now);
      if (is_governed_) wake_governor(*decision_time_.host);
    }
  }
  is_deciding_ = true;
  backend_->wake(activity(decision_activity_, 0), state_.now + passes_.front().work);
}

void Simulator::finish_pass() {
  const std::vector<Held> sent = std::move(passes_.front().sent);
  passes_.pop_front();
  is_deciding_ = false;
  leave_host();
  begin_pass();
  for (const Held& held : sent) {
    if (held.decision.sets_point()) set_point_for(held.decision);
    held.task.state().transfers = 0;
    send_inputs(held.task, held.decision.element);
  }
  for (const Held& held : sent) {
    state_.elements[held.decision.element].expect_again(state_.now);
    start_what_can(held.decision.element);
  }
  if (decision_time_.host) start_what_can(*decision_time_.host);
}

void Simulator::leave_host() {
  if (!occupies_host_) return;
  occupies_host_ = false;
  state_.energy.ended(*decision_time_.host, state_.now);
  if (state_.elements[*decision_time_.host].running == 0) rest(*decision_time_.host);
}

/// A held task has lost its element.
void Simulator::forget_held(TaskHandle task) {
  const auto is_it = [&](const Held& held) { return held.task == task; };
  std::erase_if(held_, is_it);
  for (Pass& pass : passes_) std::erase_if(pass.sent, is_it);
}

}  // namespace kairos
