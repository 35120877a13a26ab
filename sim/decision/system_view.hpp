// The window through which a policy sees the system: everything it may know, and nothing it can
// change.
//
// Durations, finish times and energies are nominal: what the cost model says at the present
// operating points, without the noise to come and as if transfers met no others on their way. A
// duration contains the launch on its element, an estimate all that will set the task up.
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
  /// Of the run, for policies that draw random numbers.
  [[nodiscard]] std::uint64_t seed() const { return state_.scenario.seed; }

  // ---- Work ----------------------------------------------------------------------------------

  /// The tasks that wait for a decision, the oldest first.
  [[nodiscard]] std::span<const TaskRef> ready() const { return state_.ready.all(); }
  /// The jobs in the system, the oldest first.
  [[nodiscard]] std::span<const JobId> jobs() const { return state_.jobs.alive(); }
  [[nodiscard]] const Job& job(JobId id) const { return state_.jobs[id].job; }
  [[nodiscard]] const JobGraph& graph(JobId id) const { return *state_.jobs[id].graph; }
  [[nodiscard]] const Application& application(JobId id) const {
    return state_.scenario.workload.applications[job(id).application];
  }
  /// Tasks of a job that are not done.
  [[nodiscard]] std::size_t unfinished(JobId id) const { return state_.jobs[id].unfinished; }
  [[nodiscard]] Phase phase(TaskRef task) const { return state_of(task).phase; }
  /// Of a task that is queued, running or done.
  [[nodiscard]] ElementId element_of(TaskRef task) const { return state_of(task).element; }
  /// Since when a ready task has been waiting.
  [[nodiscard]] Time ready_since(TaskRef task) const { return state_of(task).ready; }
  /// Of a task that is done.
  [[nodiscard]] Time finish_of(TaskRef task) const { return state_of(task).finish; }

  // ---- Elements ------------------------------------------------------------------------------

  /// The elements that are up and can run a ready task, by ascending id; never empty.
  [[nodiscard]] std::span<const ElementId> elements_for(TaskRef task) const {
    return state_.candidates(row(task));
  }
  /// The elements that could run any task of a job in the system, up or not; never empty.
  [[nodiscard]] std::span<const ElementId> capable_elements(TaskRef task) const {
    return state_.costs.candidates(row(task));
  }
  [[nodiscard]] bool can_run(TaskRef task, ElementId element) const {
    return state_.costs.can_run(row(task), element);
  }
  [[nodiscard]] bool is_up(ElementId element) const { return state_.elements[element].up; }
  /// True when a task sent now could start at once, if its data were there; it passes those that
  /// find no room in memory.
  [[nodiscard]] bool is_idle(ElementId element) const {
    const ElementState& e = state_.elements[element];
    return (e.queue.empty() || e.waits_for_memory) && e.running < e.slots.size();
  }
  /// Tasks sent to it and not done, those that run included.
  [[nodiscard]] std::size_t load(ElementId element) const {
    const ElementState& e = state_.elements[element];
    return e.queue.size() + e.running;
  }
  /// Tasks that it is executing.
  [[nodiscard]] std::size_t running(ElementId element) const {
    return state_.elements[element].running;
  }
  /// When a further task could start if its data were there; now or later.
  [[nodiscard]] Time free_at(ElementId element) const {
    const ElementState& e = state_.elements[element];
    return std::max(*e.free_at, now()) + e.wake_up;
  }
  /// Room for tensors in the memory of an element; infinite where that is not counted. A task sent
  /// there needs as much as it makes, and what it reads from other memories.
  [[nodiscard]] Bytes memory_free(ElementId element) const {
    const MemoryState& memory = state_.memory;
    const auto home = memory.is_on() ? memory.home(element) : std::nullopt;
    return home ? memory.free(*home) : Bytes(std::numeric_limits<double>::infinity());
  }
  /// The index of the operating point of a cluster, 0 the slowest.
  [[nodiscard]] std::size_t point(ClusterId cluster) const { return state_.points[cluster]; }

  /// What an element draws now, leakage included.
  [[nodiscard]] Watts power(ElementId element) const { return state_.energy.power(element); }
  /// When temperatures were last read; 25 C on a platform without a thermal part.
  [[nodiscard]] Temperature temperature(ElementId element) const {
    return state_.temperatures ? state_.temperatures->of(element) : Temperature::celsius(25);
  }

  /// Of the battery, 0 to 1, as far as energy has been settled; 1 without a battery.
  [[nodiscard]] double state_of_charge() const {
    const auto& battery = platform().battery;
    if (!battery) return 1;
    const double share = state_.energy.drawn(now()) / (battery->capacity * battery->efficiency);
    return std::max(0.0, battery->charge - share);
  }

  // ---- What a decision would bring -----------------------------------------------------------

  /// Of any task of a job in the system, at the present operating point.
  [[nodiscard]] Duration duration(TaskRef task, ElementId element) const {
    return state_.costs.alone(row(task), element, state_.elements[element].speed);
  }
  [[nodiscard]] Duration transfer_time(Bytes bytes, ElementId from, ElementId to) const {
    return platform().interconnect.route(from, to).time_alone(bytes);
  }
  /// A ready task, looked up once.
  [[nodiscard]] TaskView look_at(TaskRef task) const { return {state_, task}; }
  /// When the inputs of a ready task would be on an element.
  [[nodiscard]] Time data_arrival(TaskRef task, ElementId element) const {
    return look_at(task).data_arrival(element);
  }
  /// What would happen to a ready task that is sent there now.
  [[nodiscard]] Estimate estimate(TaskRef task, ElementId element) const {
    return look_at(task).estimate(element);
  }
  /// What a task would draw there if one more element of the cluster were busy than now.
  [[nodiscard]] Joules energy(TaskRef task, ElementId element) const {
    const ClusterId cluster = platform().elements[element].cluster;
    return state_.energy.power_of_one_more(cluster) * to_seconds(duration(task, element));
  }
  /// The same at another operating point of the cluster.
  [[nodiscard]] Joules energy(TaskRef task, ElementId element, std::size_t point) const {
    const ClusterId cluster = platform().elements[element].cluster;
    return state_.energy.power_of_one_more(cluster, point) *
           to_seconds(look_at(task).duration(element, point));
  }

 private:
  [[nodiscard]] const TaskState& state_of(TaskRef task) const {
    return state_.jobs[task.job].tasks[task.task];
  }
  [[nodiscard]] std::size_t row(TaskRef task) const {
    return state_.jobs[task.job].first_row + index(task.task);
  }

  const SystemState& state_;
};

}  // namespace kairos
