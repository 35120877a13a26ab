// The simulator, with three main operations: advance() moves to the next instant at which something
// happens, view() shows the state to a policy, and apply() carries out a decision of the policy.
// The simulator does not depend on policies; run() in policies/run.hpp connects it with one.
//
// The parts of the engine do the work (docs/architecture.md lists them). The simulator calls them
// in the order of a task's life. They report what has happened and never call the simulator.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sim/decision/system_view.hpp"
#include "sim/engine/arrivals.hpp"
#include "sim/engine/deadlock.hpp"
#include "sim/engine/decision_queue.hpp"
#include "sim/engine/execution.hpp"
#include "sim/engine/failures.hpp"
#include "sim/engine/gangs.hpp"
#include "sim/engine/interruptions.hpp"
#include "sim/engine/stalls.hpp"
#include "sim/engine/temperature_control.hpp"
#include "sim/engine/transient_errors.hpp"

namespace kairos {

class Simulator {
 public:
  /// The scenario must outlive the simulator. Throws InputError if a task cannot run on any
  /// element.
  Simulator(const Scenario& scenario, std::unique_ptr<Backend> backend,
            const DecisionTime& decision_time = {});

  /// The probe must outlive the simulator.
  void attach(Probe& probe) {
    announcer_.attach(probe);
    temperature_control_.listeners_changed();
  }
  /// Calls `copies` for every job that arrives from now on; see Arrivals::ask_for_copies().
  void ask_for_copies(Arrivals::Copies copies) { arrivals_.ask_for_copies(std::move(copies)); }

  /// Calls `forms` for every job that may take several forms; see Arrivals::ask_for_forms().
  void ask_for_forms(Arrivals::Forms forms) { arrivals_.ask_for_forms(std::move(forms)); }

  /// Calls `dropped` for every job that is dropped from now on; see Arrivals::Dropped.
  void tell_dropped(Arrivals::Dropped dropped) { arrivals_.tell_dropped(std::move(dropped)); }

  /// Calls `skipped` for every task that is skipped from now on; see Branching::Skipped.
  void tell_skipped(Branching::Skipped skipped) { branching_.tell_skipped(std::move(skipped)); }

  /// Moves to the next instant at which something happens. Returns false if all jobs are done.
  /// Throws std::logic_error if tasks wait for a decision and nothing else can happen any more.
  /// Throws InputError if the remaining tasks can never run, because elements have failed for good
  /// or memory is full.
  bool advance();

  [[nodiscard]] const SystemView& view() const { return view_; }

  /// Carries out a decision. Throws std::logic_error if the task is not ready or the element cannot
  /// run it.
  void apply(const Decision& decision);
  /// Ends a pass: the decisions since the last call take effect together, when the scheduler has
  /// spent the time `work` on them, after the work of earlier passes. Must be called after every
  /// pass with decisions if decision time is on.
  void end_pass(Duration work) { decisions_.end_pass(work); }
  [[nodiscard]] const DecisionTime& decision_time() const { return decisions_.decision_time(); }

  /// Lets the policy be asked at an instant, even if nothing else happens then. A later call
  /// replaces an earlier one; Time::never() cancels it.
  void ask_at(Time when) {
    if (when != question_) set_question(when);
  }

  /// Brings energies and temperatures up to the present instant and returns the energies.
  [[nodiscard]] const EnergyMeter& energy();
  /// The temperatures at their last update; null if the platform has no thermal part. energy()
  /// updates them.
  [[nodiscard]] const ChipTemperatures* temperatures() const {
    return state_.temperatures ? &*state_.temperatures : nullptr;
  }

 private:
  [[nodiscard]] EngineContext context() { return {scenario_, state_, agenda_, announcer_}; }

  // ---- Events
  void handle(Activity kind, std::uint32_t place);
  void handle_incident(const Incident& incident);
  void end_transfer(std::size_t position);
  void end_transfer_to(TaskHandle task, bool is_write);
  void end_queue_alarm(ElementId element);
  void end_idle_stage(ElementId element);
  void end_pass_under_way();
  [[nodiscard]] std::optional<TaskRef> running_task(const Decision& decision) const;
  void interrupt_for(const Decision& decision);
  void hold(TaskHandle task, const Decision& decision);
  void put_first(TaskHandle task, const Decision& decision);
  void bring_to_front(TaskHandle task, ElementId element);
  void set_question(Time when);

  // ---- Life of a task
  void send_inputs(TaskHandle task, ElementId element) {
    transfers_.send_inputs(task, element);
    if (tensors_.is_on()) tensors_.read_spilled(task, element);
  }
  void start_what_can(ElementId element);
  void start_waiting();
  void handle_news();
  std::size_t start(TaskHandle task, ElementState& element, ElementId id);
  void end_slot(std::size_t slot);
  void finish_slot(std::size_t slot);
  void end_checkpoint(std::size_t slot);
  bool end_execution(std::size_t slot, TaskHandle task, ElementId element);
  bool end_traces(std::size_t slot, TaskHandle task, ElementId element);
  [[nodiscard]] Bytes traffic_of(std::size_t slot, TaskHandle task, ElementId element) const;
  void discard(std::size_t slot, TaskHandle task, ElementId element, bool is_wrong);
  void end_riders(std::size_t slot, ElementId element);
  void end_task_of(JobState& job) {
    --job.unfinished;
    leave_if_done(job);
  }
  void leave_if_done(JobState& job) {
    if (job.unfinished > 0) return;
    if (tensors_.is_on()) tensors_.forget(job);
    arrivals_.leave(job);
  }
  void end_tasks_of_riders() {
    for (const TaskHandle& rider : done_riders_) end_task_of(rider.job());
    done_riders_.clear();
  }
  void rest_if_idle(ElementId element) {
    if (!state_.has_idle_states || state_.elements[element].running > 0) return;
    if (!decisions_.occupies(element) && !gangs_.has_turn_on(element)) idle_.rest(element);
  }

  // ---- Gangs
  bool start_gang(const std::vector<TaskHandle>& members, ElementId from);
  bool wake_for(const std::vector<TaskHandle>& members);
  void end_member(std::size_t slot);
  bool repeat_if_wrong(const std::vector<std::size_t>& slots);
  void start_released();

  const Scenario& scenario_;
  SystemState state_;
  SystemView view_;
  Agenda agenda_;
  Announcer announcer_;

  WarmUpWatch warm_up_;
  Overruns overruns_;
  ReadyTasks ready_;
  ElementQueues queues_;
  Transfers transfers_;
  TensorTraffic tensors_;
  Checkpointing checkpointing_;
  TransientErrors errors_;
  Batching batching_;
  Execution execution_;
  Interruptions interruptions_;
  Idle idle_;
  GangSteps gang_steps_;
  Clocks clocks_;
  Stalls stalls_;
  TemperatureControl temperature_control_;
  HostPause pause_;
  DecisionQueue decisions_;
  Gangs gangs_;
  Failures failures_;
  Withdrawal withdrawal_;
  Branching branching_;
  Arrivals arrivals_;
  Deadlock deadlock_;
  const bool has_gangs_or_memories_;
  Time question_ = Time::never();        ///< The instant at which the policy wants to be asked.
  std::vector<TaskHandle> done_riders_;  ///< Finished riders of the batch that ended last.
  const bool leaves_traces_;  ///< True if parts may keep records of a task's lost, wrong or partial
                              ///< executions, which must be removed when the task finishes.
  const bool has_traffic_;    ///< True if tasks may move bytes to and from a memory.
};

}  // namespace kairos
