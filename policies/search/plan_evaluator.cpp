#include "policies/search/plan_evaluator.hpp"

#include <algorithm>

namespace kairos {

PlanEvaluator::PlanEvaluator(const SearchProblem& problem, const PathBounds& bounds)
    : problem_(problem),
      bounds_(bounds),
      kept_last_start_(problem.elements()),
      finish_(problem.tasks()),
      makespan_(problem.tasks() + 1, problem.release()),
      undo_(problem.tasks()) {
  for (std::size_t lane = 0; lane < problem.lanes(); ++lane) {
    kept_lanes_.push_back({problem.release(), problem.taken(lane)});
  }
  lanes_ = kept_lanes_;
  last_start_ = kept_last_start_;
  trial_finish_ = finish_;
  trial_makespan_ = makespan_;
  trial_undo_ = undo_;
}

[[gnu::always_inline]] inline Picoseconds PlanEvaluator::data_ready(const Plan& plan,
                                                                    std::size_t task,
                                                                    std::uint32_t element) const {
  Picoseconds ready = problem_.earliest(task, element);
  for (const SearchEdge& input : problem_.inputs(task)) {
    ready = std::max(ready, trial_finish_[input.task] +
                                problem_.transfer(input.bytes, plan.element[input.task], element));
  }
  return ready;
}

[[gnu::always_inline]] inline PlanEvaluator::Slot PlanEvaluator::first_gap(
    std::size_t lane, Picoseconds ready, Picoseconds duration) const {
  Picoseconds start = std::max(ready, lanes_[lane].free);
  const SearchProblem::Interval* next = lanes_[lane].next;
  for (; start + duration > next->start; ++next) start = std::max(start, next->finish);
  return {lane, start, next};
}

[[gnu::always_inline]] inline PlanEvaluator::Slot PlanEvaluator::best_slot(
    const Plan& plan, std::uint32_t task, std::uint32_t element) const {
  const Picoseconds duration = problem_.duration(task, element);
  const Picoseconds ready = std::max(data_ready(plan, task, element), last_start_[element]);
  const std::size_t end = problem_.first_lane(element + 1);
  std::size_t lane = problem_.first_lane(element);
  Slot slot = first_gap(lane, ready, duration);
  while (++lane < end) {
    const Slot other = first_gap(lane, ready, duration);
    if (other.start < slot.start) slot = other;
  }
  return slot;
}

std::uint32_t PlanEvaluator::fastest_finish(const Plan& plan, std::uint32_t task) const {
  Picoseconds first = never;
  std::uint32_t best = 0;
  for (const std::uint32_t element : problem_.candidates(task)) {
    const Picoseconds finish =
        best_slot(plan, task, element).start + problem_.duration(task, element);
    if (finish < first) {
      first = finish;
      best = element;
    }
  }
  return best;
}

/// Places the task at a position on its element and saves the earlier state in trial_undo_.
[[gnu::always_inline]] inline Picoseconds PlanEvaluator::place(const Plan& plan,
                                                               std::size_t position) {
  const std::uint32_t task = plan.order[position];
  const std::uint32_t element = plan.element[task];
  const Slot slot = best_slot(plan, task, element);
  const Picoseconds finish = slot.start + problem_.duration(task, element);
  trial_undo_[position] = {static_cast<std::uint32_t>(slot.lane), lanes_[slot.lane],
                           last_start_[element]};
  lanes_[slot.lane] = {finish, slot.next};
  last_start_[element] = slot.start;
  trial_finish_[task] = finish;
  return finish;
}

Picoseconds PlanEvaluator::evaluate(const Plan& plan) {
  for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
    lanes_[lane] = {problem_.release(), problem_.taken(lane)};
  }
  std::ranges::fill(last_start_, problem_.release());
  Picoseconds makespan = problem_.release();
  const std::size_t n = plan.order.size();
  for (std::size_t i = 0; i < n; ++i) {
    makespan = std::max(makespan, place(plan, i));
    trial_makespan_[i + 1] = makespan;
  }
  undo_.swap(trial_undo_);
  makespan_.swap(trial_makespan_);
  makespan_[0] = problem_.release();
  finish_ = trial_finish_;
  kept_lanes_ = lanes_;
  kept_last_start_ = last_start_;
  return makespan;
}

template <class Choose>
Picoseconds PlanEvaluator::try_with(const Plan& plan, std::size_t first, Picoseconds limit,
                                    Choose choose) {
  rewind(plan, first);
  first_ = first;
  Picoseconds makespan = makespan_[first];
  const std::size_t n = plan.order.size();
  for (std::size_t i = first; i < n; ++i) {
    const std::uint32_t task = plan.order[i];
    choose(task);
    const Picoseconds finish = place(plan, i);
    placed_ = i + 1;
    if (finish + bounds_.tail(task, plan.element[task]) > limit) return never;
    makespan = std::max(makespan, finish);
    trial_makespan_[i + 1] = makespan;
  }
  return makespan;
}

Picoseconds PlanEvaluator::try_from(const Plan& plan, std::size_t first, Picoseconds limit) {
  placing_ = false;
  return try_with(plan, first, limit, [](std::uint32_t) {});
}

Picoseconds PlanEvaluator::try_placing_from(Plan& plan, std::size_t first, Picoseconds limit) {
  placing_ = true;
  kept_element_ = plan.element;
  return try_with(plan, first, limit,
                  [&](std::uint32_t task) { plan.element[task] = fastest_finish(plan, task); });
}

/// Removes the tasks of the kept plan from position `first` on from the slots. The slot determines
/// its element, so the plan may have changed meanwhile.
void PlanEvaluator::rewind(const Plan& plan, std::size_t first) {
  for (std::size_t i = plan.order.size(); i-- > first;) {
    const Undo& undo = undo_[i];
    lanes_[undo.lane] = undo.lane_before;
    last_start_[problem_.element_of_lane(undo.lane)] = undo.last_start_before;
  }
}

void PlanEvaluator::keep(const Plan& plan) {
  for (std::size_t i = first_; i < placed_; ++i) {
    const std::uint32_t task = plan.order[i];
    finish_[task] = trial_finish_[task];
    makespan_[i + 1] = trial_makespan_[i + 1];
    undo_[i] = trial_undo_[i];
  }
  kept_lanes_ = lanes_;
  kept_last_start_ = last_start_;
}

void PlanEvaluator::drop(Plan& plan) {
  if (placing_) plan.element = kept_element_;
  for (std::size_t i = first_; i < placed_; ++i) {
    const std::uint32_t task = plan.order[i];
    trial_finish_[task] = finish_[task];
  }
  lanes_ = kept_lanes_;
  last_start_ = kept_last_start_;
}

void commit(const Plan& plan, const PlanEvaluator& evaluator, PartialSchedule& schedule) {
  const auto at = [](Picoseconds t) { return Time(Duration::picoseconds(t)); };
  for (std::size_t i = 0; i < plan.order.size(); ++i) {
    const std::uint32_t task = plan.order[i];
    schedule.place({TaskId{task}, ElementId{plan.element[task]}, at(evaluator.start(plan, task)),
                    at(evaluator.finish(task)), evaluator.lane_at(i)});
  }
}

}  // namespace kairos
