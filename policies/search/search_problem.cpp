#include "policies/search/search_problem.hpp"

#include <algorithm>

namespace kairos {

SearchProblem::SearchProblem(const PlanningProblem& problem, const PartialSchedule& schedule)
    : tasks_(problem.task_count()),
      elements_(problem.element_count()),
      release_(schedule.release().picoseconds()) {
  copy_tasks(problem);
  copy_paths(problem.interconnect());
  copy_lanes(schedule);
  measure_horizon();
}

Picoseconds SearchProblem::shortest_length() const {
  std::vector<Picoseconds> finish(tasks_);
  Picoseconds longest = 0;
  for (const std::uint32_t task : order_) {
    for (const SearchEdge& input : inputs(task)) {
      finish[task] = std::max(finish[task], finish[input.task]);
    }
    Picoseconds fastest = never;
    for (const std::uint32_t element : candidates(task)) {
      fastest = std::min(fastest, duration(task, element));
    }
    finish[task] += fastest;
    longest = std::max(longest, finish[task]);
  }
  return longest;
}

void SearchProblem::copy_tasks(const PlanningProblem& problem) {
  const JobGraph& graph = problem.graph();
  const auto number = [](const auto& id) { return static_cast<std::uint32_t>(id); };
  for (const TaskId task : ids<TaskId>(tasks_)) {
    for (const ElementId element : ids<ElementId>(elements_)) {
      durations_.push_back(problem.duration(task, element).picoseconds());
      earliest_.push_back(std::max(release_, problem.earliest(task, element).picoseconds()));
    }
    for (const ElementId element : problem.elements_for(task)) {
      candidates_.push_back(number(element));
    }
    for (const Edge& edge : graph.inputs(task)) {
      inputs_.push_back({number(edge.task), edge.bytes.value()});
    }
    for (const Edge& edge : graph.outputs(task)) {
      outputs_.push_back({number(edge.task), edge.bytes.value()});
    }
    candidate_begin_.push_back(number(candidates_.size()));
    input_begin_.push_back(number(inputs_.size()));
    output_begin_.push_back(number(outputs_.size()));
  }
  for (const TaskId task : graph.topological_order()) order_.push_back(number(task));
}

void SearchProblem::copy_paths(const Interconnect& interconnect) {
  paths_.reserve(elements_ * elements_);
  for (const ElementId from : ids<ElementId>(elements_)) {
    for (const ElementId to : ids<ElementId>(elements_)) {
      const Route& route = interconnect.route(from, to);
      paths_.push_back({route.latency.picoseconds(), route.picoseconds_per_byte});
    }
  }
}

void SearchProblem::copy_lanes(const PartialSchedule& schedule) {
  for (const ElementId element : ids<ElementId>(elements_)) {
    const std::span<const Lane> lanes = schedule.lanes(element);
    for (const Lane& lane : lanes) {
      element_of_lane_.push_back(static_cast<std::uint32_t>(element));
      taken_begin_.push_back(taken_.size());
      for (const Lane::Interval& interval : lane.taken()) {
        taken_.push_back({interval.start.picoseconds(), interval.finish.picoseconds()});
      }
      taken_.push_back({never, never});
    }
    lane_begin_.push_back(lane_begin_.back() + lanes.size());
  }
}

/// The horizon ensures that no sum formed by a search exceeds 64 bits; anything larger is refused.
void SearchProblem::measure_horizon() {
  Duration horizon = Duration::picoseconds(release_);
  for (const Interval& interval : taken_) {
    if (interval.finish != never) {
      horizon = std::max(horizon, Duration::picoseconds(interval.finish));
    }
  }
  for (const Picoseconds earliest : earliest_) {
    horizon = std::max(horizon, Duration::picoseconds(earliest));
  }
  Path slowest{};
  for (const Path& path : paths_) {
    slowest.latency = std::max(slowest.latency, path.latency);
    slowest.pace = std::max(slowest.pace, path.pace);
  }
  for (std::size_t t = 0; t < tasks_; ++t) {
    const auto row = durations_.begin() + static_cast<std::ptrdiff_t>(t * elements_);
    horizon +=
        Duration::picoseconds(*std::max_element(row, row + static_cast<std::ptrdiff_t>(elements_)));
  }
  for (const SearchEdge& edge : inputs_) {
    horizon +=
        Duration::picoseconds(slowest.latency) + whole_picoseconds(edge.bytes * slowest.pace);
  }
  horizon_ = horizon.picoseconds();
  static_cast<void>(horizon + horizon + horizon);
}

}  // namespace kairos
