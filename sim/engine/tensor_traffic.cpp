#include "sim/engine/tensor_traffic.hpp"

#include <algorithm>

namespace kairos {

bool TensorTraffic::bring_one_with_room(ElementId id) {
  ElementState& element = context_.element(id);
  const bool has_waited = element.waits_for_memory;
  bool lacks_room = false;
  Time more_data = Time::never();
  for (std::size_t i = 0; i < element.queue.size(); ++i) {
    const TaskHandle task = element.queue.all()[i];
    const TaskState& state = task.state();
    const bool is_there = state.transfers == 0 && state.data_ready <= context_.state.now;
    const bool holds_up = !is_there && i == 0 && !element.passes_waiting;
    if (holds_up || (is_there && context_.state.memory.has_room(task, id))) {
      element.waits_for_memory = false;
      if (has_waited || i > 0) queues_.bring_to_front(id, i);
      return true;
    }
    if (is_there && !lacks_room && (i == 0 || element.passes_waiting)) find_no_room(task, id);
    lacks_room = lacks_room || is_there;
    if (!is_there && state.transfers == 0) more_data = std::min(more_data, state.data_ready);
  }
  if (lacks_room) {
    wait_for_room(id, more_data);
  } else {
    element.waits_for_memory = false;
    queues_.look_again(id, more_data);
  }
  return false;
}

/// Handles a task whose turn has come but that does not fit: it waits, or the run ends if the
/// platform says so or if the task can never fit.
void TensorTraffic::find_no_room(TaskHandle task, ElementId element) {
  const Platform& platform = context_.scenario.platform;
  const MemoryState& memory = context_.state.memory;
  const MemoryId home = *memory.home(element);
  const MemoryId last_tier = platform.memories[home].tiers.back().memory;
  if (platform.memories[last_tier].when_full == WhenFull::fail) {
    throw out_of_memory(task, element, "the memory has 'when_full: fail'");
  }
  const Bytes most = memory.most(home);
  if (memory.needed(task, element) > most) {
    throw out_of_memory(task, element, "it can never hold more than " + format(most));
  }
  if (!task.state().found_no_room) context_.announce(MemoryFull{task.ref(), element});
  task.state().found_no_room = true;
}

/// Waits until memory is freed, or until the inputs of a task that may overtake have arrived.
void TensorTraffic::wait_for_room(ElementId id, Time more_data) {
  ElementState& element = context_.element(id);
  element.waits_for_memory = true;
  element.expect_again(context_.state.now);
  if (more_data < element.alarm) queues_.look_again(id, more_data);
}

bool TensorTraffic::take_room(TaskHandle task, ElementId element) {
  if (!context_.state.memory.take_room(task, element)) return false;
  announce_use();
  return true;
}

InputError TensorTraffic::out_of_memory(TaskHandle task, ElementId element,
                                        const std::string& why) const {
  const Platform& platform = context_.scenario.platform;
  const MemoryState& memory = context_.state.memory;
  const MemoryId home = *memory.home(element);
  return InputError("task '" + task.graph()[task.id()].name + "' of job " +
                    std::to_string(index(task.job().job.id)) + " ('" + task.graph().name() +
                    "') cannot start on '" + platform.elements[element].name + "' at " +
                    format(context_.state.now.since_start()) + ": its tensors take " +
                    format(memory.needed(task, element)) + ", " + format(memory.free(home)) +
                    " of memory '" + platform.memories[home].name + "' are free, and " + why +
                    "; enlarge the memory, let it spill, or send fewer jobs");
}

void TensorTraffic::release_inputs(TaskHandle task) {
  MemoryState& memory = context_.state.memory;
  for (StoredTensor& input : memory.inputs(task)) memory.remove(input);
  announce_use();
}

void TensorTraffic::release_outputs(TaskHandle task) {
  MemoryState& memory = context_.state.memory;
  for (const Edge& output : task.graph().outputs(task.id())) {
    memory.remove(memory.output(task, output));
  }
  announce_use();
}

/// Begins to move a spilled tensor between its home and its present memory.
void TensorTraffic::move_tensor(TaskHandle reader, const StoredTensor& tensor, bool is_write) {
  const Memory& home = context_.scenario.platform.memories[tensor.home];
  const auto tier = std::ranges::find(home.tiers, tensor.at, &MemoryTier::memory);
  if (is_write) context_.announce(TensorSpilled{reader.ref(), tensor.at, tensor.bytes});
  transfers_.begin({reader, tensor.bytes, is_write ? &tier->out : &tier->back, is_write});
}

bool TensorTraffic::write_spilled(TaskHandle maker, const Edge& output) {
  const StoredTensor& tensor = context_.state.memory.output(maker, output);
  if (!tensor.is_spilled()) return false;
  move_tensor({maker.job(), output.task}, tensor, true);
  return true;
}

void TensorTraffic::read_spilled(TaskHandle reader, ElementId element) {
  const std::optional<MemoryId> home = context_.state.memory.home(element);
  for (const StoredTensor& tensor : context_.state.memory.inputs(reader)) {
    if (!tensor.is_spilled() || tensor.at == home) continue;
    ++reader.state().transfers;
    move_tensor(reader, tensor, false);
  }
}

void TensorTraffic::announce_use() {
  if (!context_.announcer.is_heard<MemoryUsed>()) return;
  MemoryState& memory = context_.state.memory;
  for (const MemoryId m : ids<MemoryId>(context_.scenario.platform.memories.size())) {
    if (memory.take_change(m)) context_.announce(MemoryUsed{m, memory.used(m)});
  }
}

}  // namespace kairos
