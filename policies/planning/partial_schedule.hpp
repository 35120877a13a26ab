// A schedule under construction: which intervals of every element are taken, and where the tasks
// placed so far will finish. Placement is by insertion: a task may take a gap between two others.
#pragma once

#include <span>
#include <vector>

#include "policies/planning/planning_problem.hpp"

namespace kairos {

/// The intervals in which one slot of an element is taken, in order and disjoint.
class Lane {
 public:
  struct Interval {
    Time start, finish;
  };
  /// The start of the first gap, not before `ready`, that is long enough.
  [[nodiscard]] Time earliest_start(Time ready, Duration duration) const;
  void take(Time start, Time finish);
  [[nodiscard]] Time last_finish() const { return taken_.empty() ? Time{} : taken_.back().finish; }
  [[nodiscard]] const std::vector<Interval>& taken() const { return taken_; }

 private:
  std::vector<Interval> taken_;
};

struct PlannedTask {
  TaskId task{};
  ElementId element{};
  Time start, finish;
  std::size_t lane = 0;
};

class PartialSchedule {
 public:
  /// Lanes are the slots of all elements, each free from the instant given.
  PartialSchedule(const PlanningProblem& problem, const Platform& platform, Time release);

  /// Marks an interval of an element as taken by something else, on its emptiest slot.
  void take(ElementId element, Time start, Time finish);

  /// Where a task whose inputs are all placed would go on an element.
  [[nodiscard]] PlannedTask fit(TaskId task, ElementId element) const;
  /// Its placement with the earliest finish; ties go to the lowest element.
  [[nodiscard]] PlannedTask best_fit(TaskId task) const;
  void place(const PlannedTask& planned);
  /// When the last of what is placed on an element ends, on its emptiest slot.
  [[nodiscard]] Time busy_until(ElementId element) const;

  /// Before which nothing may start.
  [[nodiscard]] Time release() const { return release_; }
  /// The slots of an element.
  [[nodiscard]] std::span<const Lane> lanes(ElementId element) const {
    const std::size_t next = first_lane_[static_cast<ElementId>(index(element) + 1)];
    return std::span(lanes_).subspan(first_lane_[element], next - first_lane_[element]);
  }

  /// In the order in which they were placed.
  [[nodiscard]] const std::vector<PlannedTask>& placed() const { return placed_; }

 private:
  [[nodiscard]] Time data_ready(TaskId task, ElementId element) const;

  const PlanningProblem& problem_;
  Time release_;
  std::vector<Lane> lanes_;
  IdVector<ElementId, std::size_t> first_lane_;  ///< One more than there are elements.
  IdVector<TaskId, PlannedTask> by_task_;
  std::vector<PlannedTask> placed_;
};

}  // namespace kairos
