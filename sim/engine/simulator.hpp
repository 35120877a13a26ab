// The simulation as three verbs: advance() to the next instant of change, look at view(), apply() a
// decision. It knows no policies; run() in policies/policy.hpp joins the two.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "sim/backend/backend.hpp"
#include "sim/base/error.hpp"
#include "sim/decision/decision_time.hpp"
#include "sim/decision/system_view.hpp"
#include "sim/engine/event.hpp"
#include "sim/engine/execution.hpp"
#include "sim/engine/job_source.hpp"
#include "sim/engine/probe.hpp"
#include "sim/engine/scenario.hpp"
#include "sim/faults/fault_state.hpp"
#include "sim/governors/clock_control.hpp"

namespace kairos {

class Simulator {
 public:
  /// The scenario must outlive the simulator. Throws InputError when a task can run nowhere.
  Simulator(const Scenario& scenario, std::unique_ptr<Backend> backend,
            const DecisionTime& decision_time = {});

  /// The probe must outlive the simulator.
  void attach(Probe& probe);

  /// Of every job that arrives: a graph to run in its place, with copies of some of its tasks, or
  /// null. A copy is costed and announced as what it is a copy of.
  using Copies = std::function<std::shared_ptr<const JobGraph>(JobId)>;
  void ask_for_copies(Copies copies) { copies_ = std::move(copies); }

  /// Moves to the next instant at which something happens; false when all work is done. Throws
  /// std::logic_error when tasks wait for a decision and nothing else can happen any more, and
  /// InputError when what is left can run nowhere because elements have failed for good.
  bool advance();

  [[nodiscard]] const SystemView& view() const { return view_; }

  /// Throws std::logic_error when the task is not ready or the element cannot run it.
  void apply(const Decision& decision);
  /// With decision time: what was applied since the last call takes effect after so much work of
  /// the scheduler, behind what it is doing already.
  void end_pass(Duration work);
  [[nodiscard]] const DecisionTime& decision_time() const { return decision_time_; }

  /// Energies up to the present instant.
  [[nodiscard]] const EnergyMeter& energy();
  /// Those of energy()'s instant; null where the platform has no thermal part.
  [[nodiscard]] const ChipTemperatures* temperatures() const {
    return state_.temperatures ? &*state_.temperatures : nullptr;
  }

 private:
  /// An input of a task that is on its way over shared links.
  struct Transfer {
    TaskHandle consumer;  ///< Null when the entry is unused.
    Bytes bytes;
    const Route* route = nullptr;
    bool flowing = false;   ///< The latency is over.
    bool is_write = false;  ///< Of a spilled tensor; its consumer does not have it yet.
  };

  void handle(ActivityId id);
  void handle_move(std::uint32_t activity);
  double cancel(ActivityId id);
  void arrive(StreamId stream);
  void run_with_copies(JobState& job);
  void schedule_arrival(StreamId stream);
  void make_ready(TaskHandle task) {
    TaskState& state = task.state();
    state.phase = Phase::ready;
    state.ready = state_.now;
    if (state_.elements_down > 0 && state_.candidates(task.row()).empty()) {
      state_.blocked.push_back(task.ref());
    } else {
      state_.ready.add(state);
    }
    announce(TaskReady{task.ref()});
  }
  void send_inputs(TaskHandle task, ElementId element);
  void begin_transfer(const Transfer& transfer);
  void handle_transfer(std::size_t position);
  void charge_links(std::span<const LinkId> links, Bytes bytes);
  void start_what_can(ElementId element);
  [[nodiscard]] std::size_t free_slot(TaskHandle task, ElementId element) const;
  void start(TaskHandle task, ElementId element);
  void finish(std::size_t slot);
  void finish_task(TaskHandle task);
  void finish_job(JobState& job);

  // decision_work.cpp
  struct Held {
    TaskHandle task;
    Decision decision;
  };
  struct Pass {
    std::vector<Held> sent;
    Duration work;
  };
  void hold(TaskHandle task, const Decision& decision);
  void begin_pass();
  void finish_pass();
  void leave_host();
  void forget_held(TaskHandle task);
  [[nodiscard]] bool is_host(ElementId element) const { return decision_time_.host == element; }

  // execution.cpp
  /// What a task sent there now would take, as far as can be foreseen.
  [[nodiscard]] Duration expected_duration(TaskHandle task, ElementId element) const {
    if (scenario_.faults.checkpoint.is_on()) return duration_with_checkpoints(task, element);
    return task.state().setup +
           state_.costs.alone(task.row(), element, state_.elements[element].speed);
  }
  [[nodiscard]] Duration duration_with_checkpoints(TaskHandle task, ElementId element) const;
  [[nodiscard]] double work_left(TaskHandle task) const;
  [[nodiscard]] double noise_of(TaskHandle task) const;
  void execute(TaskHandle task, ElementId element, std::size_t slot);
  void begin_work(std::size_t slot, ElementId element, Duration compute, Bytes memory) {
    if (compute > Duration{} && memory == Bytes{}) {
      backend_->compute(static_cast<ActivityId>(slot), element, compute);
    } else {
      begin_other_work(slot, element, compute, memory);
    }
  }
  void begin_other_work(std::size_t slot, ElementId element, Duration compute, Bytes memory);
  void begin_piece(std::size_t slot);
  bool end_piece(std::size_t slot);
  Duration lose(std::size_t slot);
  std::optional<Duration> wrong_after(std::size_t slot, TaskHandle task);

  // behaviours.cpp
  bool set_up(std::size_t slot);
  void fill_batch(std::size_t slot);
  [[nodiscard]] TaskCost batch_cost(std::size_t slot, TaskCost own) const;
  std::vector<TaskHandle> end_riders(std::size_t slot);
  void lose_riders(std::size_t slot);
  void take_back_riders(std::size_t slot);
  void end_setup(std::size_t slot);

  // clocks.cpp
  void begin_clocks();
  void handle_clock(std::uint32_t activity);
  void wake_governor(ElementId element);
  void set_point_for(const Decision& decision);
  void want_point(ClusterId cluster, std::size_t point);
  void move_clock(ClusterId cluster);
  void end_transition(ClusterId cluster);
  void ask_governor(ClusterId cluster);
  void update_rail(std::size_t rail);
  void update_zone(std::size_t zone);
  void look_again(std::size_t zone);
  void read_chip();
  void read_temperatures();
  void announce_reading() { announce(ChipRead{&state_.energy, temperatures()}); }
  void watch_heat();
  void handle_heat();

  // idle.cpp
  void rest(ElementId element);
  void handle_doze(ElementId element);
  bool is_awake(ElementId element);
  void forget_idling(ElementId element);

  // tensors.cpp
  bool bring_one_with_room(ElementId element);
  bool take_room(TaskHandle task, ElementId element);
  void find_no_room(TaskHandle task, ElementId element);
  void wait_for_room(ElementId element, Time more_data);
  [[nodiscard]] InputError out_of_memory(TaskHandle task, ElementId element,
                                         const std::string& why) const;
  void release_inputs(TaskHandle task);
  void release_outputs(TaskHandle task);
  void move_tensor(TaskHandle reader, const Tensor& tensor, bool is_write);
  [[nodiscard]] bool write_spilled(TaskHandle maker, const Edge& output);
  void read_spilled(TaskHandle reader, ElementId element);
  void start_waiting();
  void announce_memory();

  // incidents.cpp
  void handle_incident(const Incident& incident);
  void set_point(ClusterId cluster, std::size_t point);
  void schedule_fault(std::size_t process);
  void handle_fault(std::size_t process);
  void fail_or_return(ElementId element);
  void fail(ElementId element);
  void detect_failure(ElementId element);
  void repair(ElementId element);
  void take_back(TaskHandle task);
  void cancel_transfers_to(TaskHandle task);
  void release_blocked();
  void strand_ready();
  [[nodiscard]] bool is_background(ActivityId id) const;
  [[nodiscard]] bool is_stuck() const;
  [[noreturn]] void nothing_can_happen() const;
  /// Tells those who want to know. Inline: most events have no listener.
  template <class Kind>
  void announce(const Kind& what) {
    if (!is_heard<Kind>()) return;
    if (graphs_with_copies_.empty()) {
      tell(what);
    } else {
      tell(of_original(what));
    }
  }
  template <class Kind>
  [[nodiscard]] bool is_heard() const {
    return !listeners_[event_index<Kind>].empty();
  }
  template <class Kind>
  void tell(const Kind& what) {
    for (Probe* probe : listeners_[event_index<Kind>]) probe->observe(state_.now, what);
  }

  template <class Kind>
  [[nodiscard]] Kind of_original(Kind what) const {
    if constexpr (requires { what.task.task; }) {
      what.task.task = state_.jobs[what.task.job].graph->original(what.task.task);
    }
    return what;
  }

  [[nodiscard]] Slot& slot(std::size_t number) { return state_.slots[number]; }
  [[nodiscard]] const Slot& slot(std::size_t number) const { return state_.slots[number]; }

  /// The activity at a place of one of the ranges below.
  template <class Place>
  [[nodiscard]] static ActivityId activity(std::uint32_t first, Place place) {
    return static_cast<ActivityId>(first + static_cast<std::uint32_t>(place));
  }

  const Scenario& scenario_;
  std::unique_ptr<Backend> backend_;
  SystemState state_;
  SystemView view_;
  IdVector<StreamId, JobSource> sources_;
  std::size_t open_sources_ = 0;
  Copies copies_;
  /// Those that ran so far, and their first rows.
  std::map<const JobGraph*, std::pair<std::shared_ptr<const JobGraph>, std::size_t>>
      graphs_with_copies_;
  std::vector<Transfer> transfers_;
  std::vector<std::size_t> free_transfers_;
  std::array<std::vector<Probe*>, event_kinds> listeners_;  ///< By kind of event.
  std::vector<ActivityId> ended_;  ///< At this instant; the first `handled_` have been dealt with.
  std::size_t handled_ = 0;
  FaultState faults_;
  ClockControl clocks_;
  IdVector<ClusterId, bool> changing_;  ///< On the way to another point.
  const bool has_memories_;             ///< Of a size: tensors take room in them.
  bool is_governed_ = false;            ///< Some governor wants to be asked.
  bool reads_chip_ = false;             ///< There are temperatures, or somebody listens.
  bool watches_heat_ = false;           ///< A zone waits for a temperature.
  Time heat_wake_ = Time::never();
  Time faced_ = Time::never();  ///< When temperatures were last extrapolated.
  /// Nothing but faults, governors and temperatures happened at the last instant.
  bool only_background_ = false;
  bool is_exact_ = false;  ///< Tasks take what they cost: no noise, checkpoints or batches.
  std::vector<std::vector<TaskHandle>> riders_;  ///< By slot: who shares its task's batch.
  std::vector<Execution> executions_;            ///< By slot; of use with checkpoints only.
  std::map<TaskRef, TaskProgress> progress_;  ///< Of tasks that faults or checkpoints have touched.

  DecisionTime decision_time_;
  const bool deciding_takes_time_;
  std::vector<Held> held_;   ///< Sent since the last pass ended.
  std::deque<Pass> passes_;  ///< What the scheduler works on, and what waits for it.
  bool is_deciding_ = false, occupies_host_ = false;

  // Activity ids: [slots | incidents | faults | detections | temperatures | zones | rails |
  // governors | transitions | dozes | arrivals | alarms | the scheduler | transfers ...], which is
  // also the order in which what happens at the same instant is handled.
  std::uint32_t first_incident_ = 0, first_fault_ = 0, first_detection_ = 0, first_heat_ = 0,
                first_zone_ = 0, first_rail_ = 0, first_governor_ = 0, first_transition_ = 0,
                first_doze_ = 0, first_arrival_ = 0, first_alarm_ = 0, decision_activity_ = 0,
                first_transfer_ = 0;
};

}  // namespace kairos
