#include "sim/engine/simulator.hpp"

#include <algorithm>
#include <stdexcept>

namespace kairos {

Simulator::Simulator(const Scenario& scenario, std::unique_ptr<Backend> backend,
                     const DecisionTime& decision_time)
    : scenario_(scenario),
      backend_(std::move(backend)),
      state_(scenario),
      view_(state_),
      faults_(scenario.faults, scenario.platform.elements.size(), scenario.seed),
      clocks_(scenario.platform, scenario.governors),
      changing_(scenario.platform.clusters.size()),
      has_memories_(state_.memory.is_on()),
      decision_time_(decision_time),
      deciding_takes_time_(decision_time.is_on()) {
  first_incident_ = static_cast<std::uint32_t>(state_.slots.size());
  first_fault_ = first_incident_ + static_cast<std::uint32_t>(scenario.incidents.size());
  first_detection_ = first_fault_ + static_cast<std::uint32_t>(faults_.size());
  first_heat_ = first_detection_ + static_cast<std::uint32_t>(state_.elements.size());
  first_zone_ = first_heat_ + 1;
  first_rail_ = first_zone_ + static_cast<std::uint32_t>(clocks_.zone_count());
  first_governor_ = first_rail_ + static_cast<std::uint32_t>(clocks_.rail_count());
  first_transition_ = first_governor_ + static_cast<std::uint32_t>(changing_.size());
  first_doze_ = first_transition_ + static_cast<std::uint32_t>(changing_.size());
  first_arrival_ = first_doze_ + static_cast<std::uint32_t>(state_.elements.size());
  first_alarm_ = first_arrival_ + static_cast<std::uint32_t>(scenario.workload.streams.size());
  decision_activity_ = first_alarm_ + static_cast<std::uint32_t>(state_.elements.size());
  first_transfer_ = decision_activity_ + 1;

  for (std::size_t i = 0; i < scenario.incidents.size(); ++i) {
    backend_->wake(activity(first_incident_, i), scenario.incidents[i].at);
  }
  for (std::size_t i = 0; i < faults_.size(); ++i) schedule_fault(i);
  executions_.resize(state_.slots.size());
  const auto batches = [](const Cluster& c) { return c.behaviour.batching.is_on(); };
  if (std::ranges::any_of(scenario.platform.clusters, batches) &&
      !scenario.faults.checkpoint.is_on()) {
    riders_.resize(state_.slots.size());
  }
  is_exact_ = scenario.noise->is_silent() && !scenario.faults.checkpoint.is_on() && riders_.empty();
  for (const StreamId s : ids<StreamId>(scenario.workload.streams.size())) {
    sources_.emplace_back(scenario.workload, s, scenario.seed);
  }
  open_sources_ = sources_.size();
  for (const StreamId s : ids<StreamId>(sources_.size())) schedule_arrival(s);
  begin_clocks();
}

void Simulator::attach(Probe& probe) {
  const EventSet wanted = probe.wants();
  for (std::size_t event = 0; event < listeners_.size(); ++event) {
    if (wanted.contains(event)) listeners_[event].push_back(&probe);
  }
  reads_chip_ = reads_chip_ || is_heard<ChipRead>();
}

bool Simulator::advance() {
  if (open_sources_ == 0 && state_.jobs.empty()) return false;
  if (only_background_ && is_stuck()) nothing_can_happen();
  if (watches_heat_) watch_heat();
  const Time next = backend_->advance(ended_);
  if (next == Time::never()) nothing_can_happen();
  state_.now = next;
  if (reads_chip_) read_chip();
  only_background_ = !ended_.empty() && index(ended_.front()) >= first_fault_ &&
                     index(ended_.back()) < first_arrival_ &&
                     std::ranges::all_of(ended_, [&](ActivityId id) { return is_background(id); });
  for (handled_ = 0; handled_ < ended_.size();) handle(ended_[handled_++]);
  if (has_memories_) start_waiting();
  return true;
}

/// Ends an activity early, even one that has ended at this instant and is yet to be handled.
double Simulator::cancel(ActivityId id) {
  const auto unhandled = ended_.begin() + static_cast<std::ptrdiff_t>(handled_);
  const auto found = std::find(unhandled, ended_.end(), id);
  if (found == ended_.end()) return backend_->cancel(id);
  ended_.erase(found);
  return 0;
}

void Simulator::handle(ActivityId id) {
  const auto number = static_cast<std::uint32_t>(id);
  if (number < first_incident_) {
    finish(number);
  } else if (number >= first_alarm_) {
    handle_move(number);
  } else if (number < first_fault_) {
    handle_incident(scenario_.incidents[number - first_incident_]);
  } else if (number < first_detection_) {
    handle_fault(number - first_fault_);
  } else if (number < first_heat_) {
    detect_failure(static_cast<ElementId>(number - first_detection_));
  } else if (number < first_arrival_) {
    handle_clock(number);
  } else {
    arrive(static_cast<StreamId>(number - first_arrival_));
  }
}

/// Data or decisions are where they are waited for.
void Simulator::handle_move(std::uint32_t activity) {
  if (activity < decision_activity_) {
    const auto element = static_cast<ElementId>(activity - first_alarm_);
    state_.elements[element].alarm = Time::never();
    start_what_can(element);
  } else if (activity > decision_activity_) {
    handle_transfer(activity - first_transfer_);
  } else {
    finish_pass();
  }
}

// ---- Decisions

void Simulator::apply(const Decision& decision) {
  const TaskRef ref = decision.task;
  const auto refuse = [&](const char* why) {
    throw std::logic_error("task " + std::to_string(index(ref.task)) + " of job " +
                           std::to_string(index(ref.job)) + " cannot be sent to element " +
                           std::to_string(index(decision.element)) + " at " +
                           format(state_.now.since_start()) + ": " + why);
  };
  JobState* const job = state_.jobs.find(ref.job);
  if (job == nullptr) refuse("the job is not in the system");
  if (index(ref.task) >= job->tasks.size()) refuse("the job has no such task");
  const TaskHandle task(*job, ref.task);
  TaskState& state = task.state();
  if (state.phase != Phase::ready) refuse("the task is not ready");
  if (index(decision.element) >= state_.elements.size()) refuse("there is no such element");
  ElementState& element = state_.elements[decision.element];
  if (!element.up) refuse("the element is down");
  if (!state_.costs.can_run(task.row(), decision.element)) refuse("the element cannot run it");

  if (decision.sets_point() && !deciding_takes_time_) set_point_for(decision);
  state_.ready.remove(state);
  state.phase = Phase::queued;
  state.sent = state_.now;
  state.element = decision.element;
  if (state_.setups.is_on()) state_.setups.send(task, decision.element, state_.now);
  state.nominal = expected_duration(task, decision.element);
  announce(TaskSent{ref, decision.element});
  if (deciding_takes_time_) {
    hold(task, decision);
  } else {
    send_inputs(task, decision.element);
  }
  element.queue.push(task);
  element.expect(state, state_.now);
  if (element.could_start() || is_host(decision.element)) start_what_can(decision.element);
  if (has_memories_) start_waiting();
}

// ---- Running

void Simulator::start_what_can(ElementId id) {
  ElementState& element = state_.elements[id];
  if (is_host(id)) begin_pass();
  const bool is_taken = occupies_host_ && is_host(id);  // one slot, by the scheduler
  while (element.could_start() && !(is_taken && element.running + 1 == element.slots.size())) {
    if (has_memories_ && !bring_one_with_room(id)) return;
    const TaskHandle task = element.queue.front();
    const TaskState& state = task.state();
    if (state.transfers > 0) return;
    if (state.data_ready > state_.now) {
      if (element.alarm == Time::never()) {
        element.alarm = state.data_ready;
        backend_->wake(activity(first_alarm_, id), state.data_ready);
      }
      return;
    }
    if (state_.has_idle_states && element.running == 0 && !is_awake(id)) return;
    element.queue.pop();
    if (has_memories_) take_room(task, id);
    start(task, id);
  }
}

/// The first one, unless what its slots hold makes a difference.
std::size_t Simulator::free_slot(TaskHandle task, ElementId id) const {
  const std::span<const Slot> slots = state_.elements[id].slots;
  if (state_.setups.is_on()) return state_.setups.choose_slot(task, id, slots);
  const auto first = std::ranges::find_if(slots, [](const Slot& slot) { return !slot.task; });
  return static_cast<std::size_t>(first - slots.begin());
}

void Simulator::start(TaskHandle task, ElementId id) {
  ElementState& element = state_.elements[id];
  TaskState& state = task.state();
  const std::size_t position = element.slots.size() == 1 ? 0 : free_slot(task, id);
  Slot& slot = element.slots[position];
  slot.task = task;
  slot.expected_finish = state_.now + state.nominal;
  slot.computes_from = state_.now;
  ++element.running;
  state.phase = Phase::running;
  state.start = state_.now;
  state.energy_mark = state_.energy.started(id, state_.now);
  announce(TaskStarted{task.ref(), id});
  if (is_governed_) wake_governor(id);
  const std::size_t number = element.first_slot + position;
  if (state_.setups.is_on() && set_up(number)) return;
  if (is_exact_) {
    const TaskCost& cost = state_.costs.cost(task.row(), id);
    begin_work(number, id, cost.compute, cost.memory);
  } else {
    execute(task, id, number);
  }
}

void Simulator::finish(std::size_t slot_number) {
  Slot& ended = slot(slot_number);
  const ElementId id = ended.element;
  ElementState& element = state_.elements[id];
  if (ended.is_setting_up) {
    end_setup(slot_number);
    return;
  }
  if (scenario_.faults.checkpoint.is_on() && !end_piece(slot_number)) return;
  const TaskHandle task = ended.task;
  const bool may_be_wrong = !scenario_.faults.errors.empty();
  const std::optional<Duration> wasted =
      may_be_wrong ? wrong_after(slot_number, task) : std::nullopt;
  const bool as_expected = ended.expected_finish == state_.now && element.slots.size() == 1;
  ended.task = {};
  --element.running;
  state_.energy.ended(id, state_.now);
  if (wasted) {
    announce(TaskErred{task.ref(), id, task.state().start, *wasted});
    if (has_memories_) release_outputs(task);
    make_ready(task);
  } else {
    finish_task(task);
  }
  const std::vector<TaskHandle> riders =
      riders_.empty() ? std::vector<TaskHandle>{} : end_riders(slot_number);
  if (!as_expected) element.expect_again(state_.now);
  if (element.could_start() || is_host(id)) start_what_can(id);
  if (state_.has_idle_states && element.running == 0) rest(id);
  for (const TaskHandle& rider : riders) {
    if (--rider.job().unfinished == 0) finish_job(rider.job());
  }
  if (!wasted && --task.job().unfinished == 0) finish_job(task.job());
}

// ---- The rest

const EnergyMeter& Simulator::energy() {
  state_.energy.settle_all(state_.now);
  if (state_.temperatures) state_.temperatures->close(state_.now);
  announce_reading();
  return state_.energy;
}

void Simulator::nothing_can_happen() const {
  const std::string when = " at " + format(state_.now.since_start());
  for (const ElementId e : ids<ElementId>(state_.elements.size())) {
    if (!state_.elements[e].waits_for_memory) continue;
    throw out_of_memory(state_.elements[e].queue.front(), e, "nothing will free more");
  }
  if (!state_.ready.all().empty()) {
    const TaskRef task = state_.ready.all().front();
    throw std::logic_error("task " + std::to_string(index(task.task)) + " of job " +
                           std::to_string(index(task.job)) +
                           " waits for a decision while nothing else can happen" + when);
  }
  if (!state_.blocked.empty()) {
    const TaskRef task = state_.blocked.front();
    const JobState& job = state_.jobs[task.job];
    throw InputError("task '" + (*job.graph)[task.task].name + "' of job " +
                     std::to_string(index(task.job)) + " ('" + job.graph->name() +
                     "') can never run" + when +
                     ": every element that can run it has failed for good; let one return");
  }
  throw std::logic_error("jobs are in the system but nothing can happen" + when);
}

}  // namespace kairos
