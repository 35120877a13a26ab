#include "policies/planning/partial_schedule.hpp"

#include <algorithm>

namespace kairos {

Time Lane::earliest_start(Time ready, Duration duration) const {
  auto next = std::ranges::upper_bound(taken_, ready, {}, &Interval::finish);
  Time start = ready;
  for (; next != taken_.end(); ++next) {
    if (start + duration <= next->start) return start;
    start = std::max(start, next->finish);
  }
  return start;
}

void Lane::take(Time start, Time finish) {
  // What takes no time stands behind what ends where it starts and before what starts there.
  auto place = std::ranges::upper_bound(taken_, start, {}, &Interval::start);
  while (place != taken_.begin() && std::prev(place)->start == start &&
         std::prev(place)->finish > start && finish == start) {
    --place;
  }
  taken_.insert(place, {start, finish});
}

void Lane::give_back(Time start, Time finish) {
  auto place = std::ranges::lower_bound(taken_, start, {}, &Interval::start);
  while (place->finish != finish) ++place;
  taken_.erase(place);
}

PartialSchedule::PartialSchedule(const PlanningProblem& problem, const Platform& platform,
                                 Time release)
    : problem_(problem), release_(release) {
  by_task_.assign(problem.task_count(), {{}, {}, {}, {}, nowhere});
  for (const ProcessingElement& element : platform.elements) {
    first_lane_.push_back(lanes_.size());
    lanes_.resize(lanes_.size() + element.slots);
  }
  first_lane_.push_back(lanes_.size());
  own_end_.assign(lanes_.size(), release);
}

void PartialSchedule::hold_until(ElementId element, Time until) {
  const Time before_all = release_ - Duration::picoseconds(1);
  for (std::size_t lane = lanes_begin(element); lane < lanes_end(element); ++lane) {
    lanes_[lane].take(before_all, until);
  }
}

void PartialSchedule::take(ElementId element, Time start, Time finish) {
  if (start == finish) return;
  const std::size_t end = lanes_end(element);
  for (std::size_t lane = lanes_begin(element); lane < end; ++lane) {
    if (lanes_[lane].earliest_start(start, finish - start) == start || lane + 1 == end) {
      lanes_[lane].take(start, finish);
      return;
    }
  }
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

PlannedTask PartialSchedule::fit(TaskId task, ElementId element) const {
  const Duration duration = problem_.duration(task, element);
  const Time ready = data_ready(task, element);
  PlannedTask best{task, element, Time::never(), Time::never(), 0};
  const std::size_t end = lanes_end(element);
  for (std::size_t lane = lanes_begin(element); lane < end; ++lane) {
    const Time start = lanes_[lane].earliest_start(ready, duration);
    if (start < best.start) best = {task, element, start, start + duration, lane};
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
  const Duration duration = problem_.duration(task, element);
  PlannedTask best{task, element, Time::never(), Time::never(), 0};
  const std::size_t end = lanes_end(element);
  for (std::size_t lane = lanes_begin(element); lane < end; ++lane) {
    const Time start = lanes_[lane].earliest_start(std::max(ready, own_end_[lane]), duration);
    if (start < best.start) best = {task, element, start, start + duration, lane};
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

void PartialSchedule::place(const PlannedTask& planned) {
  lanes_[planned.lane].take(planned.start, planned.finish);
  by_task_[planned.task] = planned;
  placed_.push_back(planned);
  own_end_before_.push_back(own_end_[planned.lane]);
  own_end_[planned.lane] = std::max(own_end_[planned.lane], planned.finish);
}

void PartialSchedule::undo() {
  const PlannedTask& planned = placed_.back();
  lanes_[planned.lane].give_back(planned.start, planned.finish);
  by_task_[planned.task].lane = nowhere;
  own_end_[planned.lane] = own_end_before_.back();
  own_end_before_.pop_back();
  placed_.pop_back();
}

}  // namespace kairos
