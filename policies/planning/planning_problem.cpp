#include "policies/planning/planning_problem.hpp"

#include <algorithm>
#include <utility>

namespace kairos {
namespace {

bool is_sent(const SystemView& view, TaskRef task) {
  const Phase phase = view.phase(task);
  return phase != Phase::waiting && phase != Phase::ready;
}

}  // namespace

PlanningProblem::PlanningProblem(const SystemView& view, JobId job,
                                 const IdVector<TaskId, Time>* expected)
    : view_(view),
      job_(job),
      graph_(&view.graph(job)),
      interconnect_(view.platform().interconnect),
      elements_(view.element_count()) {
  cut_rest(expected);
  durations_.assign(graph_->size() * elements_, Duration::picoseconds(-1));
  candidate_begin_.push_back(0);
  for (const TaskId task : ids<TaskId>(graph_->size())) {
    const TaskRef ref{job, original(task)};
    auto usable = view.elements_for(ref);
    if (usable.empty()) usable = view.capable_elements(ref);
    double sum = 0;
    for (const ElementId element : usable) {
      const Duration duration = view.duration_alone(ref, element);
      durations_[index(task) * elements_ + index(element)] = duration;
      sum += static_cast<double>(duration.picoseconds());
      candidates_.push_back(element);
    }
    mean_durations_.push_back(sum / static_cast<double>(usable.size()));
    candidate_begin_.push_back(static_cast<std::uint32_t>(candidates_.size()));
  }
  const auto pairs = static_cast<double>(elements_ * (elements_ - 1));
  for (const ElementId from : ids<ElementId>(elements_)) {
    for (const ElementId to : ids<ElementId>(elements_)) {
      if (from == to) continue;
      const Route& route = interconnect_.route(from, to);
      mean_latency_ += static_cast<double>(route.latency.picoseconds()) / pairs;
      mean_pace_ += route.picoseconds_per_byte / pairs;
    }
  }
}

/// Reduces the graph to the tasks that have not been sent, if some have, with the amounts of work
/// and the bytes that are expected.
void PlanningProblem::cut_rest(const IdVector<TaskId, Time>* expected) {
  const JobGraph& whole = *graph_;
  IdVector<TaskId, TaskId> left;
  for (const TaskId task : ids<TaskId>(whole.size())) {
    if (!is_sent(view_, {job_, task})) left.push_back(task);
  }
  if (left.size() == whole.size() && !whole.has_draws()) return;
  original_ = std::move(left);
  JobGraph::Builder builder(whole.name());
  IdVector<TaskId, TaskId> number(whole.size());
  for (const TaskId task : original_) {
    Task expected_task = whole[task];
    const double scale = view_.look_at({job_, task}).scale();
    expected_task.work = expected_task.work * scale;
    expected_task.memory = expected_task.memory * scale;
    number[task] = builder.add(std::move(expected_task));
  }
  for (const TaskId task : original_) {
    for (const Edge& input : whole.inputs(task)) {
      if (is_sent(view_, {job_, input.task})) continue;
      const Edge expected_edge{input.task, input.tensor, view_.bytes(job_, input)};
      builder.connect_like(whole, task, expected_edge, number[input.task], number[task]);
    }
  }
  rest_ = builder.build();
  find_arrivals(expected);
  graph_ = rest_.get();
}

/// Computed like SystemView::data_arrival(): on shared links, transfers start only when the
/// destination is known.
void PlanningProblem::find_arrivals(const IdVector<TaskId, Time>* expected) {
  earliest_.assign(original_.size() * elements_, Time{});
  for (std::size_t row = 0; row < original_.size(); ++row) {
    for (const Edge& input : graph_->inputs(original_[static_cast<TaskId>(row)])) {
      const TaskRef producer{job_, input.task};
      if (!is_sent(view_, producer)) continue;
      const bool is_done = view_.phase(producer) == Phase::done;
      const Time finish =
          is_done ? view_.finish_of(producer) : std::max(view_.now(), (*expected)[input.task]);
      for (const ElementId e : ids<ElementId>(elements_)) {
        const Route& route = interconnect_.route(view_.element_of(producer), e);
        const Time leaves = route.is_shared() ? std::max(view_.now(), finish) : finish;
        Time& earliest = earliest_[row * elements_ + index(e)];
        earliest = std::max(earliest, leaves + route.time_alone(view_.bytes(job_, input)));
      }
    }
  }
}

}  // namespace kairos
