#include "sim/engine/execution.hpp"

#include <algorithm>

namespace kairos {

std::size_t Execution::free_one_of(std::span<const Slot> slots, TaskHandle task,
                                   ElementId element) const {
  if (has_overheads_) return context_.state.overheads.choose_slot(task, element, slots);
  const auto first = std::ranges::find_if(slots, [](const Slot& slot) { return !slot.task; });
  return static_cast<std::size_t>(first - slots.begin());
}

/// Begins the switch from an interrupted task to the one in a slot. Returns false if there is none.
bool Execution::begin_switch(std::size_t slot) {
  SystemState& system = context_.state;
  Slot& place = system.slots[slot];
  std::size_t& owed = owed_switches_[place.element];
  if (owed == 0) return false;
  --owed;
  const Preemption& preemption = context_.cluster_of(place.element).preemption;
  const Duration cost = preemption.cost;
  context_.announce(TaskSetUp{place.task.ref(), place.element, system.now, cost, {}, false});
  place.is_setting_up = true;
  place.computes_from = system.now + cost;
  place.expected_finish += cost;
  context_.element(place.element).expect_again(system.now);
  is_switching_[slot] = true;
  const bool moves = preemption.traffic > Bytes{} &&
                     !context_.scenario.platform.memory_route(place.element).empty();
  if (moves) {
    begin_work(context_, slot, place.element, cost, preemption.traffic);
  } else {
    context_.agenda.wake(Activity::slot, slot, place.computes_from);
  }
  return true;
}

/// Corrects the expected end if memory traffic has lengthened the switch.
void Execution::end_switch(std::size_t slot) {
  Slot& place = context_.state.slots[slot];
  const Time now = context_.state.now;
  if (now == place.computes_from) return;
  place.expected_finish += now - place.computes_from;
  place.computes_from = now;
  context_.element(place.element).expect_again(now);
}

/// Begins the set-up of the task in a slot. Returns false if the set-up takes no time.
bool Execution::set_up(std::size_t slot) {
  if (batching_.is_on()) batching_.fill(slot);
  SystemState& system = context_.state;
  Slot& place = system.slots[slot];
  const ElementId id = place.element;
  const TaskState& state = place.task.state();
  const Setup setup =
      system.overheads.start(place.task, id, slot - context_.element(id).first_slot, system.now);
  const Overheads& overheads = context_.cluster_of(id).overheads;
  const bool by_host = !overheads.host.empty();
  const Time called = by_host ? state.launched - overheads.launch : system.now;
  context_.announce(
      TaskSetUp{place.task.ref(), id, called, setup.duration, setup.energy, setup.reconfigures});
  if (setup.energy > Joules{}) system.energy.charge(id, setup.energy, system.now);
  const Duration expected = state.setup + (by_host ? Duration{} : overheads.launch);
  if (setup.duration != expected) {
    place.expected_finish += setup.duration - expected;
    context_.element(id).expect_again(system.now);
  }
  if (setup.duration == Duration{}) return false;
  place.is_setting_up = true;
  place.computes_from = system.now + setup.duration;
  context_.agenda.wake(Activity::slot, slot, place.computes_from);
  return true;
}

void Execution::end_setup(std::size_t slot) {
  context_.state.slots[slot].is_setting_up = false;
  if (switches_ && is_switching_[slot]) {
    is_switching_[slot] = false;
    end_switch(slot);
    if (has_overheads_ && set_up(slot)) return;
  }
  compute(slot);
}

void Execution::compute(std::size_t slot) {
  const TaskHandle task = context_.state.slots[slot].task;
  const ElementId id = context_.state.slots[slot].element;
  const TaskCost& cost = context_.state.costs.cost(task.row(), id);
  const double noise = noise_of(context_.scenario, task);
  const double amount = checkpointing_.is_on() ? noise : noise * task.state().left;
  TaskCost whole{scaled(cost.compute, amount), cost.memory * amount};
  const bool is_batch = batching_.is_on() && !batching_.riders(slot).empty();
  if (is_batch && !checkpointing_.is_on()) whole = batching_.cost(slot, whole);
  if (operation_power_.is_on()) {
    const double left = checkpointing_.is_on() ? task.state().left : 1;
    operation_power_.begin(
        slot, is_batch ? std::span(batching_.riders(slot)) : std::span<const TaskHandle>(),
        {scaled(whole.compute, left), whole.memory * left});
  }
  if (checkpointing_.is_on()) {
    checkpointing_.begin(slot, whole.compute, whole.memory, noise);
  } else {
    begin_work(context_, slot, id, whole.compute, whole.memory);
  }
}

/// Handles the end of a piece of work. Returns true if its task has ended, too.
bool Execution::end_piece(std::size_t slot) {
  if (checkpointing_.is_on() && !checkpointing_.end_piece(slot)) return false;
  if (operation_power_.is_on()) operation_power_.end(slot);
  return true;
}

}  // namespace kairos
