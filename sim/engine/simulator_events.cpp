// The part of the simulator that handles the events which runs without faults, shared links,
// memories, decision time and interruptions do not have.
#include <algorithm>

#include "sim/engine/simulator.hpp"

namespace kairos {

// ---- Events

void Simulator::handle_incident(const Incident& incident) {
  if (incident.kind == Incident::Kind::point) {
    clocks_.want(incident.cluster, incident.point);
  } else {
    failures_.hold_down(incident.element, incident.kind == Incident::Kind::failure);
  }
}

void Simulator::end_queue_alarm(ElementId element) {
  queues_.end_alarm(element);
  start_what_can(element);
}

void Simulator::end_idle_stage(ElementId element) {
  if (!idle_.end_stage(element)) return;
  start_what_can(element);
  rest_if_idle(element);
}

/// Puts the decisions of a pass into effect when the time of the pass is over. It is called only if
/// decision time is on.
void Simulator::end_pass_under_way() {
  const std::vector<DecisionQueue::Held> sent = decisions_.finish_pass();
  for (const auto& [task, decision, interrupted] : sent) {
    if (decision.sets_point()) clocks_.set_point_for(decision);
    if (decision.goes_first()) bring_to_front(task, decision.element);
    task.state().transfers = 0;  // DecisionQueue::hold() has set it to 1.
    send_inputs(task, decision.element);
    state_.elements[decision.element].queue.changed(task);
  }
  for (const auto& [task, decision, interrupted] : sent) {
    if (interrupted && running_task(decision) == interrupted) interrupt_for(decision);
    state_.elements[decision.element].expect_again(state_.now);
    start_what_can(decision.element);
    if (interrupted) rest_if_idle(decision.element);
  }
  if (const auto host = decisions_.decision_time().host) start_what_can(*host);
}

void Simulator::end_transfer(std::size_t position) {
  const auto arrived = transfers_.end_stage(position);
  if (!arrived) return;
  end_transfer_to(arrived->reader, arrived->is_write);
  for (const TaskHandle& other : arrived->others) end_transfer_to(other, arrived->is_write);
}

void Simulator::end_transfer_to(TaskHandle task, bool is_write) {
  TaskState& reader = task.state();
  if (is_write) {
    if (--reader.missing_inputs > 0) return;
    branching_.settle(task);
    leave_if_done(task.job());
  } else if (--reader.transfers == 0) {
    state_.elements[reader.element].receive_data(task, state_.now);
    start_what_can(reader.element);
  }
}

// ---- Interruptions

/// The task in the slot that a decision names, if there is one on an element that works.
std::optional<TaskRef> Simulator::running_task(const Decision& decision) const {
  const ElementState& element = state_.elements[decision.element];
  const TaskHandle task = element.slots[decision.place].task;
  return task && element.works ? std::optional(task.ref()) : std::nullopt;
}

void Simulator::interrupt_for(const Decision& decision) {
  if (!running_task(decision)) return;
  const std::size_t slot = state_.elements[decision.element].first_slot + decision.place;
  const bool was_paused = decisions_.let_go_of(slot);
  interruptions_.interrupt(slot, decision.task);
  if (was_paused) decisions_.return_to_host();
}

void Simulator::bring_to_front(TaskHandle task, ElementId element) {
  queues_.bring_to_front(element, state_.elements[element].queue.place_of(task));
}

void Simulator::set_question(Time when) {
  if (question_ != Time::never()) agenda_.cancel(Activity::question, 0);
  question_ = when;
  if (when != Time::never()) agenda_.wake(Activity::question, 0, std::max(when, state_.now));
}

/// Interrupts the task in a slot that has ended a stage, if it was waiting for its next checkpoint.
void Simulator::end_checkpoint(std::size_t number) {
  const ElementId id = state_.slots[number].element;
  if (!interruptions_.end_stage(number)) return;
  start_what_can(id);
  rest_if_idle(id);
}

// ---- Starting a task

/// Sends a task whose decision takes effect when the pass ends.
void Simulator::hold(TaskHandle task, const Decision& decision) {
  decisions_.hold(task, decision, decision.interrupts() ? running_task(decision) : std::nullopt);
  ElementState& element = state_.elements[decision.element];
  element.queue.push(task);
  element.expect(task.state(), state_.now);
}

/// Sends a task to the front of the queue of its element, and interrupts the task that it replaces.
void Simulator::put_first(TaskHandle task, const Decision& decision) {
  if (decision.interrupts()) interrupt_for(decision);
  send_inputs(task, decision.element);
  TaskQueue& queue = state_.elements[decision.element].queue;
  queue.push(task);
  queues_.bring_to_front(decision.element, queue.place_of(task));
}

/// Lets elements whose tasks wait for memory try again after memory has been freed.
void Simulator::start_waiting() {
  while (state_.memory.take_freed()) {
    for (const ElementId e : ids<ElementId>(state_.elements.size())) {
      if (state_.elements[e].waits_for_memory) start_what_can(e);
    }
  }
}

/// Lets jobs arrive whose arrivals other jobs have caused at this instant, and starts tasks that
/// were queued behind those of dropped jobs.
void Simulator::handle_news() {
  arrivals_.arrive_now();
  for (const ElementId e : withdrawal_.take_shortened()) start_what_can(e);
}

// ---- Ending a task

/// Draws whether the result of an execution is wrong. If so, makes the task ready again and returns
/// false. Otherwise removes the records of the task's earlier executions and returns true.
bool Simulator::end_traces(std::size_t slot, TaskHandle task, ElementId id) {
  if (errors_.is_on() && errors_.is_wrong(task, id, checkpointing_.time_spent(slot, task))) {
    discard(slot, task, id, true);
    return false;
  }
  overruns_.finish(task);
  checkpointing_.forget(task);
  errors_.forget(task);
  return true;
}

/// The bytes that a task which has just ended in a slot has moved to and from memory.
Bytes Simulator::traffic_of(std::size_t slot, TaskHandle task, ElementId id) const {
  const Bytes alone = state_.costs.cost(task.row(), id).memory * task.job().scale(task.id());
  return batching_.is_on() ? alone * batching_.traffic_share(slot) : alone;
}

/// Makes a task ready again from its start, because its result is wrong or because that of another
/// member of its gang is.
void Simulator::discard(std::size_t slot, TaskHandle task, ElementId id, bool is_wrong) {
  const Duration time_spent = checkpointing_.time_spent(slot, task);
  if (is_wrong) {
    announcer_.announce(TaskErred{task.ref(), id, task.state().start, time_spent});
  } else {
    announcer_.announce(TaskLost{task.ref(), id, task.state().start, time_spent});
  }
  overruns_.waste_execution(task, state_.now);
  overruns_.start_over(task, state_.now);
  checkpointing_.forget(task);
  if (tensors_.is_on()) tensors_.release_outputs(task);
  task.state().energy = {};
  ready_.add(task);
}

// ---- Gangs

/// Lets the elements of all members wake up. Returns true if all of them are awake.
bool Simulator::wake_for(const std::vector<TaskHandle>& members) {
  bool are_awake = true;
  for (const TaskHandle& member : members) {
    const ElementId id = member.state().element;
    if (state_.elements[id].running == 0 && !idle_.is_awake(id)) are_awake = false;
  }
  return are_awake;
}

/// Draws whether the results of the members in some slots are wrong. If any of them is, all members
/// become ready again.
bool Simulator::repeat_if_wrong(const std::vector<std::size_t>& slots) {
  std::vector<bool> wrong;
  for (const std::size_t slot : slots) {
    const Slot& place = state_.slots[slot];
    const Duration time_spent = checkpointing_.time_spent(slot, place.task);
    wrong.push_back(errors_.is_wrong(place.task, place.element, time_spent));
  }
  if (std::ranges::count(wrong, true) == 0) return false;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    Slot& slot = state_.slots[slots[i]];
    state_.energy.ended(slot.element, state_.now);
    discard(slots[i], slot.task, slot.element, wrong[i]);
    slot.task = {};
    --state_.elements[slot.element].running;
  }
  for (const std::size_t slot : slots) gangs_.release(state_.slots[slot].element);
  return true;
}

/// Starts tasks on elements on which gangs have fallen apart, and those that memory that has been
/// freed lets start.
void Simulator::start_released() {
  for (const ElementId id : gangs_.take_released()) {
    ElementState& element = state_.elements[id];
    element.expect_again(state_.now);
    start_what_can(id);
    const bool is_awake = !element.dozes && !element.wakes && element.idle_state == 0;
    if (element.works && is_awake) rest_if_idle(id);
  }
  if (tensors_.is_on()) start_waiting();
}

const EnergyMeter& Simulator::energy() {
  state_.energy.settle_all(state_.now);
  if (state_.temperatures) state_.temperatures->advance_to(state_.now);
  temperature_control_.announce_reading();
  return state_.energy;
}

}  // namespace kairos
