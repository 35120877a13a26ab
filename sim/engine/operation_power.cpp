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
  running = {energy_of(task), {}, system.now, Time::never()};
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

void OperationPower::pause(std::size_t slot) {
  Running& running = running_[slot];
  draw_less(slot);
  running.paused_at = context_.state.now;
}

void OperationPower::resume(std::size_t slot) {
  Running& running = running_[slot];
  const Time now = context_.state.now;
  running.since += now - running.paused_at;
  running.paused_at = Time::never();
  const ElementId element = context_.state.slots[slot].element;
  if (running.power > Watts{}) context_.state.energy.add_power(element, running.power, now);
}

void OperationPower::lose(std::size_t slot) {
  if (running_[slot].paused_at == Time::never()) draw_less(slot);
  running_[slot] = {};
}

/// Takes the power of the task in a slot away from its element.
void OperationPower::draw_less(std::size_t slot) {
  const Watts power = running_[slot].power;
  const ElementId element = context_.state.slots[slot].element;
  if (power > Watts{}) {
    context_.state.energy.add_power(element, Watts{} - power, context_.state.now);
  }
}

}  // namespace kairos
