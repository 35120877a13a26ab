#include "sim/engine/operation_power.hpp"

namespace kairos {

OperationPower::OperationPower(const EngineContext& context) : context_(context) {
  if (context.state.has_operation_energies) running_.resize(context.state.slots.size());
}

void OperationPower::begin(std::size_t slot, std::span<const TaskHandle> riders,
                           const TaskCost& cost) {
  const SystemState& system = context_.state;
  const TaskHandle task = system.slots[slot].task;
  const ElementId element = system.slots[slot].element;
  Running& running = running_[slot];
  const auto energy_of = [&](TaskHandle of) {
    return system.energy_of_operations(of.graph()[of.id()], element) * of.state().left;
  };
  running = {energy_of(task), {}, system.now};
  for (const TaskHandle& rider : riders) running.energy += energy_of(rider);
  const double speed = context_.element(element).speed;
  const Duration alone = system.costs.alone(cost, element, speed) - system.costs.launch(element);
  if (alone > Duration{}) running.power = running.energy / to_seconds(alone);
  if (running.power > Watts{}) context_.state.energy.add_power(element, running.power, system.now);
}

void OperationPower::end(std::size_t slot) {
  const Running running = running_[slot];
  lose(slot);
  const Time now = context_.state.now;
  const Joules drawn = running.power * to_seconds(now - running.since);
  const ElementId element = context_.state.slots[slot].element;
  if (running.energy != drawn) context_.state.energy.charge(element, running.energy - drawn, now);
}

void OperationPower::lose(std::size_t slot) {
  Running& running = running_[slot];
  const ElementId element = context_.state.slots[slot].element;
  if (running.power > Watts{}) {
    context_.state.energy.add_power(element, Watts{} - running.power, context_.state.now);
  }
  running = {};
}

}  // namespace kairos
