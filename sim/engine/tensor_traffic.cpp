// Tensors in memories of limited size: room for a task that starts, what is free when one ends, and
// the traffic of what was spilled.
//
// A task starts when there is room for all that it makes and for those of its inputs that are in
// another memory. While the first in a queue finds none, those behind it that do may pass.
// A spilled tensor is written after its maker has ended and read when its reader is sent, over the
// links from its home to where it is and those back; a reader whose home is there needs no reading.
//
// Example: 4 MB spill from a memory of 2 GB/s to one of 1 GB/s and 3 us: there 4003 us after their
// maker has ended. How far to trust it: memory_state.hpp.
#include <algorithm>

#include "sim/engine/simulator.hpp"

namespace kairos {

/// Brings the first task in the queue that has its data and finds room to the front: false when
/// there is none. A task in front without its data is left there.
bool Simulator::bring_one_with_room(ElementId id) {
  ElementState& element = state_.elements[id];
  const bool has_waited = element.waits_for_memory;
  Time more_data = Time::never();
  for (std::size_t i = 0; i < element.queue.size(); ++i) {
    const TaskHandle task = element.queue.all()[i];
    const TaskState& state = task.state();
    const bool is_there = state.transfers == 0 && state.data_ready <= state_.now;
    if (is_there || i == 0) {
      if (!is_there || state_.memory.has_room(task, id)) {
        element.waits_for_memory = false;
        if (!has_waited && i == 0) return true;
        if (element.alarm != Time::never()) cancel(activity(first_alarm_, id));
        element.alarm = Time::never();
        element.queue.bring_forward(i);
        element.expect_again(state_.now);
        return true;
      }
      if (i == 0) find_no_room(task, id);
    } else if (state.transfers == 0) {
      more_data = std::min(more_data, state.data_ready);
    }
  }
  wait_for_room(id, more_data);
  return false;
}

/// A task whose turn it is must wait; or the run ends, as the platform says.
void Simulator::find_no_room(TaskHandle task, ElementId element) {
  const Platform& platform = scenario_.platform;
  const Memory& home = platform.memories[*state_.memory.home(element)];
  if (platform.memories[home.tiers.back().memory].when_full == WhenFull::fail) {
    throw out_of_memory(task, element, "it is to fail then");
  }
  const Bytes most = state_.memory.most(*state_.memory.home(element));
  if (state_.memory.needed(task, element) > most) {
    throw out_of_memory(task, element, "there is never room for more than " + format(most));
  }
  if (!task.state().found_no_room) announce(MemoryFull{task.ref(), element});
  task.state().found_no_room = true;
}

/// Until a tensor is freed, or the data of one that may pass are there.
void Simulator::wait_for_room(ElementId id, Time more_data) {
  ElementState& element = state_.elements[id];
  element.waits_for_memory = true;
  element.expect_again(state_.now);
  if (more_data >= element.alarm) return;
  if (element.alarm != Time::never()) cancel(activity(first_alarm_, id));
  element.alarm = more_data;
  backend_->wake(activity(first_alarm_, id), more_data);
}

/// For what a task makes and reads from elsewhere; false, and nothing taken, when there is none.
bool Simulator::take_room(TaskHandle task, ElementId element) {
  if (!state_.memory.take_room(task, element)) return false;
  announce_memory();
  return true;
}

InputError Simulator::out_of_memory(TaskHandle task, ElementId element,
                                    const std::string& why) const {
  const Platform& platform = scenario_.platform;
  const MemoryId home = *state_.memory.home(element);
  return InputError("task '" + task.graph()[task.id()].name + "' of job " +
                    std::to_string(index(task.job().job.id)) + " ('" + task.graph().name() +
                    "') cannot start on '" + platform.elements[element].name + "' at " +
                    format(state_.now.since_start()) + ": its tensors take " +
                    format(state_.memory.needed(task, element)) + ", " +
                    format(state_.memory.free(home)) + " of memory '" +
                    platform.memories[home].name + "' are free, and " + why +
                    "; enlarge it, let it spill, or send fewer jobs");
}

void Simulator::release_inputs(TaskHandle task) {
  for (Tensor& input : state_.memory.inputs(task)) state_.memory.remove(input);
  announce_memory();
}

/// Of a task that has not come to a right end.
void Simulator::release_outputs(TaskHandle task) {
  for (const Edge& output : task.graph().outputs(task.id())) {
    state_.memory.remove(state_.memory.output(task, output));
  }
  announce_memory();
}

/// Begins to move a spilled tensor between its home and where it is.
void Simulator::move_tensor(TaskHandle reader, const Tensor& tensor, bool is_write) {
  const Memory& home = scenario_.platform.memories[tensor.home];
  const auto tier = std::ranges::find(home.tiers, tensor.at, &MemoryTier::memory);
  if (is_write) announce(TensorSpilled{reader.ref(), tensor.at, tensor.bytes});
  const Route& route = is_write ? tier->out : tier->back;
  begin_transfer({reader, tensor.bytes, &route, false, is_write});
}

/// True when an output of a task that has ended is yet to be written to where it is.
bool Simulator::write_spilled(TaskHandle maker, const Edge& output) {
  const Tensor& tensor = state_.memory.output(maker, output);
  if (!tensor.is_spilled()) return false;
  move_tensor({maker.job(), output.task}, tensor, true);
  return true;
}

void Simulator::read_spilled(TaskHandle reader, ElementId element) {
  const std::optional<MemoryId> home = state_.memory.home(element);
  for (const Tensor& tensor : state_.memory.inputs(reader)) {
    if (!tensor.is_spilled() || tensor.at == home) continue;
    ++reader.state().transfers;
    move_tensor(reader, tensor, false);
  }
}

/// Where something has been freed, lets those try again that found no room, by ascending id.
void Simulator::start_waiting() {
  while (state_.memory.take_freed()) {
    for (const ElementId e : ids<ElementId>(state_.elements.size())) {
      if (state_.elements[e].waits_for_memory) start_what_can(e);
    }
  }
}

void Simulator::announce_memory() {
  if (listeners_[event_index<MemoryUsed>].empty()) return;
  for (const MemoryId m : ids<MemoryId>(scenario_.platform.memories.size())) {
    if (state_.memory.take_change(m)) announce(MemoryUsed{m, state_.memory.used(m)});
  }
}

}  // namespace kairos
