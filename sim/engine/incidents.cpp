// What happens to a simulation from outside: clocks change, elements fail and return.
#include "sim/engine/simulator.hpp"

namespace kairos {

// -------------------------------------------------------------------

void Simulator::handle_incident(const Incident& incident) {
  switch (incident.kind) {
    case Incident::Kind::point:
      set_point(incident.cluster, incident.point);
      break;
    case Incident::Kind::failure:
      fail(incident.element);
      break;
    case Incident::Kind::repair:
      repair(incident.element);
      break;
  }
}

void Simulator::set_point(ClusterId id, std::size_t point) {
  if (state_.points[id] == point) return;
  const Cluster& cluster = scenario_.platform.clusters[id];
  state_.points[id] = point;
  const double speed = cluster.points[point].speed;
  state_.energy.set_point(id, point, state_.now);
  for (const ElementId e : cluster.elements) {
    ElementState& element = state_.elements[e];
    for (Slot& slot : element.slots) {
      if (slot.task.job == nullptr || slot.expected_finish <= state_.now) continue;
      const auto left = static_cast<double>((slot.expected_finish - state_.now).picoseconds());
      slot.expected_finish = state_.now + whole_picoseconds(left * element.speed / speed);
    }
    element.speed = speed;
    for (const TaskHandle& task : element.queue.all()) {
      task.state().nominal = state_.costs.alone(task.row(), e, speed);
    }
    element.expect_again(state_.now);
    backend_->set_speed(e, speed);
  }
  announce(PointChanged{id, point});
}

void Simulator::fail(ElementId id) {
  ElementState& element = state_.elements[id];
  if (!element.up) return;
  element.up = false;
  ++state_.elements_down;
  state_.update_candidates();
  announce(ElementFailed{id});
  if (element.alarm != Time::never()) cancel(alarm_activity(id));
  element.alarm = Time::never();
  for (std::size_t i = 0; i < element.slots.size(); ++i) {
    const TaskHandle task = element.slots[i].task;
    if (task.job == nullptr) continue;
    cancel(slot_activity(id, i));
    state_.energy.ended(id, state_.now);
    element.slots[i] = {};
    --element.running;
    announce(TaskLost{task.ref(), id, state_.now - task.state().start});
    take_back(task);
  }
  for (const TaskHandle& task : element.queue.all()) take_back(task);
  element.queue.clear();
  element.free_at = state_.now;
  state_.energy.set_up(id, false, state_.now);
  // Ready tasks that only this element could run must wait until one returns.
  std::vector<TaskRef> stranded;
  for (const TaskRef task : state_.ready.all()) {
    if (view_.elements_for(task).empty()) stranded.push_back(task);
  }
  for (const TaskRef task : stranded) {
    state_.ready.remove(task);
    state_.blocked.push_back(task);
  }
}

void Simulator::take_back(TaskHandle task) {
  cancel_transfers_to(task);
  make_ready(task);
}

void Simulator::cancel_transfers_to(TaskHandle task) {
  if (task.state().transfers == 0) return;
  for (std::size_t i = 0; i < transfers_.size(); ++i) {
    Transfer& transfer = transfers_[i];
    if (transfer.consumer.job != task.job || transfer.consumer.task != task.task) continue;
    cancel(transfer_activity(i));
    transfer = {};
    free_transfers_.push_back(i);
  }
  task.state().transfers = 0;
}

void Simulator::repair(ElementId id) {
  ElementState& element = state_.elements[id];
  if (element.up) return;
  element.up = true;
  --state_.elements_down;
  state_.update_candidates();
  state_.energy.set_up(id, true, state_.now);
  announce(ElementReturned{id});
  release_blocked();
}

void Simulator::release_blocked() {
  std::erase_if(state_.blocked, [&](TaskRef task) {
    if (view_.elements_for(task).empty()) return false;
    state_.ready.add(task);
    return true;
  });
}

}  // namespace kairos
