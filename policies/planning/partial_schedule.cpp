#include "policies/planning/partial_schedule.hpp"

#include <algorithm>

namespace kairos {

PartialSchedule::PartialSchedule(const PlanningProblem& problem, const Platform& platform,
                                 Time release)
    : PartialSchedule(problem, platform, release, {}) {}

PartialSchedule::PartialSchedule(const PlanningProblem& problem, const Platform& platform,
                                 Time release, std::vector<Lane> lanes)
    : problem_(problem), release_(release), lanes_(std::move(lanes)) {
  by_task_.assign(problem.task_count(), {{}, {}, {}, {}, nowhere});
  std::size_t first = 0;
  for (const ProcessingElement& element : platform.elements) {
    first_lane_.push_back(first);
    first += element.slots;
  }
  first_lane_.push_back(first);
  lanes_.resize(first);
  own_end_.assign(lanes_.size(), release);
}

void PartialSchedule::hold_until(ElementId element, Time until) {
  for (std::size_t lane = lanes_begin(element); lane < lanes_end(element); ++lane) {
    lanes_[lane].take(before_all(), until);
  }
}

void PartialSchedule::release_hold(ElementId element, Time until) {
  for (std::size_t lane = lanes_begin(element); lane < lanes_end(element); ++lane) {
    lanes_[lane].give_back(before_all(), until);
  }
}

std::size_t PartialSchedule::take(ElementId element, Time start, Time finish) {
  std::size_t lane = lanes_begin(element);
  while (lane + 1 < lanes_end(element) &&
         lanes_[lane].earliest_start(start, finish - start) != start) {
    ++lane;
  }
  lanes_[lane].take(start, finish);
  return lane;
}

Time PartialSchedule::data_ready(TaskId task, ElementId element) const {
  Time ready = std::max(release_, problem_.earliest(task, element));
  for (const Edge& input : problem_.graph().inputs(task)) {
    const PlannedTask& producer = by_task_[input.task];
    if (producer.lane == nowhere) continue;
    const Route& route = problem_.interconnect().route(producer.element, element);
    ready = std::max(ready, producer.finish + route.time_alone(input.bytes));
  }
  return ready;
}

/// The first placement on a slot of an element in a gap that is long enough. With contention the
/// duration depends on the start: a longer one may need another gap, where it is known again.
PlannedTask PartialSchedule::first_on(std::size_t lane, TaskId task, ElementId element,
                                      Time ready) const {
  const Duration alone = problem_.duration(task, element);
  Time start = lanes_[lane].earliest_start(ready, alone);
  if (!contention_) return {task, element, start, start + alone, lane};
  const MemoryUse use = problem_.memory_use(task, element);
  Duration gap = alone;
  for (;;) {
    const Duration duration = contention_->duration(use, alone, start);
    if (duration <= gap) return {task, element, start, start + duration, lane};
    gap = duration;
    start = lanes_[lane].earliest_start(ready, gap);
  }
}

PlannedTask PartialSchedule::fit(TaskId task, ElementId element) const {
  const Time ready = data_ready(task, element);
  PlannedTask best{task, element, Time::never(), Time::never(), 0};
  const std::size_t end = lanes_end(element);
  for (std::size_t lane = lanes_begin(element); lane < end; ++lane) {
    const PlannedTask there = first_on(lane, task, element, ready);
    if (there.start < best.start) best = there;
  }
  return best;
}

PlannedTask PartialSchedule::best_fit(TaskId task) const {
  PlannedTask best{task, {}, Time::never(), Time::never(), 0};
  for (const ElementId element : problem_.elements_for(task)) {
    const PlannedTask planned = fit(task, element);
    if (planned.finish < best.finish) best = planned;
  }
  return best;
}

PlannedTask PartialSchedule::append(TaskId task, ElementId element, Time ready) const {
  PlannedTask best{task, element, Time::never(), Time::never(), 0};
  const std::size_t end = lanes_end(element);
  for (std::size_t lane = lanes_begin(element); lane < end; ++lane) {
    const PlannedTask there = first_on(lane, task, element, std::max(ready, own_end_[lane]));
    if (there.start < best.start) best = there;
  }
  return best;
}

Time PartialSchedule::busy_until(ElementId element) const {
  Time first = Time::never();
  const std::size_t end = lanes_end(element);
  for (std::size_t lane = lanes_begin(element); lane < end; ++lane) {
    first = std::min(first, lanes_[lane].last_finish());
  }
  return std::max(first, release_);
}

Time PartialSchedule::own_end(ElementId element) const {
  return *std::min_element(own_end_.begin() + static_cast<std::ptrdiff_t>(lanes_begin(element)),
                           own_end_.begin() + static_cast<std::ptrdiff_t>(lanes_end(element)));
}

bool PartialSchedule::is_empty() const {
  return std::ranges::all_of(lanes_, [](const Lane& lane) { return lane.is_empty(); });
}

void PartialSchedule::place(const PlannedTask& planned) {
  lanes_[planned.lane].take(planned.start, planned.finish);
  by_task_[planned.task] = planned;
  placed_.push_back(planned);
  own_end_before_.push_back(own_end_[planned.lane]);
  own_end_[planned.lane] = std::max(own_end_[planned.lane], planned.finish);
  if (contention_) {
    contention_->place(
        {problem_.memory_use(planned.task, planned.element), planned.start, planned.finish});
  }
}

void PartialSchedule::undo() {
  const PlannedTask& planned = placed_.back();
  lanes_[planned.lane].give_back(planned.start, planned.finish);
  by_task_[planned.task].lane = nowhere;
  own_end_[planned.lane] = own_end_before_.back();
  own_end_before_.pop_back();
  placed_.pop_back();
  if (contention_) contention_->undo();
}

}  // namespace kairos
