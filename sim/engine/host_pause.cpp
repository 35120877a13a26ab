#include "sim/engine/host_pause.hpp"

#include <algorithm>

namespace kairos {

void HostPause::begin(std::size_t slot, Time until) {
  SystemState& system = context_.state;
  Slot& place = system.slots[slot];
  slot_ = slot;
  execution_.pause(slot);
  mark_ = system.energy.mark(place.element, system.now);
  place.expected_finish = std::max(place.expected_finish, system.now);
  put_off(until - system.now);
  place.paused_until = until;
}

void HostPause::end() {
  SystemState& system = context_.state;
  const std::size_t slot = *slot_;
  Slot& place = system.slots[slot];
  const Joules drawn = system.energy.mark(place.element, system.now) - mark_;
  place.task.state().energy_mark += drawn;
  if (batching_.is_on()) {
    for (const TaskHandle& rider : batching_.riders(slot)) rider.state().energy_mark += drawn;
  }
  put_off(system.now - place.paused_until);
  place.paused_until = system.now;
  execution_.resume(slot);
  slot_.reset();
}

/// Corrects the expected course of the paused task by a time, which may be negative.
void HostPause::put_off(Duration by) {
  if (by == Duration{}) return;
  Slot& place = context_.state.slots[*slot_];
  place.expected_finish += by;
  if (place.is_setting_up) place.computes_from += by;
  context_.element(place.element).expect_again(context_.state.now);
}

}  // namespace kairos
