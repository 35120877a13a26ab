#include "policies/planning/open_pairs.hpp"

#include <optional>
#include <tuple>

namespace kairos {

OpenPairs::OpenPairs(const PlanningProblem& problem, const OpenTasks& open,
                     const PartialSchedule& schedule, Prefer prefer)
    : problem_(problem),
      open_(open),
      schedule_(schedule),
      prefer_(prefer),
      queues_(problem.element_count()),
      is_there_(problem.task_count() * problem.element_count()) {}

void OpenPairs::add(TaskId task, ElementId element, std::int64_t offset) {
  const Time data = open_.data_ready(task, element);
  Queues& queues = queues_[element];
  if (data <= schedule_.own_end(element)) {
    is_there_[cell(task, element)] = true;
    queues.there.push({offset, task, offset});
  } else {
    queues.by_cost.push({signed_time(data) + offset, task, offset});
    queues.by_data.push({data.picoseconds(), task, offset});
  }
}

void OpenPairs::forget_placed(Queue& queue) {
  while (!queue.empty() && schedule_.is_placed(queue.top().task)) queue.pop();
}

void OpenPairs::arrive(ElementId element) {
  Queues& queues = queues_[element];
  const std::int64_t free = schedule_.own_end(element).picoseconds();
  while (!queues.by_data.empty() && queues.by_data.top().key <= free) {
    const Entry entry = queues.by_data.top();
    queues.by_data.pop();
    if (schedule_.is_placed(entry.task)) continue;
    is_there_[cell(entry.task, element)] = true;
    queues.there.push({entry.offset, entry.task, entry.offset});
  }
  const auto has_arrived = [&](const Entry& entry) {
    return is_there_[cell(entry.task, element)] || schedule_.is_placed(entry.task);
  };
  while (!queues.by_cost.empty() && has_arrived(queues.by_cost.top())) queues.by_cost.pop();
}

OpenPairs::Pair OpenPairs::smallest() {
  std::optional<std::tuple<std::int64_t, TaskId, ElementId>> best;
  const auto consider = [&](std::int64_t cost, TaskId task, ElementId element) {
    const std::tuple candidate{cost, task, element};
    if (!best || candidate < *best) best = candidate;
  };
  for (const ElementId element : ids<ElementId>(queues_.size())) {
    arrive(element);
    Queues& queues = queues_[element];
    forget_placed(queues.there);
    if (!queues.there.empty()) {
      const Entry& first = queues.there.top();
      consider(signed_time(schedule_.own_end(element)) + first.offset, first.task, element);
    }
    if (!queues.by_cost.empty())
      consider(queues.by_cost.top().key, queues.by_cost.top().task, element);
  }
  return {std::get<TaskId>(*best), std::get<ElementId>(*best)};
}

}  // namespace kairos
