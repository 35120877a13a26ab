// What happens to a simulation from outside: clocks change, elements fail and return or become
// slow, links degrade.
//
// A failure ends what runs at once; the system learns of it after the detection delay, or when the
// element returns before. Until then tasks may be sent there, and all that is there is taken back
// when it learns.
#include <algorithm>

#include "sim/engine/simulator.hpp"

namespace kairos {

void Simulator::handle_incident(const Incident& incident) {
  switch (incident.kind) {
    case Incident::Kind::point:
      want_point(incident.cluster, incident.point);
      break;
    case Incident::Kind::failure:
    case Incident::Kind::repair:
      faults_.hold_down(incident.element, incident.kind == Incident::Kind::failure);
      fail_or_return(incident.element);
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
      if (!slot.task || slot.expected_finish <= state_.now) continue;
      const Time from = std::max(slot.computes_from, state_.now);
      const auto left = static_cast<double>((slot.expected_finish - from).picoseconds());
      slot.expected_finish = from + whole_picoseconds(left * element.speed / speed);
    }
    element.speed = speed;
    for (const TaskHandle& task : element.queue.all()) {
      task.state().nominal = expected_duration(task, e);
    }
    element.expect_again(state_.now);
    backend_->set_speed(e, speed * faults_.remaining_speed(e));
  }
  announce(PointChanged{id, point});
}

void Simulator::schedule_fault(std::size_t process) {
  const Time when = faults_.next_change(process);
  if (when != Time::never()) backend_->wake(activity(first_fault_, process), when);
}

void Simulator::handle_fault(std::size_t number) {
  faults_.change(number);
  schedule_fault(number);
  const FaultProcess& process = faults_.process(number);
  switch (process.effect) {
    case FaultProcess::Effect::failure:
      fail_or_return(process.element);
      break;
    case FaultProcess::Effect::slowness: {
      const double remaining = faults_.remaining_speed(process.element);
      backend_->set_speed(process.element, state_.elements[process.element].speed * remaining);
      announce(SpeedChanged{process.element, remaining});
      break;
    }
    case FaultProcess::Effect::degradation: {
      const double remaining = faults_.remaining_bandwidth(process.link);
      const Link& link = scenario_.platform.interconnect.links[process.link];
      backend_->set_bandwidth(process.link, link.bandwidth * remaining);
      announce(BandwidthChanged{process.link, remaining});
      break;
    }
  }
}

/// A cause that holds an element down has come or gone: it is down while there is any.
void Simulator::fail_or_return(ElementId id) {
  const bool is_down = faults_.is_down(id);
  if (state_.elements[id].works != is_down) return;
  if (is_down) {
    fail(id);
  } else {
    repair(id);
  }
}

void Simulator::fail(ElementId id) {
  ElementState& element = state_.elements[id];
  element.works = false;
  forget_idling(id);
  announce(ElementFailed{id});
  for (std::size_t i = 0; i < element.slots.size(); ++i) {
    const TaskHandle task = element.slots[i].task;
    if (!task) continue;
    cancel(static_cast<ActivityId>(element.first_slot + i));
    state_.energy.ended(id, state_.now);
    const Duration work_lost = lose(element.first_slot + i);
    announce(TaskLost{task.ref(), id, task.state().start, work_lost});
    lose_riders(element.first_slot + i);
  }
  if (is_host(id)) {
    leave_host();
    begin_pass();
  }
  state_.energy.set_up(id, false, state_.now);
  const Duration delay = scenario_.faults.detection_delay;
  if (delay > Duration{}) {
    backend_->wake(activity(first_detection_, id), state_.now + delay);
  } else {
    detect_failure(id);
  }
}

void Simulator::detect_failure(ElementId id) {
  ElementState& element = state_.elements[id];
  element.up = false;
  ++state_.elements_down;
  state_.update_candidates();
  if (scenario_.faults.detection_delay > Duration{}) announce(FailureDetected{id});
  if (element.alarm != Time::never()) cancel(activity(first_alarm_, id));
  element.alarm = Time::never();
  for (std::size_t i = 0; i < element.slots.size(); ++i) {
    const TaskHandle task = element.slots[i].task;
    element.slots[i] = {.element = id};
    if (task) take_back(task);
    take_back_riders(element.first_slot + i);
  }
  element.running = 0;
  for (const TaskHandle& task : element.queue.all()) take_back(task);
  element.queue.clear();
  element.waits_for_memory = false;
  *element.free_at = state_.now;
  if (state_.setups.is_on()) state_.setups.forget(id);
  strand_ready();
}

/// Ready tasks that only elements which are down could run must wait until one returns.
void Simulator::strand_ready() {
  if (!state_.strands_tasks()) return;
  std::vector<TaskRef> stranded;
  for (const TaskRef task : state_.ready.all()) {
    if (view_.elements_for(task).empty()) stranded.push_back(task);
  }
  for (const TaskRef task : stranded) {
    state_.ready.remove(state_.jobs[task.job].tasks[task.task]);
    state_.blocked.push_back(task);
  }
}

void Simulator::take_back(TaskHandle task) {
  if (deciding_takes_time_) forget_held(task);
  cancel_transfers_to(task);
  if (has_memories_ && task.state().phase == Phase::running) release_outputs(task);
  make_ready(task);
}

void Simulator::repair(ElementId id) {
  ElementState& element = state_.elements[id];
  if (element.up) {
    cancel(activity(first_detection_, id));
    detect_failure(id);
  }
  element.up = element.works = true;
  --state_.elements_down;
  state_.update_candidates();
  state_.energy.set_up(id, true, state_.now);
  announce(ElementReturned{id});
  release_blocked();
  rest(id);
}

void Simulator::release_blocked() {
  std::erase_if(state_.blocked, [&](TaskRef task) {
    if (view_.elements_for(task).empty()) return false;
    state_.ready.add(state_.jobs[task.job].tasks[task.task]);
    return true;
  });
}

bool Simulator::is_background(ActivityId id) const {
  const auto number = static_cast<std::uint32_t>(id);
  return (number >= first_fault_ && number < first_detection_) ||
         (number >= first_heat_ && number < first_arrival_);
}

/// True when faults and clocks may go on for ever and none of them can help the jobs in the system:
/// nothing is under way or announced, and no element that could run what is left will return.
bool Simulator::is_stuck() const {
  const auto waits = [](const JobSource& source) { return source.waits_for_room; };
  if (std::ranges::count_if(sources_, waits) < static_cast<std::ptrdiff_t>(open_sources_)) {
    return false;
  }
  for (const Incident& incident : scenario_.incidents) {
    if (incident.at > state_.now) return false;
  }
  if (has_memories_ && (is_deciding_ || free_transfers_.size() < transfers_.size())) return false;
  for (const ElementState& element : state_.elements) {
    const bool has_no_room = element.waits_for_memory && element.alarm == Time::never();
    if (element.running > 0 || (!element.queue.empty() && !has_no_room)) return false;
  }
  const auto may_run = [&](TaskRef task) {
    return std::ranges::any_of(view_.capable_elements(task), [&](ElementId e) {
      return !state_.elements[e].works && !faults_.is_held_down(e) && faults_.will_return(e);
    });
  };
  return std::ranges::none_of(state_.ready.all(), may_run) &&
         std::ranges::none_of(state_.blocked, may_run);
}

}  // namespace kairos
