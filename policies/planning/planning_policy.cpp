#include "policies/planning/planning_policy.hpp"

#include <algorithm>
#include <tuple>

#include "policies/placement.hpp"

namespace kairos {

void PlanningPolicy::begin(const SystemView& view) {
  promises_.assign(view.element_count(), {});
  plans_.clear();
  planned_jobs_ = 0;
  serial_ = 0;
  seed_ = view.seed();
}

std::optional<Decision> PlanningPolicy::decide(const SystemView& view) {
  if (!view.jobs().empty()) {
    plan_jobs_before(static_cast<JobId>(index(view.jobs().back()) + 1), view);
  }
  for (const TaskRef task : view.ready()) {
    JobPlan& plan = plans_.at(static_cast<std::uint32_t>(task.job));
    const ElementId planned = plan.element[task.task];
    const bool kept = plan.promised[task.task] && view.is_up(planned);
    if (kept && promises_[planned].front().task != task) continue;
    const ElementId element = kept ? planned : earliest_finish(task, view).element;
    if (plan.promised[task.task]) keep_promise(task, planned);
    plan.promised[task.task] = false;
    plan.element[task.task] = element;
    plan.finish[task.task] = view.estimate(task, element).finish;
    return Decision{task, element};
  }
  return std::nullopt;
}

void PlanningPolicy::keep_promise(TaskRef task, ElementId element) {
  auto& promises = promises_[element];
  promises.erase(std::ranges::find(promises, task, &Promise::task));
}

void PlanningPolicy::plan_jobs_before(JobId end, const SystemView& view) {
  if (index(end) <= planned_jobs_) return;
  forget_finished_jobs(view);
  for (const JobId job : view.jobs()) {
    if (index(job) >= planned_jobs_ && job < end) plan_job(job, view);
  }
  planned_jobs_ = index(end);
}

namespace {

/// Some task of it has not been sent.
bool is_open(JobId job, const SystemView& view) {
  for (const TaskId task : ids<TaskId>(view.graph(job).size())) {
    const Phase phase = view.phase({job, task});
    if (phase == Phase::waiting || phase == Phase::ready) return true;
  }
  return false;
}

}  // namespace

void PlanningPolicy::replan(const SystemView& view) {
  forget_finished_jobs(view);
  for (auto& promises : promises_) promises.clear();
  for (const JobId job : view.jobs()) {
    if (is_open(job, view)) plan_job(job, view);
    planned_jobs_ = std::max(planned_jobs_, index(job) + 1);
  }
}

void PlanningPolicy::forget_finished_jobs(const SystemView& view) {
  std::erase_if(plans_, [&](const auto& plan) {
    return !std::ranges::binary_search(view.jobs(), static_cast<JobId>(plan.first));
  });
}

void PlanningPolicy::plan_job(JobId job, const SystemView& view) {
  JobPlan& kept = plans_[static_cast<std::uint32_t>(job)];
  const PlanningProblem problem(view, job, &kept.finish);
  PartialSchedule schedule = around_promises(problem, view);
  plan(problem, schedule);

  const std::size_t tasks = view.graph(job).size();
  kept.element.resize(tasks);
  kept.finish.resize(tasks);
  kept.promised.assign(tasks, false);
  for (const PlannedTask& planned : schedule.placed()) {
    const TaskId task = problem.original(planned.task);
    kept.element[task] = planned.element;
    kept.finish[task] = planned.finish;
    kept.promised[task] = true;
    promises_[planned.element].push_back({{job, task}, planned.start, planned.finish, serial_++});
  }
  for (auto& promises : promises_) {
    std::ranges::stable_sort(
        promises, {}, [](const Promise& p) { return std::tuple(p.start, p.finish, p.serial); });
  }
}

PartialSchedule PlanningPolicy::around_promises(const PlanningProblem& problem,
                                                const SystemView& view) {
  move_promises(view);
  PartialSchedule schedule(problem, view.platform(), view.now());
  for (const ElementId e : ids<ElementId>(view.element_count())) {
    if (view.free_at(e) > view.now()) schedule.hold_until(e, view.free_at(e));
    for (const Promise& promise : promises_[e]) schedule.take(e, promise.start, promise.finish);
  }
  return schedule;
}

void PlanningPolicy::move_promises(const SystemView& view) {
  std::vector<std::pair<Promise*, ElementId>> all;
  IdVector<ElementId, Time> free;
  for (const ElementId e : ids<ElementId>(view.element_count())) {
    free.push_back(view.free_at(e));
    for (Promise& promise : promises_[e]) all.emplace_back(&promise, e);
  }
  // Planned order is consistent with precedence and with the order on every element.
  std::ranges::sort(all, {}, [](const auto& p) {
    return std::tuple(p.first->start, p.first->finish, p.first->serial);
  });
  for (const auto& [promise, element] : all) {
    JobPlan& plan = plans_.at(static_cast<std::uint32_t>(promise->task.job));
    promise->start = std::max({free[element], inputs_there(promise->task, element, view)});
    promise->finish = promise->start + view.duration(promise->task, element);
    free[element] = promise->finish;
    plan.finish[promise->task.task] = promise->finish;
  }
}

Time PlanningPolicy::inputs_there(TaskRef task, ElementId element, const SystemView& view) const {
  const JobPlan& plan = plans_.at(static_cast<std::uint32_t>(task.job));
  Time there = view.now();
  for (const Edge& input : view.graph(task.job).inputs(task.task)) {
    const TaskRef producer{task.job, input.task};
    const Time finish =
        view.phase(producer) == Phase::done ? view.finish_of(producer) : plan.finish[input.task];
    there = std::max(there,
                     finish + view.transfer_time(input.bytes, plan.element[input.task], element));
  }
  return there;
}

}  // namespace kairos
