#include "sim/engine/batching.hpp"

#include <algorithm>

#include "sim/engine/work.hpp"
#include "workloads/operators/joined_demand.hpp"

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
    by_demand_.resize(context.state.slots.size());
    traffic_shares_.resize(context.state.slots.size(), 1);
  }
}

void Batching::fill(std::size_t slot) {
  SystemState& system = context_.state;
  Slot& place = system.slots[slot];
  const ElementId id = place.element;
  const Batches& batches = context_.cluster_of(id).overheads.batching;
  ElementState& element = context_.element(id);
  std::vector<TaskHandle>& riders = riders_[slot];
  traffic_shares_[slot] = 1;
  const Duration launch = system.costs.launch(id);
  Together expected;
  const auto expect = [&](TaskHandle task) {
    const Duration alone = system.believed_costs().alone(task.row(), id, element.speed);
    expected.add(picoseconds(alone - launch) * task.state().left);
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
    next.job().has_started = true;
    state.energy_mark = system.energy.started(id, system.now);
    context_.announce(TaskStarted{next.ref(), id});
    context_.announce(TaskBatched{next.ref(), id});
  }
  if (riders.empty()) return;
  by_demand_[slot] = cost_by_demand(slot);
  traffic_shares_[slot] = find_traffic_share(slot);
  const bool is_believed = by_demand_[slot] && !system.other_belief;
  const Duration together = is_believed
                                ? system.costs.alone(*by_demand_[slot], id, element.speed) - launch
                                : whole_picoseconds(expected.of(batches.shared));
  place.expected_finish = system.now + place.task.state().setup + launch + together;
  element.expect_again(system.now);
}

TaskCost Batching::cost(std::size_t slot, TaskCost own) const {
  const std::optional<TaskCost>& known = by_demand_[slot];
  if (!known) return cost_by_shares(slot, own);
  double noise = noise_of(context_.scenario, context_.state.slots[slot].task);
  for (const TaskHandle& rider : riders_[slot]) noise += noise_of(context_.scenario, rider);
  noise /= static_cast<double>(riders_[slot].size() + 1);
  return {scaled(known->compute, noise), known->memory * noise};
}

std::optional<TaskCost> Batching::cost_by_demand(std::size_t slot) const {
  const ElementId id = context_.state.slots[slot].element;
  const Cluster& cluster = context_.cluster_of(id);
  if (cluster.overheads.batching.by != BatchTime::demand) return std::nullopt;
  Task batch = context_.state.slots[slot].task.graph()[context_.state.slots[slot].task.id()];
  batch.demand = demand_of_batch(slot);
  if (!batch.demand) return std::nullopt;
  batch.work = Operations(batch.demand->all_operations());
  batch.memory = batch.demand->bytes();
  std::optional<TaskCost> cost = task_cost(*context_.scenario.cost, batch, cluster);
  if (cost && cluster.memory_route.empty()) cost->memory = Bytes{};
  return cost;
}

/// The demand of the tasks of a batch together; null if they are no operators that can run as one.
std::shared_ptr<const Demand> Batching::demand_of_batch(std::size_t slot) const {
  const TaskHandle first = context_.state.slots[slot].task;
  std::vector<TaskHandle> tasks{first};
  tasks.insert(tasks.end(), riders_[slot].begin(), riders_[slot].end());
  std::vector<SharedDemand> demands;
  for (const TaskHandle& task : tasks) {
    demands.push_back(task.graph()[task.id()].demand);
    if (!demands.back() || task.state().left != 1) return nullptr;
  }
  // Tasks with equal weights may have different rows in the table of costs.
  const auto weights_of = [](const TaskHandle& task) {
    return std::pair(task.job().job.application, task.graph().original(task.id()));
  };
  const auto can_join = [&](const SharedDemand& demand) {
    return demands.front()->can_join(*demand);
  };
  if (!std::ranges::all_of(demands, can_join)) {
    // Requests of one model may differ in their numbers of tokens.
    const auto is_same = [&](const TaskHandle& task) {
      return weights_of(task) == weights_of(first);
    };
    if (!std::ranges::all_of(tasks, is_same)) return nullptr;
    return joined(first.graph()[first.id()].kernel, demands);
  }
  Demand sum = *demands.front();
  std::vector used{weights_of(first)};
  for (std::size_t i = 1; i < tasks.size(); ++i) {
    const bool is_equal = std::ranges::count(used, weights_of(tasks[i])) > 0;
    sum.add_request(*demands[i], is_equal);
    if (!is_equal) used.push_back(weights_of(tasks[i]));
  }
  return std::make_shared<const Demand>(std::move(sum));
}

double Batching::find_traffic_share(std::size_t slot) const {
  const Slot& place = context_.state.slots[slot];
  Together together;
  const auto add = [&](const TaskHandle& task) {
    const Bytes whole = context_.state.costs.cost(task.row(), place.element).memory;
    together.add(whole.value() * task.state().left);
  };
  add(place.task);
  for (const TaskHandle& rider : riders_[slot]) add(rider);
  const double alone = together.of(0);
  if (alone == 0) return 1;
  const double shared = context_.cluster_of(place.element).overheads.batching.shared;
  const double moved = by_demand_[slot] ? by_demand_[slot]->memory.value() : together.of(shared);
  return moved / alone;
}

TaskCost Batching::cost_by_shares(std::size_t slot, TaskCost own) const {
  const ElementId id = context_.state.slots[slot].element;
  const double shared = context_.cluster_of(id).overheads.batching.shared;
  Together compute, memory;
  compute.add(picoseconds(own.compute));
  memory.add(own.memory.value());
  for (const TaskHandle& rider : riders_[slot]) {
    const TaskCost& cost = context_.state.costs.cost(rider.row(), id);
    const double factor = noise_of(context_.scenario, rider) * rider.state().left;
    compute.add(picoseconds(cost.compute) * factor);
    memory.add(cost.memory.value() * factor);
  }
  return {whole_picoseconds(compute.of(shared)), Bytes(memory.of(shared))};
}

}  // namespace kairos
