#include "sim/engine/tensor_traffic.hpp"

#include <algorithm>

namespace kairos {

void announce_memory_use(const EngineContext& context) {
  if (!context.announcer.is_heard<MemoryUsed>()) return;
  MemoryState& memory = context.state.memory;
  for (const MemoryId m : ids<MemoryId>(context.scenario.platform.memories.size())) {
    if (memory.take_change(m)) context.announce(MemoryUsed{m, memory.used(m)});
  }
}

bool TensorTraffic::bring_one_with_room(ElementId id) {
  ElementState& element = context_.element(id);
  const bool has_waited = element.waits_for_memory;
  const Turn turn = element.oldest_first ? turn_of_oldest(id) : turn_in_order(id);
  if (turn.lacking) find_no_room(*turn.lacking, id);
  if (turn.first) {
    element.waits_for_memory = false;
    if (has_waited || *turn.first > 0) queues_.bring_to_front(id, *turn.first);
    return true;
  }
  if (turn.any_lacks_room) {
    wait_for_room(id, turn.more_data);
  } else {
    element.waits_for_memory = false;
    queues_.look_again(id, turn.more_data);
  }
  return false;
}

/// The first task that fits is next. The first one with data that does not fit has had its turn,
/// unless it would have overtaken others.
TensorTraffic::Turn TensorTraffic::turn_in_order(ElementId id) const {
  const ElementState& element = context_.element(id);
  Turn turn;
  for (std::size_t i = 0; i < element.queue.size() && !turn.first; ++i) {
    const TaskHandle task = element.queue.all()[i];
    const TaskState& state = task.state();
    const bool is_there = has_data(state);
    const bool holds_up = !is_there && i == 0 && !element.passes_waiting;
    if (holds_up || (is_there && context_.state.memory.has_room(task, id))) {
      turn.first = i;
    } else if (is_there) {
      if (!turn.any_lacks_room && (i == 0 || element.passes_waiting)) turn.lacking = task;
      turn.any_lacks_room = true;
    } else if (state.transfers == 0) {
      turn.more_data = std::min(turn.more_data, state.data_ready);
    }
  }
  return turn;
}

/// The task of the oldest job that fits is next. A task of an older job that does not fit has had
/// its turn.
TensorTraffic::Turn TensorTraffic::turn_of_oldest(ElementId id) const {
  const auto queued = context_.element(id).queue.all();
  Turn turn;
  const auto is_older = [](TaskHandle a, TaskHandle b) { return a.ref().job < b.ref().job; };
  for (std::size_t i = 0; i < queued.size(); ++i) {
    const TaskState& state = queued[i].state();
    if (!has_data(state)) {
      if (state.transfers == 0) turn.more_data = std::min(turn.more_data, state.data_ready);
    } else if (context_.state.memory.has_room(queued[i], id)) {
      if (!turn.first || is_older(queued[i], queued[*turn.first])) turn.first = i;
    } else {
      turn.any_lacks_room = true;
      if (!turn.lacking || is_older(queued[i], *turn.lacking)) turn.lacking = queued[i];
    }
  }
  if (turn.first && turn.lacking && !is_older(*turn.lacking, queued[*turn.first])) {
    turn.lacking.reset();
  }
  return turn;
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
  context_.state.memory.end_reading(task);
  announce_use();
}

void TensorTraffic::skip(TaskHandle task) {
  context_.state.memory.skip(task);
  announce_use();
}

void TensorTraffic::release_outputs(TaskHandle task) {
  context_.state.memory.free_outputs(task);
  announce_use();
}

void TensorTraffic::forget(JobState& job) {
  context_.state.memory.forget(job);
  announce_use();
}

/// Begins to move a spilled tensor between its home and its present memory. Returns the transfer.
std::size_t TensorTraffic::move_tensor(TaskHandle reader, MemoryPlace place, Bytes bytes,
                                       bool is_write) {
  const Memory& home = context_.scenario.platform.memories[place.home];
  const auto tier = std::ranges::find(home.tiers, place.at, &MemoryTier::memory);
  if (is_write) context_.announce(TensorSpilled{reader.ref(), place.at, bytes});
  return transfers_.begin({reader, bytes, is_write ? &tier->out : &tier->back, is_write});
}

bool TensorTraffic::write_spilled(TaskHandle maker, const Edge& output) {
  StoredTensor& tensor = context_.state.memory.tensor(maker.job(), output.tensor);
  if (tensor.places.empty() || !tensor.places.front().is_spilled()) return false;
  const TaskHandle reader{maker.job(), output.task};
  if (tensor.write) {
    transfers_.join(*tensor.write, reader);
  } else {
    tensor.write = move_tensor(reader, tensor.places.front(), tensor.bytes, true);
  }
  return true;
}

void TensorTraffic::read_spilled(TaskHandle reader, ElementId element) {
  MemoryState& memory = context_.state.memory;
  const std::optional<MemoryId> home = memory.home(element);
  const auto read = [&](MemoryPlace place, Bytes bytes) {
    ++reader.state().transfers;
    move_tensor(reader, place, bytes, false);
  };
  for (const Edge& input : reader.graph().inputs(reader.id())) {
    const StoredTensor& tensor = memory.tensor(reader.job(), input.tensor);
    if (tensor.places.empty() || !tensor.places.front().is_spilled()) continue;
    if (!home || tensor.in(*home) == nullptr) read(tensor.places.front(), tensor.bytes);
  }
  if (!home || reader.graph().residents_of(reader.id()).empty()) return;
  if (memory.has_weights(reader, *home)) return;
  memory.place_residents(reader, element);
  announce_use();
  for (const ResidentId id : reader.graph().residents_of(reader.id())) {
    const auto place = memory.resident(reader, id, *home);
    if (place && place->is_spilled()) read(*place, reader.graph().residents()[id].bytes);
  }
}

}  // namespace kairos
