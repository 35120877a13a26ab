// The window through which a policy sees the system: everything it may know, and nothing it can
// change.
//
// Durations, finish times and energies are nominal: what the cost model says at the present
// operating points, without the noise to come and as if transfers met no others on their way. A
// duration contains the launch on its element, an estimate all that will set the task up.
#pragma once

#include <algorithm>
#include <bit>
#include <limits>
#include <span>

#include "sim/decision/decision.hpp"
#include "sim/engine/system_state.hpp"

namespace kairos {

/// When an input of a task would be at the end of a route. A dedicated path has carried the data
/// since its producer finished; a flow over shared links can only begin now that its destination is
/// known.
inline Time data_arrival(const Route& route, Bytes bytes, Time finished, Time now) {
  return (route.is_shared() ? now : finished) + route.time_alone(bytes);
}

/// One ready task seen through a SystemView, looked up once: for policies that weigh many elements.
class TaskView {
 public:
  TaskView(const SystemState& state, TaskRef task)
      : TaskView(state, state.jobs[task.job], task.task) {}

  /// The elements that are up and can run it, by ascending id; never empty.
  [[nodiscard]] std::span<const ElementId> elements() const { return state_.candidates(row_); }
  /// The elements that can run it, up or not, by ascending shortest duration.
  [[nodiscard]] std::span<const EqualElements> fastest_first() const {
    return state_.costs.fastest_first(row_);
  }
  [[nodiscard]] Duration duration(ElementId element) const {
    return state_.costs.alone(row_, element, element_state(element).speed);
  }
  /// The same at another operating point of its cluster.
  [[nodiscard]] Duration duration(ElementId element, std::size_t point) const {
    const ClusterId cluster = element_state(element).cluster;
    const double speed = state_.scenario.platform.clusters[cluster].points[point].speed;
    return state_.costs.alone(row_, element, speed);
  }
  /// On each of them.
  [[nodiscard]] Duration duration(const EqualElements& equal) const {
    const double speed = element_state(equal.first).speed;
    return speed == 1 ? equal.shortest : state_.costs.alone(row_, equal.first, speed);
  }
  [[nodiscard]] Time data_arrival(ElementId element) const {
    if (inputs_.empty()) return now_;
    if (!state_.has_cluster_routes || may_hold_input(element)) return arrival_over_routes(element);
    const ClusterId cluster = element_state(element).cluster;
    if (cluster != arrival_cluster_) {
      arrival_cluster_ = cluster;
      arrival_ = arrival_over_routes(element);
    }
    return arrival_;
  }
  /// What would happen if it were sent there now.
  [[nodiscard]] Estimate estimate(ElementId element) const {
    return estimate(element, duration(element));
  }
  /// The same, its duration() there known.
  [[nodiscard]] Estimate estimate(ElementId element, Duration duration) const {
    const ElementState& there = element_state(element);
    Time start = std::max(*there.free_at, data_arrival(element)) + there.wake_up;
    if (!state_.setups.is_on()) return {start, start + duration};
    start = std::max(start, state_.setups.launched(element, state_.now));
    return {start, start + state_.setups.foreseen(job_, task_, element).duration + duration};
  }
  /// When the first of them could start something further.
  [[nodiscard]] Time first_free(const EqualElements& equal) const {
    Time first = Time::never();
    for (const Time free : free_at(equal)) first = std::min(first, free);
    return std::max(first, now_);
  }
  /// On which of them it would finish first, their duration() and first_free() known; ties go to
  /// the lowest id, and the finish is never where all are down.
  [[nodiscard]] Placement earliest_finish(const EqualElements& equal, Duration duration,
                                          Time first_free) const {
    if (!state_.tells_equals_apart_by_data || state_.elements_down > 0) {
      return best_estimate(equal, duration);
    }
    if (may_hold_inputs(equal)) return earliest_near_inputs(equal, duration);
    const Time start = std::max(first_free, arrival_over_routes(equal.first));
    return {first_that_is_free(equal, start), start + duration};
  }

 private:
  TaskView(const SystemState& state, const JobState& job, TaskId task)
      : state_(state),
        interconnect_(state.scenario.platform.interconnect),
        elements_(state.elements.data()),
        free_at_(state.free_at.data()),
        job_(job),
        task_(task),
        tasks_(job.tasks.data()),
        inputs_(job.graph->inputs(task)),
        now_(state.now),
        row_(job.first_row + index(task)) {
    for (const Edge& input : inputs_) holders_ |= bit(tasks_[index(input.task)].element);
  }

  [[nodiscard]] const ElementState& element_state(ElementId element) const {
    return elements_[index(element)];
  }
  static std::uint64_t bit(ElementId element) { return std::uint64_t{1} << (index(element) % 64); }
  [[nodiscard]] bool may_hold_input(ElementId element) const {
    return (holders_ & bit(element)) != 0;
  }
  [[nodiscard]] bool may_hold_inputs(const EqualElements& equal) const {
    const std::uint64_t first_on = std::rotr(holders_, static_cast<int>(index(equal.first) % 64));
    return equal.count >= 64 ? holders_ != 0 : (first_on << (64 - equal.count)) != 0;
  }
  [[nodiscard]] std::span<const Time> free_at(const EqualElements& equal) const {
    return {free_at_ + index(equal.first), equal.count};
  }
  /// The lowest of them that is free at a time when one is.
  [[nodiscard]] ElementId first_that_is_free(const EqualElements& equal, Time when) const {
    const std::span<const Time> all = free_at(equal);
    std::size_t lowest = 0;  // Without an early end, which no processor could foresee.
    for (std::size_t i = all.size(); i-- > 0;) lowest = all[i] <= when ? i : lowest;
    return static_cast<ElementId>(index(equal.first) + lowest);
  }
  [[nodiscard]] Time arrival_over_routes(ElementId element) const {
    Time arrival = now_;
    for (const Edge& input : inputs_) {
      const TaskState& producer = tasks_[index(input.task)];
      const Route& route = interconnect_.route(producer.element, element);
      arrival = std::max(arrival, kairos::data_arrival(route, input.bytes, producer.finish, now_));
    }
    return arrival;
  }
  [[nodiscard]] Placement earliest_near_inputs(const EqualElements& equal, Duration duration) const;
  [[nodiscard]] Placement best_estimate(const EqualElements& equal, Duration duration) const;

  const SystemState& state_;
  const Interconnect& interconnect_;
  const ElementState* elements_;
  const Time* free_at_;  ///< By element.
  const JobState& job_;
  TaskId task_;
  const TaskState* tasks_;  ///< Of its job.
  std::span<const Edge> inputs_;
  Time now_;
  std::size_t row_;
  std::uint64_t holders_ = 0;  ///< Of inputs: a bit for each, by id modulo 64.
  /// The last cluster asked for, and when the inputs arrive on those of it that hold none.
  mutable ClusterId arrival_cluster_ = static_cast<ClusterId>(~std::uint32_t{0});
  mutable Time arrival_;
};

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
  [[nodiscard]] const ReadyList::Tasks& ready() const { return state_.ready.all(); }
  /// The number of a task in ready(), whose key it is: whoever became ready later has a larger one.
  /// 0 if the task does not wait for a decision.
  [[nodiscard]] std::uint64_t ticket(TaskRef task) const { return state_of(task).ticket; }
  /// The jobs in the system, the oldest first.
  [[nodiscard]] const ErasableQueue<JobId, JobId>& jobs() const { return state_.jobs.alive(); }
  [[nodiscard]] bool is_in_system(JobId job) const { return state_.jobs.find(job) != nullptr; }
  [[nodiscard]] const Job& job(JobId id) const { return state_.jobs[id].job; }
  [[nodiscard]] const JobGraph& graph(JobId id) const { return *state_.jobs[id].graph; }
  [[nodiscard]] const Application& application(JobId id) const {
    return state_.scenario.workload.applications[job(id).application];
  }
  /// Tasks of a job that are not done.
  [[nodiscard]] std::size_t unfinished(JobId id) const { return state_.jobs[id].unfinished; }
  /// Inputs of a task that are not there yet.
  [[nodiscard]] std::size_t missing_inputs(TaskRef task) const {
    return state_of(task).missing_inputs;
  }
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
  /// Tasks with the same capable_elements() have the same group. Groups are numbered from 0.
  [[nodiscard]] std::size_t capability_group(TaskRef task) const {
    return state_.costs.group(row(task));
  }
  [[nodiscard]] std::size_t capability_groups() const { return state_.costs.groups(); }
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
