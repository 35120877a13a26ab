#include "sim/engine/simulator.hpp"

#include <algorithm>

#include "sim/engine/decision_check.hpp"

namespace kairos {

Simulator::Simulator(const Scenario& scenario, std::unique_ptr<Backend> backend,
                     const DecisionTime& decision_time)
    : scenario_(scenario),
      state_(scenario),
      view_(state_),
      agenda_(std::move(backend), scenario),
      announcer_(state_),
      warm_up_(context()),
      overruns_(scenario),
      ready_(context()),
      queues_(context()),
      transfers_(context()),
      tensors_(context(), transfers_, queues_),
      checkpointing_(context(), overruns_),
      errors_(context()),
      batching_(context(), tensors_),
      execution_(context(), checkpointing_, batching_),
      interruptions_(context(), {execution_, checkpointing_, tensors_, ready_, overruns_}),
      idle_(context()),
      gang_steps_(context()),
      clocks_(context(), checkpointing_, gang_steps_),
      stalls_(context()),
      temperature_control_(context(), clocks_),
      pause_(context(), execution_, batching_),
      decisions_(context(), decision_time, idle_, clocks_, pause_),
      gangs_(context(), queues_, decisions_, gang_steps_),
      failures_(context(), {checkpointing_, batching_, execution_, transfers_, tensors_, queues_,
                            decisions_, gangs_, ready_, clocks_, idle_, overruns_}),
      withdrawal_(context(), {transfers_, tensors_, queues_, checkpointing_, errors_, decisions_,
                              gangs_, overruns_}),
      branching_(context(), ready_, tensors_),
      arrivals_(context(), branching_, overruns_, withdrawal_, warm_up_),
      deadlock_(context(), arrivals_, failures_, decisions_, transfers_, tensors_),
      has_gangs_or_memories_(gangs_.is_on() || tensors_.is_on()),
      leaves_traces_(!scenario.faults.is_none() || !scenario.incidents.empty() ||
                     interruptions_.is_on()),
      has_traffic_(std::ranges::any_of(scenario.platform.clusters, [](const Cluster& cluster) {
        return !cluster.memory_route.empty();
      })) {
  for (std::size_t i = 0; i < scenario.incidents.size(); ++i) {
    agenda_.wake(Activity::incident, i, scenario.incidents[i].at);
  }
  clocks_.begin();
  for (const ElementId e : ids<ElementId>(state_.elements.size())) idle_.rest(e);
}

// ---- Events

[[gnu::always_inline]] inline void Simulator::handle(Activity kind, std::uint32_t place) {
  switch (kind) {
    case Activity::slot:
      return end_slot(place);
    case Activity::incident:
      return handle_incident(scenario_.incidents[place]);
    case Activity::fault:
      return failures_.handle_fault(place);
    case Activity::detection:
      return failures_.detect(static_cast<ElementId>(place));
    case Activity::deviation:
      return failures_.handle_deviation(place);
    case Activity::heat:
      return temperature_control_.handle_crossing();
    case Activity::zone:
      return temperature_control_.update_zone(place);
    case Activity::rail:
      return clocks_.update_rail(place);
    case Activity::governor:
      return clocks_.ask_governor(static_cast<ClusterId>(place));
    case Activity::transition:
      return clocks_.end_transition(static_cast<ClusterId>(place));
    case Activity::idle:
      return end_idle_stage(static_cast<ElementId>(place));
    case Activity::arrival:
      return arrivals_.arrive(static_cast<StreamId>(place));
    case Activity::session:
      return arrivals_.wake_sessions();
    case Activity::question:
      question_ = Time::never();
      return;
    case Activity::lateness:
      return arrivals_.drop_late(static_cast<StreamId>(place));
    case Activity::data:
      return end_queue_alarm(static_cast<ElementId>(place));
    case Activity::patience:
      return gangs_.end_patience(static_cast<ElementId>(place));
    case Activity::pass:
      return end_pass_under_way();
    case Activity::transfer:
      return end_transfer(place);
  }
}

bool Simulator::advance() {
  if (arrivals_.is_over()) return false;
  if (agenda_.is_only_background() && deadlock_.is_reached(question_ != Time::never())) {
    deadlock_.report();
  }
  if (stalls_.is_on()) stalls_.update();
  temperature_control_.prepare_advance();
  Time next = agenda_.advance();
  if (next == Time::never() && gangs_.asks_for_more()) next = agenda_.advance();
  if (next == Time::never()) deadlock_.report();
  if (warm_up_.is_on()) warm_up_.pass_until(next);
  state_.now = next;
  temperature_control_.end_advance();
  overruns_.pass_instant(agenda_.is_only_background(), next);
  agenda_.handle_all([this](Activity kind, std::uint32_t place) { handle(kind, place); });
  if (arrivals_.has_news()) handle_news();
  if (has_gangs_or_memories_) start_released();
  return true;
}

// ---- Sending a task

void Simulator::apply(const Decision& decision) {
  const TaskHandle task = checked_task(state_, decision);
  const ElementId id = decision.element;
  ElementState& element = state_.elements[id];
  TaskState& state = task.state();
  if (decision.sets_point() && !decisions_.is_on()) clocks_.set_point_for(decision);
  state_.ready.remove(state);
  state.phase = Phase::queued;
  state.sent = state_.now;
  state.element = id;
  if (state_.overheads.is_on()) state_.overheads.send(task, id, state_.now);
  state.nominal = checkpointing_.expected_duration(task, id);
  announcer_.announce(TaskSent{decision.task, id});
  if (decisions_.is_on()) {
    hold(task, decision);
  } else if (decision.goes_first()) {
    put_first(task, decision);
  } else {
    send_inputs(task, id);
    element.queue.push(task);
    element.expect(state, state_.now);
  }
  if (gangs_.is_on()) gangs_.enter_queue(task);
  if (element.could_start() || decisions_.is_host(id)) start_what_can(id);
  if (decision.interrupts()) rest_if_idle(id);
  if (tensors_.is_on()) start_waiting();
}

// ---- Starting a task

/// Gives a task a slot and begins its execution. Returns the number of the slot.
[[gnu::always_inline]] inline std::size_t Simulator::start(TaskHandle task, ElementState& element,
                                                           ElementId id) {
  const Time now = state_.now;
  TaskState& state = task.state();
  const std::size_t position = execution_.free_slot(element, task, id);
  Slot& slot = element.slots[position];
  slot.task = task;
  slot.expected_finish = now + state.nominal;
  slot.computes_from = now;
  ++element.running;
  state.phase = Phase::running;
  state.start = now;
  task.job().has_started = true;
  state.energy_mark = state_.energy.started(id, now);
  announcer_.announce(TaskStarted{task.ref(), id});
  clocks_.wake_governor(id);
  execution_.begin(element.first_slot + position, task, id);
  return element.first_slot + position;
}

/// Starts tasks from the queue of an element as long as a slot is free, the inputs of the next task
/// have arrived, there is room for it in memory, and the element is awake.
void Simulator::start_what_can(ElementId id) {
  ElementState& element = state_.elements[id];
  if (decisions_.is_host(id)) decisions_.begin_pass();
  const std::size_t occupied = decisions_.occupies(id) ? 1 : 0;  // slot of the scheduler's pass
  const std::size_t usable = element.slots.size() - occupied;
  while (!element.queue.empty() && element.running < usable && element.works) {
    if (gangs_.has_queued_on(id)) {
      const Gangs::Next next = gangs_.next_on(id);
      if (!next.gang.empty() && start_gang(next.gang, id)) continue;
      if (!next.is_task) return;
    } else if (tensors_.is_on()) {
      if (!tensors_.bring_one_with_room(id)) return;
    } else if (element.passes_waiting && !queues_.bring_one_with_data(id)) {
      return;
    }
    const TaskHandle task = element.queue.front();
    const TaskState& state = task.state();
    if (state.transfers > 0) return;
    if (state.data_ready > state_.now) {
      queues_.look_again_unless_set(element, id, state.data_ready);
      return;
    }
    if (state_.has_idle_states && element.running == 0 && !idle_.is_awake(id)) return;
    element.queue.pop();
    if (tensors_.is_on()) tensors_.take_room(task, id);
    start(task, element, id);
  }
}

/// Starts the members of a gang together. Returns false if elements have to wake up first.
bool Simulator::start_gang(const std::vector<TaskHandle>& members, ElementId from) {
  if (state_.has_idle_states && !wake_for(members)) return false;
  gangs_.take(members);
  std::vector<std::size_t> slots;
  for (const TaskHandle& member : members) {
    const ElementId id = member.state().element;
    if (tensors_.is_on()) tensors_.take_room(member, id);
    slots.push_back(start(member, state_.elements[id], id));
  }
  gang_steps_.begin(slots);
  for (const TaskHandle& member : members) {
    if (member.state().element != from) start_what_can(member.state().element);
  }
  return true;
}

// ---- Ending a task

/// Handles the end of an execution: the task is done, and tasks that only waited for it become
/// ready. Returns false if the result is wrong; the task then becomes ready again.
[[gnu::always_inline]] inline bool Simulator::end_execution(std::size_t slot, TaskHandle task,
                                                            ElementId id) {
  state_.energy.ended(id, state_.now);
  if (leaves_traces_ && !end_traces(slot, task, id)) return false;
  TaskState& state = task.state();
  state.phase = Phase::done;
  state.finish = state_.now;
  if (announcer_.is_heard<TaskFinished>()) {
    state.energy += state_.energy.task_energy(id, state.energy_mark);
    if (has_traffic_) state.traffic = traffic_of(slot, task, id);
    announcer_.announce_heard<TaskFinished>(state);
  }
  branching_.end(task);
  if (tensors_.is_on()) tensors_.release_inputs(task);
  JobState& job = task.job();
  const bool may_spill = tensors_.is_on();
  for (const Edge& output : job.graph->outputs(task.id())) {
    if (may_spill && tensors_.write_spilled(task, output)) continue;
    TaskState& reader = job.tasks[output.task];
    if (--reader.missing_inputs == 0) branching_.settle(TaskHandle(reader));
  }
  return true;
}

/// Ends the task in a slot that has computed to its end, and starts others.
[[gnu::always_inline]] inline void Simulator::finish_slot(std::size_t number) {
  Slot& slot = state_.slots[number];
  const TaskHandle task = slot.task;
  const ElementId id = slot.element;
  ElementState& element = state_.elements[id];
  const bool as_expected = slot.expected_finish == state_.now && element.slots.size() == 1;
  slot.task = {};
  --element.running;
  const bool is_done = end_execution(number, task, id);
  if (batching_.is_on()) end_riders(number, id);
  if (!as_expected) element.expect_again(state_.now);
  if (element.could_start() || decisions_.is_host(id)) start_what_can(id);
  rest_if_idle(id);
  if (!done_riders_.empty()) end_tasks_of_riders();
  if (is_done) end_task_of(task.job());
}

void Simulator::end_slot(std::size_t number) {
  if (!execution_.end_stage(number, state_.slots[number])) {
    if (interruptions_.is_on()) end_checkpoint(number);
    return;
  }
  if (gang_steps_.has_member_in(number)) {
    end_member(number);
  } else {
    finish_slot(number);
  }
}

/// Handles the end of a member of a gang, and ends all members if it is the last one.
void Simulator::end_member(std::size_t number) {
  const std::vector<std::size_t> slots = gang_steps_.end_member(number);
  if (errors_.is_on() && repeat_if_wrong(slots)) return;
  for (const std::size_t slot : slots) finish_slot(slot);
}

/// Ends the riders of the batch in a slot, and lists those with right results in `done_riders_`.
void Simulator::end_riders(std::size_t slot, ElementId id) {
  done_riders_ = batching_.take_riders(slot);
  std::erase_if(done_riders_, [&](TaskHandle rider) { return !end_execution(slot, rider, id); });
}

}  // namespace kairos
