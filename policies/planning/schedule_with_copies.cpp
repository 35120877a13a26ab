#include "policies/planning/schedule_with_copies.hpp"

#include <algorithm>

namespace kairos {

ScheduleWithCopies::ScheduleWithCopies(const PlanningProblem& problem,
                                       const PartialSchedule& before, std::uint64_t generations)
    : problem_(problem),
      release_(before.release()),
      generations_(generations),
      runs_of_(problem.task_count()) {
  for (const ElementId element : ids<ElementId>(problem.element_count())) {
    const auto lanes = before.lanes(element);
    lanes_.push_back({lanes.begin(), lanes.end()});
  }
}

ScheduleWithCopies::Source ScheduleWithCopies::source(const Edge& input, ElementId element,
                                                      RunId before) const {
  Source first;
  for (const RunId run : runs_of_[input.task]) {
    if (run >= before) break;
    const Route& route = problem_.interconnect().route(runs_[run].element, element);
    const Time arrival = runs_[run].finish + route.time_alone(input.bytes);
    if (arrival < first.arrival) first = {run, arrival};
  }
  return first;
}

std::optional<TaskId> ScheduleWithCopies::critical_parent(TaskId task, ElementId element) const {
  std::optional<TaskId> critical;
  Time latest = release_;
  for (const Edge& input : problem_.graph().inputs(task)) {
    const Time arrival = source(input, element, runs_.size()).arrival;
    if (arrival <= latest) continue;
    latest = arrival;
    critical = input.task;
  }
  if (!critical || !problem_.can_run(*critical, element)) return std::nullopt;
  if (problem_.graph().gangs().of(*critical)) return std::nullopt;  // A copy would run without it.
  const auto is_here = [&](RunId run) { return runs_[run].element == element; };
  if (std::ranges::any_of(runs_of_[*critical], is_here)) return std::nullopt;
  return critical;
}

PlannedTask ScheduleWithCopies::fit(TaskId task, ElementId element) const {
  const Duration duration = problem_.duration(task, element);
  Time ready = std::max(release_, problem_.earliest(task, element));
  for (const Edge& input : problem_.graph().inputs(task)) {
    ready = std::max(ready, source(input, element, runs_.size()).arrival);
  }
  PlannedTask best{task, element, Time::never(), Time::never(), 0};
  for (std::size_t lane = 0; lane < lanes_[element].size(); ++lane) {
    const Time start = lanes_[element][lane].earliest_start(ready, duration);
    if (start < best.start) best = {task, element, start, start + duration, lane};
  }
  return best;
}

void ScheduleWithCopies::place(TaskId task) {
  Time earliest = Time::never();
  ElementId best{};
  const std::size_t size = runs_.size();
  for (const ElementId element : problem_.elements_for(task)) {
    place_with_copies(task, element, generations_);
    const Time finish = runs_.back().finish;
    undo_to(size);
    if (finish >= earliest) continue;
    earliest = finish;
    best = element;
  }
  place_with_copies(task, best, generations_);
}

/// Copies one critical parent after the other, each with its own parents, as long as the task then
/// starts earlier.
void ScheduleWithCopies::place_with_copies(TaskId task, ElementId element,
                                           std::uint64_t generations) {
  while (true) {
    const PlannedTask planned = fit(task, element);
    const std::size_t size = runs_.size();
    const auto parent = generations > 0 ? critical_parent(task, element) : std::nullopt;
    if (parent) {
      place_with_copies(*parent, element, generations - 1);
      if (fit(task, element).start < planned.start) continue;
      undo_to(size);
    }
    push(planned);
    return;
  }
}

void ScheduleWithCopies::push(const PlannedTask& planned) {
  lanes_[planned.element][planned.lane].take(planned.start, planned.finish);
  runs_of_[planned.task].push_back(runs_.size());
  runs_.push_back(planned);
}

void ScheduleWithCopies::undo_to(std::size_t size) {
  while (runs_.size() > size) {
    const PlannedTask& last = runs_.back();
    lanes_[last.element][last.lane].give_back(last.start, last.finish);
    runs_of_[last.task].pop_back();
    runs_.pop_back();
  }
}

void ScheduleWithCopies::remove_unused() {
  std::vector<bool> used(runs_.size());
  for (RunId run = runs_.size(); run-- > 0;) {
    const auto& [task, element, start, finish, lane] = runs_[run];
    if (problem_.graph().outputs(task).empty()) used[run] = true;
    if (!used[run]) continue;
    for (const Edge& input : problem_.graph().inputs(task)) {
      used[source(input, element, run).run] = true;
    }
  }
  std::vector<PlannedTask> kept;
  for (auto& runs : runs_of_) runs.clear();
  for (RunId run = 0; run < runs_.size(); ++run) {
    if (!used[run]) continue;
    runs_of_[runs_[run].task].push_back(kept.size());
    kept.push_back(runs_[run]);
  }
  runs_ = std::move(kept);
}

Time ScheduleWithCopies::finish() const {
  Time last = release_;
  for (const PlannedTask& run : runs_) last = std::max(last, run.finish);
  return last;
}

std::vector<TaskId> ScheduleWithCopies::ids_in_graph() const {
  std::vector<TaskId> numbers;
  numbers.reserve(runs_.size());
  std::size_t next = problem_.task_count();
  for (RunId run = 0; run < runs_.size(); ++run) {
    const TaskId task = runs_[run].task;
    const bool is_first = runs_of_[task].front() == run;
    numbers.push_back(is_first ? task : static_cast<TaskId>(next++));
  }
  return numbers;
}

JobGraph::Builder ScheduleWithCopies::graph() const {
  const JobGraph& whole = problem_.graph();
  JobGraph::Builder builder(whole.name());
  builder.add_residents_of(whole);
  for (const Task& task : whole.tasks()) builder.add(task);
  for (RunId run = 0; run < runs_.size(); ++run) {
    if (runs_of_[runs_[run].task].front() != run) builder.add_copy(runs_[run].task);
  }
  const std::vector<TaskId> number = ids_in_graph();
  for (RunId run = 0; run < runs_.size(); ++run) {
    const TaskId task = runs_[run].task;
    builder.use_residents_of(whole, task, number[run]);
    for (const Edge& input : whole.inputs(task)) {
      const RunId from = source(input, runs_[run].element, run).run;
      builder.connect_like(whole, task, input, number[from], number[run]);
    }
  }
  return builder;
}

std::vector<PlannedTask> ScheduleWithCopies::placed() const {
  std::vector<PlannedTask> placed = runs_;
  const std::vector<TaskId> number = ids_in_graph();
  for (RunId run = 0; run < runs_.size(); ++run) placed[run].task = number[run];
  return placed;
}

}  // namespace kairos
