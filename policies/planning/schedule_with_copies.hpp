// A schedule under construction in which a task may run several times, each run serving its own
// consumers. Tasks are placed by insertion, as in PartialSchedule.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "policies/planning/partial_schedule.hpp"

namespace kairos {

class ScheduleWithCopies {
 public:
  /// `generations` is the maximum number of generations of ancestors that are copied.
  ScheduleWithCopies(const PlanningProblem& problem, const PartialSchedule& before,
                     std::uint64_t generations);

  /// Places a task whose inputs are placed on the element where it finishes first, with copies of
  /// ancestors that make it start earlier there; ties go to the lowest element.
  void place(TaskId task);

  /// Removes the runs whose output nobody takes. All tasks must be placed.
  void remove_unused();

  /// The end of the last run.
  [[nodiscard]] Time finish() const;
  /// Returns the graph of all runs; the first run of every task has its id, the others are copies.
  [[nodiscard]] JobGraph::Builder graph() const;
  /// Returns the runs in the order of placement, by the ids of graph().
  [[nodiscard]] std::vector<PlannedTask> placed() const;

 private:
  using RunId = std::size_t;  ///< Index in runs_.

  struct Source {
    RunId run = 0;
    Time arrival = Time::never();
  };
  /// Returns the run before `before` whose output arrives first; ties go to the first placed.
  [[nodiscard]] Source source(const Edge& input, ElementId element, RunId before) const;
  /// Returns the input that arrives last, if it can be copied to the element and does not run there
  /// yet; ties go to the lowest task.
  [[nodiscard]] std::optional<TaskId> critical_parent(TaskId task, ElementId element) const;
  [[nodiscard]] PlannedTask fit(TaskId task, ElementId element) const;
  void place_with_copies(TaskId task, ElementId element, std::uint64_t generations);
  void push(const PlannedTask& planned);
  void undo_to(std::size_t size);
  [[nodiscard]] std::vector<TaskId> ids_in_graph() const;

  const PlanningProblem& problem_;
  Time release_;
  std::uint64_t generations_;
  IdVector<ElementId, std::vector<Lane>> lanes_;
  std::vector<PlannedTask> runs_;
  IdVector<TaskId, std::vector<RunId>> runs_of_;
};

}  // namespace kairos
