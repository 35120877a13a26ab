#include "sim/engine/batching.hpp"

#include <algorithm>

#include "sim/engine/work.hpp"

namespace kairos {
namespace {

/// Computes an amount for a batch, in picoseconds or bytes, from the amounts of its tasks.
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

Batching::Batching(const EngineContext& context, TensorTraffic& tensors)
    : context_(context), tensors_(tensors) {
  const auto batches = [](const Cluster& c) { return c.overheads.batching.is_on(); };
  if (std::ranges::any_of(context.scenario.platform.clusters, batches) &&
      !context.scenario.faults.checkpoint.is_on()) {
    riders_.resize(context.state.slots.size());
  }
}

void Batching::fill(std::size_t slot) {
  SystemState& system = context_.state;
  Slot& place = system.slots[slot];
  const ElementId id = place.element;
  const Batches& batches = context_.cluster_of(id).overheads.batching;
  ElementState& element = context_.element(id);
  std::vector<TaskHandle>& riders = riders_[slot];
  const Duration launch = system.costs.launch(id);
  Together expected;
  const auto expect = [&](TaskHandle task) {
    expected.add(
        picoseconds(system.believed_costs().alone(task.row(), id, element.speed) - launch));
  };
  expect(place.task);
  while (riders.size() + 1 < batches.up_to && !element.queue.empty()) {
    const TaskHandle next = element.queue.front();
    TaskState& state = next.state();
    const bool is_there = state.transfers == 0 && state.data_ready <= system.now;
    if (!is_there || !system.overheads.are_equal(place.task, next)) break;
    if (tensors_.is_on() && !tensors_.take_room(next, id)) break;
    element.queue.pop();
    riders.push_back(next);
    expect(next);
    state.phase = Phase::running;
    state.start = system.now;
    state.energy_mark = system.energy.started(id, system.now);
    context_.announce(TaskStarted{next.ref(), id});
    context_.announce(TaskBatched{next.ref(), id});
  }
  if (riders.empty()) return;
  place.expected_finish = system.now + place.task.state().setup + launch +
                          whole_picoseconds(expected.of(batches.shared));
  element.expect_again(system.now);
}

TaskCost Batching::cost(std::size_t slot, TaskCost own) const {
  const ElementId id = context_.state.slots[slot].element;
  const double shared = context_.cluster_of(id).overheads.batching.shared;
  Together compute, memory;
  compute.add(picoseconds(own.compute));
  memory.add(own.memory.value());
  for (const TaskHandle& rider : riders_[slot]) {
    const TaskCost& cost = context_.state.costs.cost(rider.row(), id);
    const double factor = noise_of(context_.scenario, rider);
    compute.add(picoseconds(cost.compute) * factor);
    memory.add(cost.memory.value() * factor);
  }
  return {whole_picoseconds(compute.of(shared)), Bytes(memory.of(shared))};
}

}  // namespace kairos
