#include "sim/engine/decision_queue.hpp"

namespace kairos {

void DecisionQueue::hold(TaskHandle task, const Decision& decision,
                         std::optional<TaskRef> interrupted) {
  task.state().data_ready = context_.state.now;
  task.state().received = Bytes{};
  task.state().transfers = 1;
  held_.push_back({task, decision, interrupted});
}

void DecisionQueue::end_pass(Duration work) {
  if (held_.empty()) return;
  passes_.push_back({std::move(held_), work, context_.state.now});
  held_.clear();
  begin_pass();
}

void DecisionQueue::begin_pass() {
  if (is_deciding_ || passes_.empty()) return;
  if (!decision_time_.interrupts && is_host_full()) return;
  const Time now = context_.state.now;
  pass_end_ = now + passes_.front().work;
  if (decision_time_.host) enter_host();
  is_deciding_ = true;
  context_.announce(PassStarted{now - passes_.front().asked});
  context_.agenda.wake(Activity::pass, 0, pass_end_);
}

/// True if there is a host that works and has no free slot.
bool DecisionQueue::is_host_full() const {
  if (!decision_time_.host) return false;
  const ElementState& host = context_.element(*decision_time_.host);
  return host.works && host.running == host.slots.size();
}

/// Takes a free slot of the host, or the first one from its task. A host that is down has none.
void DecisionQueue::enter_host() {
  const ElementId id = *decision_time_.host;
  const ElementState& host = context_.element(id);
  if (is_host_full()) return pause_.begin(host.first_slot, pass_end_);
  occupies_host_ = host.works;
  if (!occupies_host_) return;
  host_taken_at_ = context_.state.now;
  idle_.forget(id);
  context_.state.energy.started(id, context_.state.now);
  clocks_.wake_governor(id);
}

std::vector<DecisionQueue::Held> DecisionQueue::finish_pass() {
  std::vector<Held> sent = std::move(passes_.front().sent);
  passes_.pop_front();
  is_deciding_ = false;
  leave_host();
  begin_pass();
  return sent;
}

void DecisionQueue::leave_host() {
  if (pause_.is_on()) {
    if (context_.element(*decision_time_.host).works) return pause_.end();
    pause_.forget();
  }
  if (!occupies_host_) return;
  occupies_host_ = false;
  const ElementId host = *decision_time_.host;
  context_.state.energy.ended(host, context_.state.now);
  context_.announce(HostReleased{host, host_taken_at_});
  if (context_.element(host).works && context_.element(host).running == 0) idle_.rest(host);
}

bool DecisionQueue::let_go_of(std::size_t slot) {
  if (!pause_.is_on(slot)) return false;
  pause_.end();
  return true;
}

void DecisionQueue::return_to_host() {
  enter_host();
}

void DecisionQueue::forget(TaskHandle task) {
  const auto is_it = [&](const Held& held) { return held.task == task; };
  std::erase_if(held_, is_it);
  for (Pass& pass : passes_) std::erase_if(pass.sent, is_it);
}

}  // namespace kairos
