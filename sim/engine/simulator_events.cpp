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
  const std::size_t first = state_.elements[decision.element].first_slot;
  interruptions_.interrupt(first + decision.place, decision.task);
}

void Simulator::bring_to_front(TaskHandle task, ElementId element) {
  const auto queued = state_.elements[element].queue.all();
  const auto place = std::ranges::find(queued, task) - queued.begin();
  queues_.bring_to_front(element, static_cast<std::size_t>(place));
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
  if (errors_.is_on()) {
    const Duration time_spent = checkpointing_.time_spent(slot, task);
    if (errors_.is_wrong(task, id, time_spent)) {
      announcer_.announce(TaskErred{task.ref(), id, task.state().start, time_spent});
      overruns_.waste_execution(task, state_.now);
      overruns_.start_over(task, state_.now);
      checkpointing_.forget(task);
      if (tensors_.is_on()) tensors_.release_outputs(task);
      task.state().energy = {};
      ready_.add(task);
      return false;
    }
  }
  overruns_.finish(task);
  checkpointing_.forget(task);
  errors_.forget(task);
  return true;
}

const EnergyMeter& Simulator::energy() {
  state_.energy.settle_all(state_.now);
  if (state_.temperatures) state_.temperatures->advance_to(state_.now);
  temperature_control_.announce_reading();
  return state_.energy;
}

}  // namespace kairos
