// A policy's view of one ready task, which makes estimates on many elements fast.
//
// Elements of one cluster that differ for a task only in when they become free and whether they
// hold an input are evaluated together (EqualElements).
#pragma once

#include <algorithm>
#include <bit>
#include <span>

#include "sim/decision/decision.hpp"
#include "sim/state/system_state.hpp"

namespace kairos {

/// The instant at which an input of a task would be at the end of a route. On a dedicated path the
/// transfer began when the producer finished. A flow over shared links can only begin now, because
/// its destination was unknown before.
inline Time data_arrival(const Route& route, Bytes bytes, Time finished, Time now) {
  return (route.is_shared() ? now : finished) + route.time_alone(bytes);
}

/// The duration of the work that is left of a task, as a multiple of the whole; the launch, which
/// is part of the whole, does not become shorter.
inline Duration left_of(Duration whole, double left, Duration launch = {}) {
  return launch + whole_picoseconds(static_cast<double>((whole - launch).picoseconds()) * left);
}

/// One ready task seen through a SystemView, for policies that compare many elements.
class TaskView {
 public:
  TaskView(const SystemState& state, TaskRef task)
      : TaskView(state, state.jobs[task.job], task.task) {}

  /// The elements that are up and can run the task, by ascending id; never empty.
  [[nodiscard]] std::span<const ElementId> elements() const { return state_.candidates(row_); }
  /// The elements that can run the task, including those that are down, by ascending shortest
  /// duration of the work that the graph states.
  [[nodiscard]] std::span<const EqualElements> fastest_first() const {
    return costs_.fastest_first(row_);
  }
  /// The duration of the whole task on each of the equal elements at the highest operating point.
  [[nodiscard]] Duration shortest(const EqualElements& equal) const {
    return shortest(equal, scale());
  }
  /// The duration for another amount of work, as a multiple of the work that the graph states.
  [[nodiscard]] Duration shortest(const EqualElements& equal, double scale) const {
    return scale == 1 ? equal.shortest : left_of(equal.shortest, scale, costs_.launch(equal.first));
  }
  /// The amount of work of the whole task, as a multiple of the work that the graph states.
  [[nodiscard]] double scale() const { return sent_ == nullptr ? 1 : job_.scale(task_); }
  /// The duration of the work that is left.
  [[nodiscard]] Duration duration(ElementId element) const {
    return of_left(whole(element, element_state(element).speed), element);
  }
  /// The duration at another operating point of the element's cluster.
  [[nodiscard]] Duration duration(ElementId element, std::size_t point) const {
    const ClusterId cluster = element_state(element).cluster;
    const double speed = state_.scenario.platform.clusters[cluster].points[point].speed;
    return of_left(whole(element, speed), element);
  }
  /// The duration on each of the equal elements, without contention.
  [[nodiscard]] Duration duration(const EqualElements& equal) const {
    const double speed = element_state(equal.first).speed;
    return of_left(speed == 1 ? equal.shortest : costs_.alone(row_, equal.first, speed),
                   equal.first);
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
  /// The expected start and finish if the task were sent to this element now.
  [[nodiscard]] Estimate estimate(ElementId element) const {
    return estimate(element, duration(element));
  }
  /// The expected start and finish, for a caller that knows the duration() on this element.
  [[nodiscard]] Estimate estimate(ElementId element, Duration duration) const {
    const ElementState& there = element_state(element);
    Time start = std::max(*there.free_at, data_arrival(element)) + there.wake_up;
    if (!state_.overheads.is_on()) return {start, start + duration};
    start = std::max(start, state_.overheads.launched(element, state_.now));
    return {start, start + state_.overheads.foreseen(job_, task_, element).duration + duration};
  }
  /// The earliest instant, now or later, at which one of the elements is free.
  [[nodiscard]] Time first_free(const EqualElements& equal) const {
    Time first = Time::never();
    for (const Time free : free_at(equal)) first = std::min(first, free);
    return std::max(first, now_);
  }
  /// The element on which the task would finish first, for a caller that knows its duration() and
  /// first_free() there. If contention is foreseen, the duration is found for each element anew.
  /// Ties go to the lowest id. The finish is Time::never() if all of the
  /// elements are down.
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
        costs_(state.believed_costs()),
        interconnect_(state.scenario.platform.interconnect),
        elements_(state.elements.data()),
        free_at_(state.free_at.data()),
        job_(job),
        task_(task),
        tasks_(job.tasks.data()),
        inputs_(job.graph->inputs(task)),
        now_(state.now),
        row_(job.first_row + index(task)),
        left_(tasks_[index(task)].left),
        sent_(job.graph->has_draws() ? job.draws.sent.data() : nullptr),
        has_plain_inputs_(sent_ == nullptr && job.graph->shared_tensors() == 0) {
    for (const Edge& input : inputs_) holders_ |= bit(tasks_[index(input.task)].element);
    if (!has_plain_inputs_) add_holders_of_copies();
  }

  void add_holders_of_copies();
  /// The duration of the whole task, with contention if it is foreseen.
  [[nodiscard]] Duration whole(ElementId element, double speed) const {
    if (state_.contention != nullptr) return state_.foreseen_duration(row_, element, speed);
    return costs_.alone(row_, element, speed);
  }
  [[nodiscard]] Duration of_left(Duration whole, ElementId element) const {
    return left_ == 1 ? whole : left_of(whole, left_, costs_.launch(element));
  }
  [[nodiscard]] Bytes bytes_of(const Edge& input) const {
    return sent_ == nullptr ? input.bytes : input.bytes * sent_[index(input.tensor)];
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
  /// The element with the lowest id that is free at `when`; at least one must be free.
  [[nodiscard]] ElementId first_that_is_free(const EqualElements& equal, Time when) const {
    const std::span<const Time> all = free_at(equal);
    // The loop has no early exit, because the processor could not predict its branch.
    std::size_t lowest = 0;
    for (std::size_t i = all.size(); i-- > 0;) lowest = all[i] <= when ? i : lowest;
    return static_cast<ElementId>(index(equal.first) + lowest);
  }
  [[nodiscard]] [[gnu::always_inline]] Time arrival_over_routes(ElementId element) const {
    if (!has_plain_inputs_) return arrival_of_special_inputs(element);
    Time arrival = now_;
    for (const Edge& input : inputs_) {
      const TaskState& producer = tasks_[index(input.task)];
      const Route& route = interconnect_.route(producer.element, element);
      const Time there = kairos::data_arrival(route, input.bytes, producer.finish, now_);
      arrival = std::max(arrival, there);
    }
    return arrival;
  }
  /// The arrival in a graph whose tensors may have several readers, so that elements may have
  /// copies, or have bytes that are drawn.
  [[nodiscard]] Time arrival_of_special_inputs(ElementId element) const;
  [[nodiscard]] Placement earliest_near_inputs(const EqualElements& equal, Duration duration) const;
  [[nodiscard]] Placement best_estimate(const EqualElements& equal, Duration duration) const;

  const SystemState& state_;
  const CostTable& costs_;
  const Interconnect& interconnect_;
  const ElementState* elements_;
  const Time* free_at_;  ///< Indexed by element.
  const JobState& job_;
  TaskId task_;
  const TaskState* tasks_;  ///< All tasks of the job.
  std::span<const Edge> inputs_;
  Time now_;
  std::size_t row_;
  double left_;         ///< The work that is left, as a multiple of the work that the graph states.
  const double* sent_;  ///< Factors on the bytes of tensors, by tensor; null if all of them are 1.
  bool has_plain_inputs_;      ///< True if no input has several readers or bytes that are drawn.
  std::uint64_t holders_ = 0;  ///< Elements that hold an input, as one bit each, by id modulo 64.
  /// The last cluster queried, and when the inputs arrive on its elements that hold none of them.
  mutable ClusterId arrival_cluster_ = static_cast<ClusterId>(~std::uint32_t{0});
  mutable Time arrival_;
};

}  // namespace kairos
