// A schedule under construction: which intervals of every element are taken, and where the tasks
// placed so far will finish. Placement is by insertion, where a task may take a gap between two
// others, or by appending, where it comes after all that its own job has there.
#pragma once

#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "policies/planning/lane.hpp"
#include "policies/planning/planning_problem.hpp"

namespace kairos {

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

  /// The same with lanes that may be taken already.
  PartialSchedule(const PlanningProblem& problem, const Platform& platform, Time release,
                  std::vector<Lane> lanes);
  /// The lanes, with all that is placed; the schedule is of no use afterwards.
  [[nodiscard]] std::vector<Lane> release_lanes() { return std::move(lanes_); }

  /// Keeps all slots of an element taken until an instant, by the tasks that have been sent there
  /// before. A task of no length waits for it, too.
  void hold_until(ElementId element, Time until);
  /// Undoes hold_until().
  void release_hold(ElementId element, Time until);
  /// Marks an interval of an element as taken by something else, on its emptiest slot.
  /// Returns the number of the slot, for give_back().
  std::size_t take(ElementId element, Time start, Time finish);
  void give_back(std::size_t lane, Time start, Time finish) {
    lanes_[lane].give_back(start, finish);
  }

  /// When the outputs of those inputs that are placed would be on an element.
  [[nodiscard]] Time data_ready(TaskId task, ElementId element) const;

  /// Where a task whose inputs are all placed would go on an element, gaps included.
  [[nodiscard]] PlannedTask fit(TaskId task, ElementId element) const;
  /// Its placement with the earliest finish; ties go to the lowest element.
  [[nodiscard]] PlannedTask best_fit(TaskId task) const;

  /// Where it would go behind the last task of this job there, its data being there at `ready`.
  /// Gaps between the promises of other jobs are used.
  [[nodiscard]] PlannedTask append(TaskId task, ElementId element, Time ready) const;
  [[nodiscard]] PlannedTask append(TaskId task, ElementId element) const {
    return append(task, element, data_ready(task, element));
  }

  void place(const PlannedTask& planned);
  /// Takes back what was placed last.
  void undo();

  /// When the last of what is placed on an element ends, on its emptiest slot.
  [[nodiscard]] Time busy_until(ElementId element) const;
  /// When the first slot of an element has done all that is placed of this job.
  [[nodiscard]] Time own_end(ElementId element) const;
  /// True if no slot is taken by anything.
  [[nodiscard]] bool is_empty() const;
  [[nodiscard]] bool is_placed(TaskId task) const { return by_task_[task].lane != nowhere; }
  /// Of a task that is placed.
  [[nodiscard]] const PlannedTask& of(TaskId task) const { return by_task_[task]; }

  /// Before which nothing may start.
  [[nodiscard]] Time release() const { return release_; }
  /// The slots of an element.
  [[nodiscard]] std::span<const Lane> lanes(ElementId element) const {
    const std::size_t next = first_lane_[static_cast<ElementId>(index(element) + 1)];
    return std::span(lanes_).subspan(first_lane_[element], next - first_lane_[element]);
  }

  /// The number of the first slot of an element, as PlannedTask counts them.
  [[nodiscard]] std::size_t first_lane(ElementId element) const { return first_lane_[element]; }

  /// In the order in which they were placed.
  [[nodiscard]] const std::vector<PlannedTask>& placed() const { return placed_; }

 private:
  static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

  /// An instant at which nothing of this schedule starts.
  [[nodiscard]] Time before_all() const { return release_ - Duration::picoseconds(1); }
  [[nodiscard]] std::size_t lanes_begin(ElementId element) const { return first_lane_[element]; }
  [[nodiscard]] std::size_t lanes_end(ElementId element) const {
    return first_lane_[static_cast<ElementId>(index(element) + 1)];
  }

  const PlanningProblem& problem_;
  Time release_;
  std::vector<Lane> lanes_;
  std::vector<Time> own_end_;  ///< By lane: when the last task of this job there ends.
  IdVector<ElementId, std::size_t> first_lane_;  ///< One more than there are elements.
  IdVector<TaskId, PlannedTask> by_task_;
  std::vector<PlannedTask> placed_;
  std::vector<Time> own_end_before_;  ///< What own_end_ was before each was placed.
};

}  // namespace kairos
