#include "sim/engine/failures.hpp"

#include <algorithm>
#include <utility>

namespace kairos {

Failures::Failures(const EngineContext& context, const Holders& holders)
    : context_(context),
      parts_(holders),
      faults_(context.scenario.faults, context.scenario.platform.elements.size(),
              context.scenario.seed) {
  for (std::size_t i = 0; i < faults_.size(); ++i) schedule(i);
}

void Failures::schedule(std::size_t process) {
  const Time when = faults_.next_change(process);
  if (when != Time::never()) context_.agenda.wake(Activity::fault, process, when);
}

void Failures::handle_fault(std::size_t number) {
  faults_.change(number);
  schedule(number);
  const FaultProcess& process = faults_.process(number);
  switch (process.effect) {
    case FaultProcess::Effect::failure:
      fail_or_return(process.element);
      break;
    case FaultProcess::Effect::slowness: {
      const double remaining = faults_.remaining_speed(process.element);
      parts_.clocks.set_remaining_speed(process.element, remaining);
      context_.announce(SpeedChanged{process.element, remaining});
      if (remaining >= 1 && faults_.is_isolated(process.element)) {
        faults_.isolate(process.element, false);
        fail_or_return(process.element);
      }
      break;
    }
    case FaultProcess::Effect::degradation: {
      const double remaining = faults_.remaining_bandwidth(process.link);
      const Link& link = context_.scenario.platform.interconnect.links[process.link];
      context_.agenda.backend().set_bandwidth(process.link, link.bandwidth * remaining);
      context_.announce(BandwidthChanged{process.link, remaining});
      break;
    }
  }
}

void Failures::hold_down(ElementId element, bool is_held) {
  faults_.hold_down(element, is_held);
  fail_or_return(element);
}

/// Updates an element after a cause that holds it down has begun or ended. It is down while there
/// is any cause.
void Failures::fail_or_return(ElementId id) {
  const bool is_down = faults_.is_down(id);
  if (context_.element(id).works != is_down) return;
  if (is_down) {
    fail(id);
  } else {
    repair(id);
  }
}

/// Ends everything that runs on an element.
void Failures::take_down(ElementId id) {
  context_.element(id).works = false;
  parts_.idle.forget(id);
  context_.announce(ElementFailed{id});
  lose_tasks(id);
  parts_.execution.forget_switches(id);
  if (parts_.decisions.is_host(id)) {
    parts_.decisions.leave_host();
    parts_.decisions.begin_pass();
  }
  context_.state.energy.set_up(id, false, context_.state.now);
}

void Failures::fail(ElementId id) {
  take_down(id);
  const Time known = known_at(id);
  if (known > context_.state.now) {
    context_.agenda.wake(Activity::detection, id, known);
  } else {
    learn(id);
  }
}

/// The instant at which the failure of an element that has just failed will be known.
Time Failures::known_at(ElementId id) const {
  const Time now = context_.state.now;
  const Time overdue = parts_.gangs.steps().overdue_at(id);
  if (overdue != Time::never()) return std::max(overdue, now);
  return now + context_.scenario.faults.detection_delay;
}

void Failures::handle_deviation(std::size_t slot) {
  for (const ElementId e : parts_.gangs.steps().elements_overdue(slot)) {
    const bool is_slow = faults_.remaining_speed(e) < 1;
    if (!is_slow || !context_.element(e).works) continue;
    faults_.isolate(e, true);
    take_down(e);
    learn(e);
  }
}

/// Ends the tasks that run on an element, including riders of batches.
void Failures::lose_tasks(ElementId id) {
  const ElementState& element = context_.element(id);
  const Time now = context_.state.now;
  for (std::size_t i = 0; i < element.slots.size(); ++i) {
    if (!element.slots[i].task) continue;
    const std::size_t slot = element.first_slot + i;
    lose_task(slot);
    if (!parts_.batching.is_on()) continue;
    for (const TaskHandle& rider : parts_.batching.riders(slot)) {
      context_.state.energy.ended(id, now);
      const Time start = rider.state().start;
      context_.announce(TaskLost{rider.ref(), id, start, now - start});
    }
  }
}

/// Ends the task in a slot without a result.
void Failures::lose_task(std::size_t slot) {
  const Slot& place = context_.state.slots[slot];
  const TaskHandle task = place.task;
  const Time now = context_.state.now;
  if (!parts_.gangs.steps().waits_in(slot)) context_.agenda.cancel(Activity::slot, slot);
  if (parts_.gangs.steps().has_member_in(slot)) parts_.gangs.steps().lose_member(slot);
  parts_.execution.lose(slot);
  context_.state.energy.ended(place.element, now);
  const Duration work_lost = parts_.checkpointing.lose(slot);
  context_.announce(TaskLost{task.ref(), place.element, task.state().start, work_lost});
  parts_.overruns.waste_execution(task, now);
}

/// Ends the step of the gang whose member in this slot was lost: the members on elements that work
/// are lost as well. Those on other failed elements become ready when these failures are known.
void Failures::lose_gang(std::size_t slot) {
  const std::vector<std::size_t> slots = parts_.gangs.steps().slots_with(slot);
  std::vector<std::size_t> others;
  for (const std::size_t other : slots) {
    if (!context_.element(context_.state.slots[other].element).works) continue;
    lose_task(other);
    others.push_back(other);
  }
  parts_.gangs.steps().end(slot);
  for (const std::size_t other : others) {
    Slot& place = context_.state.slots[other];
    const TaskHandle task = std::exchange(place, {.element = place.element}).task;
    --context_.element(place.element).running;
    take_back(task);
    parts_.gangs.release(place.element);
  }
}

void Failures::detect(ElementId id) {
  context_.announce(FailureDetected{id});
  learn(id);
}

/// Makes all tasks of an element that has failed ready again.
void Failures::learn(ElementId id) {
  ElementState& element = context_.element(id);
  SystemState& system = context_.state;
  element.up = false;
  ++system.elements_down;
  system.update_candidates();
  parts_.queues.look_again(id, Time::never());
  for (std::size_t i = 0; i < element.slots.size(); ++i) {
    const TaskHandle task = element.slots[i].task;
    const std::size_t slot = element.first_slot + i;
    if (parts_.gangs.steps().has_member_in(slot)) lose_gang(slot);
    element.slots[i] = {.element = id};
    if (task) take_back(task);
    for (const TaskHandle& rider : parts_.batching.take_riders(slot)) {
      take_back(rider);
    }
  }
  element.running = 0;
  for (const TaskHandle& task : element.queue.all()) take_back(task);
  element.queue.clear();
  element.waits_for_memory = false;
  *element.free_at = system.now;
  if (system.overheads.is_on()) system.overheads.forget(id);
  parts_.ready.block();
}

void Failures::take_back(TaskHandle task) {
  if (parts_.gangs.is_on() && task.state().phase == Phase::queued) parts_.gangs.leave_queue(task);
  parts_.overruns.start_over(task, context_.state.now);
  if (parts_.decisions.is_on()) parts_.decisions.forget(task);
  parts_.transfers.cancel_to(task);
  if (parts_.tensors.is_on() && task.state().phase == Phase::running) {
    parts_.tensors.release_outputs(task);
  }
  parts_.ready.add(task);
}

void Failures::repair(ElementId id) {
  ElementState& element = context_.element(id);
  if (element.up) {
    context_.agenda.cancel(Activity::detection, id);
    detect(id);
  }
  element.up = element.works = true;
  --context_.state.elements_down;
  context_.state.update_candidates();
  context_.state.energy.set_up(id, true, context_.state.now);
  context_.announce(ElementReturned{id});
  parts_.ready.unblock();
  parts_.idle.rest(id);
}

}  // namespace kairos
