#include "sim/engine/execution.hpp"

#include <algorithm>

namespace kairos {

std::size_t Execution::free_one_of(std::span<const Slot> slots, TaskHandle task,
                                   ElementId element) const {
  if (has_overheads_) return context_.state.overheads.choose_slot(task, element, slots);
  const auto first = std::ranges::find_if(slots, [](const Slot& slot) { return !slot.task; });
  return static_cast<std::size_t>(first - slots.begin());
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
  compute(slot);
}

void Execution::compute(std::size_t slot) {
  const TaskHandle task = context_.state.slots[slot].task;
  const ElementId id = context_.state.slots[slot].element;
  const TaskCost& cost = context_.state.costs.cost(task.row(), id);
  const double noise = noise_of(context_.scenario, task);
  TaskCost whole{scaled(cost.compute, noise), cost.memory * noise};
  const bool is_batch = batching_.is_on() && !batching_.riders(slot).empty();
  if (is_batch && !checkpointing_.is_on()) whole = batching_.cost(slot, whole);
  if (operation_power_.is_on()) {
    operation_power_.begin(
        slot, is_batch ? std::span(batching_.riders(slot)) : std::span<const TaskHandle>(), whole);
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
