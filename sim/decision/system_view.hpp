// A read-only view of the system, which shows everything that a policy may know.
//
// Durations, finish times and energies are nominal: they come from the cost model at the present
// operating points, without noise and without contention for memory and links. A duration includes
// the launch of the task, unless a host launches it. An estimate includes all overheads of the
// task.
//
// If the experiment says `estimates: {contention: true}`, durations contain the contention for
// memories and links by the tasks that run now (sim/state/foreseen_contention.hpp). The instants at
// which elements become free stay those without contention.
#pragma once

#include <algorithm>
#include <limits>
#include <span>

#include "sim/decision/task_view.hpp"

namespace kairos {

class SystemView {
 public:
  explicit SystemView(const SystemState& state) : state_(state) {}

  [[nodiscard]] Time now() const { return state_.now; }
  [[nodiscard]] const Platform& platform() const { return state_.scenario.platform; }
  [[nodiscard]] std::size_t element_count() const { return state_.elements.size(); }
  /// The seed of the run, for policies that draw random numbers.
  [[nodiscard]] std::uint64_t seed() const { return state_.scenario.seed; }

  // ---- Work ----------------------------------------------------------------------------------

  /// The tasks that wait for a decision, the oldest first.
  [[nodiscard]] const ReadyList::Tasks& ready() const { return state_.ready.all(); }
  /// The key of a task in ready(): tasks that became ready later have larger keys. It is 0 if the
  /// task does not wait for a decision.
  [[nodiscard]] std::uint64_t ticket(TaskRef task) const { return state_of(task).ticket; }
  /// The jobs in the system, the oldest first.
  [[nodiscard]] const ErasableQueue<JobId, JobId>& jobs() const { return state_.jobs.alive(); }
  [[nodiscard]] bool is_in_system(JobId job) const { return state_.jobs.find(job) != nullptr; }
  [[nodiscard]] const Job& job(JobId id) const { return state_.jobs[id].job; }
  [[nodiscard]] const JobGraph& graph(JobId id) const { return *state_.jobs[id].graph; }
  [[nodiscard]] const Application& application(JobId id) const {
    return state_.scenario.workload.applications[job(id).application];
  }
  [[nodiscard]] const Workload& workload() const { return state_.scenario.workload; }
  /// The number of tasks of a job that are not done.
  [[nodiscard]] std::size_t unfinished(JobId id) const { return state_.jobs[id].unfinished; }
  /// The number of inputs of a task that are not available yet.
  [[nodiscard]] std::size_t missing_inputs(TaskRef task) const {
    return state_of(task).missing_inputs;
  }
  /// The stage of a task's life: waiting, ready, queued, running or done.
  [[nodiscard]] Phase phase(TaskRef task) const { return state_of(task).phase; }
  /// The element of a task that is queued, running or done.
  [[nodiscard]] ElementId element_of(TaskRef task) const { return state_of(task).element; }
  /// The instant at which a ready task became ready.
  [[nodiscard]] Time ready_since(TaskRef task) const { return state_of(task).ready; }
  /// The finish time of a task that is done.
  [[nodiscard]] Time finish_of(TaskRef task) const { return state_of(task).finish; }
  /// True if a task has been skipped, so that it is done without an element.
  [[nodiscard]] bool is_skipped(TaskRef task) const {
    return state_.jobs[task.job].is_skipped(task.task);
  }
  /// True if an input of a ready task is taken; otherwise it sends nothing.
  [[nodiscard]] bool is_taken(JobId job, const Edge& input) const {
    return state_.jobs[job].is_taken(input);
  }
  /// The bytes that an edge of a job sends. As long as they are not known, they are those that are
  /// expected if all tasks and edges are taken.
  [[nodiscard]] Bytes bytes(JobId job, const Edge& edge) const {
    return state_.jobs[job].bytes(edge);
  }

  // ---- Elements ------------------------------------------------------------------------------

  /// The elements that are up and can run a ready task, by ascending id; never empty.
  [[nodiscard]] std::span<const ElementId> elements_for(TaskRef task) const {
    return state_.candidates(row(task));
  }
  /// The elements that can run a task of a job in the system, including those that are down; never
  /// empty.
  [[nodiscard]] std::span<const ElementId> capable_elements(TaskRef task) const {
    return state_.costs.candidates(row(task));
  }
  /// The number of the task's group, counted from 0. Tasks with equal capable_elements() share a
  /// group.
  [[nodiscard]] std::size_t capability_group(TaskRef task) const {
    return state_.costs.group(row(task));
  }
  [[nodiscard]] std::size_t capability_groups() const { return state_.costs.groups(); }
  [[nodiscard]] bool can_run(TaskRef task, ElementId element) const {
    return state_.costs.can_run(row(task), element);
  }
  [[nodiscard]] bool is_up(ElementId element) const { return state_.elements[element].up; }
  /// True if a slot is free and the queue is empty or may be overtaken, because its tasks wait for
  /// memory, or have waited for other members of their gangs for longer than they take. A task sent
  /// now could then start immediately, provided that its data are available and that it fits into
  /// memory.
  [[nodiscard]] bool is_idle(ElementId element) const {
    const ElementState& e = state_.elements[element];
    const bool has_waited = e.queue.size() == e.passed_over && *e.free_at <= now();
    return (e.queue.empty() || e.waits_for_memory || has_waited) && e.running < e.slots.size();
  }
  /// The number of queued and running tasks of an element. A running batch counts as one task.
  [[nodiscard]] std::size_t load(ElementId element) const {
    const ElementState& e = state_.elements[element];
    return e.queue.size() + e.running;
  }
  /// The number of running tasks of an element. A batch counts as one task.
  [[nodiscard]] std::size_t running(ElementId element) const {
    return state_.elements[element].running;
  }
  /// A running task, and the number of its slot within the element.
  struct Running {
    TaskRef task;
    std::uint32_t slot = 0;
    Time start;  ///< The instant at which it began to compute, or will begin after its set-up.
  };
  /// The running tasks of an element, by slot. A batch counts as one task.
  [[nodiscard]] std::vector<Running> running_tasks(ElementId element) const {
    std::vector<Running> tasks;
    const auto slots = state_.elements[element].slots;
    for (std::uint32_t i = 0; i < slots.size(); ++i) {
      if (slots[i].task) tasks.push_back({slots[i].task.ref(), i, slots[i].computes_from});
    }
    return tasks;
  }
  /// How the running tasks of an element may be interrupted.
  [[nodiscard]] const Preemption& preemption(ElementId element) const {
    return platform().cluster_of(element).preemption;
  }
  /// The earliest instant, now or later, at which a further task could start if its data were
  /// available.
  [[nodiscard]] Time free_at(ElementId element) const {
    const ElementState& e = state_.elements[element];
    return std::max(*e.free_at, now()) + e.wake_up;
  }
  /// The free space in the memory of an element's tasks; infinite if that memory is not modelled. A
  /// task sent there needs room for its outputs and for its inputs that are in other memories.
  [[nodiscard]] Bytes memory_free(ElementId element) const {
    const MemoryState& memory = state_.memory;
    const auto home = memory.is_on() ? memory.home(element) : std::nullopt;
    return home ? memory.free(*home) : Bytes(std::numeric_limits<double>::infinity());
  }
  /// The index of the operating point of a cluster; 0 is the slowest.
  [[nodiscard]] std::size_t point(ClusterId cluster) const { return state_.points[cluster]; }

  /// The present power of an element, including leakage.
  [[nodiscard]] Watts power(ElementId element) const { return state_.energy.power(element); }
  /// The temperature of an element at the last reading; 25 C if the platform has no thermal part.
  [[nodiscard]] Temperature temperature(ElementId element) const {
    return state_.temperatures ? state_.temperatures->of(element) : Temperature::celsius(25);
  }

  /// The state of charge of the battery, 0 to 1, at the last energy update; 1 without a battery.
  [[nodiscard]] double state_of_charge() const {
    const auto& battery = platform().battery;
    if (!battery) return 1;
    const double share = state_.energy.drawn(now()) / (battery->capacity * battery->efficiency);
    return std::max(0.0, battery->charge - share);
  }

  // ---- Consequences of a decision ------------------------------------------------------------

  /// The duration of the work that is left of a task, at the present operating point. The task need
  /// not be ready, but its job must be in the system. If the amount of its work is not known yet,
  /// it is the expected one.
  [[nodiscard]] Duration duration(TaskRef task, ElementId element) const {
    if (state_.contention == nullptr) return duration_alone(task, element);
    return of_left(task, element,
                   state_.foreseen_duration(row(task), element, state_.elements[element].speed));
  }
  /// The same without contention, whether it is foreseen or not.
  [[nodiscard]] Duration duration_alone(TaskRef task, ElementId element) const {
    return of_left(
        task, element,
        state_.believed_costs().alone(row(task), element, state_.elements[element].speed));
  }
  /// Foresees contention between tasks; null if policies are to see durations without it.
  [[nodiscard]] ForeseenContention* contention() const { return state_.contention.get(); }
  /// The memory use of the work that is left of a task, at the present operating point.
  [[nodiscard]] MemoryUse memory_use(TaskRef task, ElementId element) const {
    MemoryUse use = state_.memory_use(row(task), element);
    use.traffic = use.traffic * state_of(task).left;
    return use;
  }
  /// The nominal end of the task in a slot of an element.
  [[nodiscard]] Time expected_finish(ElementId element, std::uint32_t slot) const {
    return state_.elements[element].slots[slot].expected_finish;
  }
  /// The fraction of a ready or running task's work that is left after earlier executions, which
  /// were interrupted or lost.
  [[nodiscard]] double left(TaskRef task) const {
    return state_of(task).left / state_.jobs[task.job].scale(task.task);
  }
  [[nodiscard]] Duration transfer_time(Bytes bytes, ElementId from, ElementId to) const {
    return platform().interconnect.route(from, to).time_alone(bytes);
  }
  /// A view of one ready task, for a policy that makes several queries about it.
  [[nodiscard]] TaskView look_at(TaskRef task) const { return {state_, task}; }
  /// The instant at which all inputs of a ready task would be available on an element.
  [[nodiscard]] Time data_arrival(TaskRef task, ElementId element) const {
    return look_at(task).data_arrival(element);
  }
  /// The expected start and finish of a ready task if it were sent to this element now.
  [[nodiscard]] Estimate estimate(TaskRef task, ElementId element) const {
    return look_at(task).estimate(element);
  }
  /// The energy of a task on an element. The power is that of a busy element if one more element of
  /// the cluster is busy than now, and less while the task waits for memory if the cluster states
  /// so.
  [[nodiscard]] Joules energy(TaskRef task, ElementId element) const {
    const ClusterId cluster = platform().elements[element].cluster;
    const Duration takes = duration(task, element);
    const Joules drawn = state_.energy.power_of_one_more(cluster) * to_seconds(takes);
    const std::size_t point = state_.points[cluster];
    return drawn - saved_by_waiting(task, element, point, takes) + operations(task, element, point);
  }
  /// The energy of a task at another operating point of the cluster.
  [[nodiscard]] Joules energy(TaskRef task, ElementId element, std::size_t point) const {
    const ClusterId cluster = platform().elements[element].cluster;
    const Duration takes = look_at(task).duration(element, point);
    return state_.energy.power_of_one_more(cluster, point) * to_seconds(takes) -
           saved_by_waiting(task, element, point, takes) + operations(task, element, point);
  }

 private:
  /// The energy that an element saves while a task waits for memory, alone, out of `takes`.
  [[nodiscard]] Joules saved_by_waiting(TaskRef task, ElementId element, std::size_t point,
                                        Duration takes) const {
    const Cluster& cluster = platform().cluster_of(element);
    if (cluster.stalled == 1) return {};
    const CostTable& costs = state_.believed_costs();
    const TaskCost& cost = costs.cost(row(task), element);
    if (cost.memory == Bytes{}) return {};
    const Seconds computing =
        to_seconds(cost.compute) * state_of(task).left / cluster.points[point].speed;
    const Seconds waiting = to_seconds(takes - costs.launch(element)) - computing;
    if (waiting <= Seconds{}) return {};
    return state_.energy.saved_by_one_more(platform().elements[element].cluster, point) * waiting;
  }
  [[nodiscard]] Duration of_left(TaskRef task, ElementId element, Duration whole) const {
    const double left = state_of(task).left;
    return left == 1 ? whole : left_of(whole, left, state_.believed_costs().launch(element));
  }
  [[nodiscard]] Joules operations(TaskRef task, ElementId element, std::size_t point) const {
    if (!state_.has_operation_energies) return {};
    const JobGraph& graph = *state_.jobs[task.job].graph;
    return state_.energy_of_operations(graph[task.task], element, point) * state_of(task).left;
  }
  [[nodiscard]] const TaskState& state_of(TaskRef task) const {
    return state_.jobs[task.job].tasks[task.task];
  }
  [[nodiscard]] std::size_t row(TaskRef task) const {
    return state_.jobs[task.job].first_row + index(task.task);
  }

  const SystemState& state_;
};

}  // namespace kairos
