// Set-ups in the run of a task: it holds its slot, and its element is busy, until it may compute.
#include "sim/engine/simulator.hpp"

namespace kairos {

/// Begins the set-up of a task that has taken a slot: false when there is none to wait for.
bool Simulator::set_up(std::size_t slot_number) {
  if (!riders_.empty()) fill_batch(slot_number);
  Slot& place = slot(slot_number);
  const ElementId id = slot(slot_number).element;
  const TaskState& state = place.task.state();
  const Setup setup = state_.overheads.start(
      place.task, id, slot_number - state_.elements[id].first_slot, state_.now);
  const Overheads& overheads = scenario_.platform.cluster_of(id).overheads;
  const bool by_host = !overheads.host.empty();
  const Time called = by_host ? state.launched - overheads.launch : state_.now;
  announce(
      TaskSetUp{place.task.ref(), id, called, setup.duration, setup.energy, setup.reconfigures});
  if (setup.energy > Joules{}) state_.energy.charge(id, setup.energy, state_.now);
  const Duration expected = state.setup + (by_host ? Duration{} : overheads.launch);
  if (setup.duration != expected) {
    place.expected_finish += setup.duration - expected;
    state_.elements[id].expect_again(state_.now);
  }
  if (setup.duration == Duration{}) return false;
  place.is_setting_up = true;
  place.computes_from = state_.now + setup.duration;
  backend_->wake(static_cast<ActivityId>(slot_number), place.computes_from);
  return true;
}

void Simulator::end_setup(std::size_t slot_number) {
  Slot& place = slot(slot_number);
  place.is_setting_up = false;
  execute(place.task, slot(slot_number).element, slot_number);
}

}  // namespace kairos
