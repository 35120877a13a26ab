// A schedule under construction in which a task may run several times, each run serving consumers
// of its own. Placement is by insertion, as in PartialSchedule.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "policies/planning/partial_schedule.hpp"

namespace kairos {

class ScheduleWithCopies {
 public:
  /// Copies reach so many generations of ancestors back.
  ScheduleWithCopies(const PlanningProblem& problem, const PartialSchedule& before,
                     std::uint64_t generations);

  /// Places a task whose inputs are placed where it finishes first, with the copies of ancestors
  /// that bring its start forward there; ties go to the lowest element.
  void place(TaskId task);

  /// Forgets the runs whose output nobody takes, now that all tasks are placed.
  void remove_unused();

  /// When the last run ends.
  [[nodiscard]] Time finish() const;
  /// The graph of all runs; the first run of every task has its id, the others are copies.
  [[nodiscard]] JobGraph::Builder graph() const;
  /// In the order in which they were placed, by the ids of graph().
  [[nodiscard]] std::vector<PlannedTask> placed() const;

 private:
  using RunId = std::size_t;  ///< Its place in runs_.

  struct Source {
    RunId run = 0;
    Time arrival = Time::never();
  };
  /// Of those before a run: whose output would be there first; ties go to the first placed.
  [[nodiscard]] Source source(const Edge& input, ElementId element, RunId before) const;
  /// The input that is there last and runs on other elements only; ties go to the lowest task.
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
