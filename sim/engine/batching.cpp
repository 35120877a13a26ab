// Batches: a task that takes a slot brings along those behind it in the queue that run the same
// kernel and whose data are there. They start, are set up and end together.
//
//   time of a batch = shared * longest + (1 - shared) * sum, noise included; memory alike
//
// Example: up to four tasks, 10 us each, shared 0.6: one takes 10 us, three take 6 + 3 * 4 = 18 us.
// How far to trust it: one `shared` for all kernels and sizes, where measured batches gain less the
// larger they are; the power of an element does not grow with its batch. Inference servers may wait
// for a batch to fill; an element takes what is there. Policies foresee tasks one by one. Nothing
// is batched while checkpoints are on: they are of single tasks.
#include <algorithm>
#include <utility>

#include "sim/engine/simulator.hpp"

namespace kairos {
namespace {

/// Of something each task of a batch has, in picoseconds or bytes.
class Together {
 public:
  void add(double amount) {
    sum_ += amount;
    largest_ = std::max(largest_, amount);
  }
  [[nodiscard]] double of(double shared) const { return shared * largest_ + (1 - shared) * sum_; }

 private:
  double sum_ = 0, largest_ = 0;
};

double picoseconds(Duration duration) {
  return static_cast<double>(duration.picoseconds());
}

}  // namespace

void Simulator::fill_batch(std::size_t slot_number) {
  const ElementId id = slot(slot_number).element;
  const Batches& batching = scenario_.platform.cluster_of(id).overheads.batching;
  ElementState& element = state_.elements[id];
  Slot& place = slot(slot_number);
  std::vector<TaskHandle>& riders = riders_[slot_number];
  const Duration launch = state_.costs.launch(id);
  Together expected;
  const auto expect = [&](TaskHandle task) {
    expected.add(picoseconds(state_.costs.alone(task.row(), id, element.speed) - launch));
  };
  expect(place.task);
  while (riders.size() + 1 < batching.up_to && !element.queue.empty()) {
    const TaskHandle next = element.queue.front();
    TaskState& state = next.state();
    const bool is_there = state.transfers == 0 && state.data_ready <= state_.now;
    if (!is_there || !state_.overheads.are_equal(place.task, next)) break;
    if (has_memories_ && !take_room(next, id)) break;
    element.queue.pop();
    riders.push_back(next);
    expect(next);
    state.phase = Phase::running;
    state.start = state_.now;
    state.energy_mark = state_.energy.started(id, state_.now);
    announce(TaskStarted{next.ref(), id});
  }
  if (riders.empty()) return;
  place.expected_finish = state_.now + place.task.state().setup + launch +
                          whole_picoseconds(expected.of(batching.shared));
  element.expect_again(state_.now);
}

/// What all of a batch cost together, given what its first task does.
TaskCost Simulator::batch_cost(std::size_t slot_number, TaskCost own) const {
  const ElementId id = slot(slot_number).element;
  const double shared = scenario_.platform.cluster_of(id).overheads.batching.shared;
  Together compute, memory;
  compute.add(picoseconds(own.compute));
  memory.add(own.memory.value());
  for (const TaskHandle& rider : riders_[slot_number]) {
    const TaskCost& cost = state_.costs.cost(rider.row(), id);
    const double factor = noise_of(rider);
    compute.add(picoseconds(cost.compute) * factor);
    memory.add(cost.memory.value() * factor);
  }
  return {whole_picoseconds(compute.of(shared)), Bytes(memory.of(shared))};
}

/// The others of a batch whose first task has ended; their jobs are still to be told.
std::vector<TaskHandle> Simulator::end_riders(std::size_t slot_number) {
  if (riders_[slot_number].empty()) return {};
  const ElementId id = slot(slot_number).element;
  std::vector<TaskHandle> done;
  for (const TaskHandle& rider : std::exchange(riders_[slot_number], {})) {
    const bool may_be_wrong = !scenario_.faults.errors.empty();
    const auto wasted = may_be_wrong ? wrong_after(slot_number, rider) : std::nullopt;
    state_.energy.ended(id, state_.now);
    if (wasted) {
      announce(TaskErred{rider.ref(), id, rider.state().start, *wasted});
      if (has_memories_) release_outputs(rider);
      make_ready(rider);
    } else {
      finish_task(rider);
      done.push_back(rider);
    }
  }
  return done;
}

/// Their element has failed.
void Simulator::lose_riders(std::size_t slot_number) {
  if (riders_.empty()) return;
  const ElementId id = slot(slot_number).element;
  for (const TaskHandle& rider : riders_[slot_number]) {
    state_.energy.ended(id, state_.now);
    const Time start = rider.state().start;
    announce(TaskLost{rider.ref(), id, start, state_.now - start});
  }
}

/// That is known now.
void Simulator::take_back_riders(std::size_t slot_number) {
  if (riders_.empty()) return;
  for (const TaskHandle& rider : std::exchange(riders_[slot_number], {})) take_back(rider);
}

}  // namespace kairos
