#include "policies/planning/planning_problem.hpp"

namespace kairos {

PlanningProblem::PlanningProblem(const SystemView& view, JobId job)
    : view_(view),
      job_(job),
      graph_(view.graph(job)),
      interconnect_(view.platform().interconnect),
      elements_(view.element_count()) {
  durations_.assign(graph_.size() * elements_, Duration::picoseconds(-1));
  candidate_begin_.push_back(0);
  for (const TaskId task : ids<TaskId>(graph_.size())) {
    const TaskRef ref{job, task};
    auto usable = view.elements_for(ref);
    if (usable.empty()) usable = view.capable_elements(ref);
    double sum = 0;
    for (const ElementId element : usable) {
      const Duration duration = view.duration(ref, element);
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

}  // namespace kairos
