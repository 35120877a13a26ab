#include "policies/planning/planning_policy.hpp"

#include <limits>
#include <utility>

#include "policies/placement.hpp"

namespace kairos {

void PlanningPolicy::begin(const SystemView& view) {
  promises_.begin(view);
  loose_.clear();
  open_jobs_.clear();
  up_.assign(view.element_count(), true);
  elements_changed_ = false;
  next_ticket_ = 0;
  planned_jobs_ = 0;
  seed_ = view.seed();
}

std::optional<Decision> PlanningPolicy::decide(const SystemView& view) {
  plan_all(view);
  find_loose(view);
  const std::optional<TaskRef> task = next_to_send(view);
  if (!task) return std::nullopt;
  const ElementId element =
      is_loose(*task, view) ? earliest_finish(*task, view).element : promises_.element(*task);
  promises_.keep(*task, element, view.estimate(*task, element).finish, view);
  if (!promises_.has_promises(task->job)) open_jobs_.erase(task->job);
  return Decision{*task, element};
}

void PlanningPolicy::forget(JobId job) {
  if (is_planned(job)) promises_.forget(job);
  open_jobs_.erase(job);
}

void PlanningPolicy::skip(TaskRef task, const SystemView& view) {
  if (!is_planned(task.job)) return;
  promises_.skip(task, view);
  if (!promises_.has_promises(task.job)) open_jobs_.erase(task.job);
}

void PlanningPolicy::plan_all(const SystemView& view) {
  if (view.jobs().empty()) return;
  plan_jobs_before(static_cast<JobId>(index(view.jobs().back()) + 1), view);
}

bool PlanningPolicy::is_loose(TaskRef task, const SystemView& view) {
  return !promises_.is_promised(task) || !view.is_up(promises_.element(task));
}

/// Finds loose tasks among those that have become ready, and among those promised to an element
/// that has failed.
void PlanningPolicy::find_loose(const SystemView& view) {
  const auto& ready = view.ready();
  for (auto task = ready.from(next_ticket_); task != ready.end(); ++task) {
    next_ticket_ = task.key() + 1;
    if (!is_planned((*task).job) || !is_loose(*task, view)) continue;
    loose_.emplace(task.key(), *task);
    open_jobs_.insert((*task).job);
  }
  for (const ElementId e : ids<ElementId>(up_.size())) {
    if (up_[e] && !view.is_up(e)) {
      promises_.for_each(e, [&](TaskRef task) {
        if (view.ticket(task) != 0) loose_.emplace(view.ticket(task), task);
      });
    }
    elements_changed_ = elements_changed_ || up_[e] != view.is_up(e);
    up_[e] = view.is_up(e);
  }
}

/// Returns the oldest of the ready tasks that are loose or first in the order of their element.
std::optional<TaskRef> PlanningPolicy::next_to_send(const SystemView& view) {
  std::optional<TaskRef> next;
  std::uint64_t oldest = std::numeric_limits<std::uint64_t>::max();
  while (!loose_.empty()) {
    const auto [ticket, task] = *loose_.begin();
    if (view.is_in_system(task.job) && view.ticket(task) == ticket && is_loose(task, view)) {
      next = task;
      oldest = ticket;
      break;
    }
    loose_.erase(loose_.begin());
  }
  for (const ElementId e : ids<ElementId>(up_.size())) {
    if (!up_[e] || promises_.is_empty(e)) continue;
    const TaskRef first = promises_.first(e);
    const std::uint64_t ticket = view.ticket(first);
    if (ticket == 0 || ticket >= oldest) continue;
    next = first;
    oldest = ticket;
  }
  return next;
}

void PlanningPolicy::plan_jobs_before(JobId end, const SystemView& view) {
  if (index(end) <= planned_jobs_) return;
  promises_.follow(view);
  const auto& jobs = view.jobs();
  for (auto job = jobs.from(static_cast<JobId>(planned_jobs_)); job != jobs.end(); ++job) {
    if (*job >= end) break;
    if (!is_window_open(view)) return;
    plan_job(*job, view);
    planned_jobs_ = index(*job) + 1;
  }
  planned_jobs_ = index(end);
}

bool PlanningPolicy::could_plan_more(const SystemView& view) const {
  const auto& jobs = view.jobs();
  return !jobs.empty() && !is_planned(jobs.back()) && is_window_open(view);
}

bool PlanningPolicy::is_window_open(const SystemView& view) const {
  if (promises_.size() < window_) return true;
  for (const ElementId e : ids<ElementId>(view.element_count())) {
    if (!view.is_up(e) && !promises_.is_empty(e)) return true;
  }
  return false;
}

namespace {

/// True if some task of the job has not been sent.
bool is_open(JobId job, const SystemView& view) {
  for (const TaskId task : ids<TaskId>(view.graph(job).size())) {
    const Phase phase = view.phase({job, task});
    if (phase == Phase::waiting || phase == Phase::ready) return true;
  }
  return false;
}

}  // namespace

void PlanningPolicy::replan(const SystemView& view) {
  promises_.follow(view);
  promises_.clear(view);
  find_open_jobs(view);
  for (const JobId job : std::set(open_jobs_)) plan_job(job, view);
  plan_all(view);
}

/// Finds the planned jobs with tasks that have not been sent, or that have lost their element.
void PlanningPolicy::find_open_jobs(const SystemView& view) {
  const auto& jobs = view.jobs();
  // Tasks that were sent to an element that is down now may wait without being ready.
  bool all_up = true;
  for (const ElementId e : ids<ElementId>(up_.size())) {
    all_up = all_up && view.is_up(e);
    elements_changed_ = elements_changed_ || up_[e] != view.is_up(e);
  }
  if (std::exchange(elements_changed_, false) && !all_up) {
    for (auto job = jobs.begin(); job != jobs.end() && is_planned(*job); ++job) {
      open_jobs_.insert(*job);
    }
  }
  const auto& ready = view.ready();
  for (auto task = ready.from(next_ticket_); task != ready.end(); ++task) {
    if (is_planned((*task).job)) open_jobs_.insert((*task).job);
  }
  std::erase_if(open_jobs_,
                [&](JobId job) { return !view.is_in_system(job) || !is_open(job, view); });
}

namespace {

/// True if every task of the job has an element that is up.
bool has_elements(JobId job, const SystemView& view) {
  for (const TaskId task : ids<TaskId>(view.graph(job).size())) {
    if (view.elements_for({job, task}).empty()) return false;
  }
  return true;
}

}  // namespace

void PlanningPolicy::choose_form(const SystemView& view, JobId job, JobForms& forms) {
  plan_jobs_before(job, view);
  std::size_t best = 0;
  std::pair earliest{true, Time::never()};  // true for forms that have to wait for an element
  for (std::size_t form = 0; form < forms.count(); ++form) {
    forms.take(form);
    const std::pair end{!has_elements(job, view), planned_end(view, job)};
    if (end >= earliest) continue;
    earliest = end;
    best = form;
  }
  forms.take(best);
}

Time PlanningPolicy::planned_end(const SystemView& view, JobId job) {
  const PlanningProblem problem(view, job);
  PartialSchedule schedule = around_promises(problem, view);
  plan(problem, schedule);
  Time end = view.now();
  for (const PlannedTask& planned : schedule.placed()) end = std::max(end, planned.finish);
  return end;
}

void PlanningPolicy::plan_job(JobId job, const SystemView& view) {
  open_jobs_.insert(job);
  const IdVector<TaskId, Time> expected = promises_.expected_finishes(job);
  const PlanningProblem problem(view, job, &expected);
  promises_.update(view);
  PartialSchedule schedule(problem, view.platform(), view.now(), std::move(promises_.lanes()));
  foresee_contention(schedule, view);
  const std::vector<Busy> busy = take_what_is_sent(schedule, view);
  plan(problem, schedule);

  const std::vector<PlannedTask> placed = schedule.placed();
  for (std::size_t i = 0; i < placed.size(); ++i) schedule.undo();
  for (const Busy& sent : busy) schedule.release_hold(sent.element, sent.until);
  promises_.lanes() = schedule.release_lanes();
  promises_.add(problem, placed);
}

/// Lets the schedule foresee the contention by tasks that run and by those that are promised.
void PlanningPolicy::foresee_contention(PartialSchedule& schedule, const SystemView& view) const {
  if (view.contention() == nullptr) return;
  std::vector<PlannedUse> uses;
  for (const ElementId e : ids<ElementId>(view.element_count())) {
    for (const SystemView::Running& running : view.running_tasks(e)) {
      const Time finish = view.expected_finish(e, running.slot);
      uses.push_back({view.memory_use(running.task, e), view.now(), finish});
    }
    promises_.for_each_interval(e, [&](TaskRef task, Time start, Time finish) {
      uses.push_back({view.memory_use(task, e), start, finish});
    });
  }
  schedule.foresee(PlannedContention(*view.contention(), std::move(uses)));
}

std::vector<PlanningPolicy::Busy> PlanningPolicy::take_what_is_sent(PartialSchedule& schedule,
                                                                    const SystemView& view) {
  std::vector<Busy> busy;
  for (const ElementId e : ids<ElementId>(view.element_count())) {
    const Time until = view.free_at(e);
    if (until <= view.now()) continue;
    schedule.hold_until(e, until);
    busy.push_back({e, until});
  }
  return busy;
}

PartialSchedule PlanningPolicy::around_promises(const PlanningProblem& problem,
                                                const SystemView& view) {
  promises_.follow(view);
  promises_.update(view);
  PartialSchedule schedule(problem, view.platform(), view.now(), promises_.lanes());
  foresee_contention(schedule, view);
  static_cast<void>(take_what_is_sent(schedule, view));
  return schedule;
}

}  // namespace kairos
