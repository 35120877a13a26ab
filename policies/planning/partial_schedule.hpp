// A schedule under construction: the intervals that are taken on every element, and the finishes of
// the tasks placed so far. A task is placed by insertion, which may use a gap between two others,
// or by appending, which puts it after all tasks of its own job there.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "policies/planning/lane.hpp"
#include "policies/planning/planned_contention.hpp"
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
  /// Lanes are the slots of all elements; each is free from `release`.
  PartialSchedule(const PlanningProblem& problem, const Platform& platform, Time release);

  /// This constructor takes lanes that may already be occupied.
  PartialSchedule(const PlanningProblem& problem, const Platform& platform, Time release,
                  std::vector<Lane> lanes);
  /// Returns the lanes with all placed tasks; the schedule must not be used afterwards.
  [[nodiscard]] std::vector<Lane> release_lanes() { return std::move(lanes_); }

  /// Lets tasks that fit() and append() place take longer where the tasks beside them contend for
  /// memories. Must be called before the first task is placed.
  void foresee(PlannedContention contention) { contention_ = std::move(contention); }

  /// Keeps all slots of an element taken until an instant, for tasks that were sent there before.
  /// Tasks of length zero wait for it, too.
  void hold_until(ElementId element, Time until);
  /// Undoes hold_until().
  void release_hold(ElementId element, Time until);
  /// Takes an interval of an element for something else, on the first slot where it is free, or
  /// else on the last slot. Returns the number of the slot, for give_back().
  std::size_t take(ElementId element, Time start, Time finish);
  void give_back(std::size_t lane, Time start, Time finish) {
    lanes_[lane].give_back(start, finish);
  }

  /// Returns when the outputs of the placed inputs of a task arrive on an element.
  [[nodiscard]] Time data_ready(TaskId task, ElementId element) const;

  /// Returns the placement on an element of a task whose inputs are all placed, gaps included.
  [[nodiscard]] PlannedTask fit(TaskId task, ElementId element) const;
  /// Returns the placement of a task with the earliest finish; ties go to the lowest element.
  [[nodiscard]] PlannedTask best_fit(TaskId task) const;

  /// Returns the placement of a task behind the last task of this job on an element, its data
  /// arriving at `ready`. It may use gaps between the promises of other jobs.
  [[nodiscard]] PlannedTask append(TaskId task, ElementId element, Time ready) const;
  [[nodiscard]] PlannedTask append(TaskId task, ElementId element) const {
    return append(task, element, data_ready(task, element));
  }

  void place(const PlannedTask& planned);
  /// Removes the task placed last.
  void undo();

  /// Returns the end of the last interval on the slot of an element that is free first.
  [[nodiscard]] Time busy_until(ElementId element) const;
  /// Returns when the first slot of an element has finished all placed tasks of this job.
  [[nodiscard]] Time own_end(ElementId element) const;
  /// True if no slot is taken.
  [[nodiscard]] bool is_empty() const;
  [[nodiscard]] bool is_placed(TaskId task) const { return by_task_[task].lane != nowhere; }
  /// Returns the placement of a task that is placed.
  [[nodiscard]] const PlannedTask& of(TaskId task) const { return by_task_[task]; }

  /// The instant before which nothing may start.
  [[nodiscard]] Time release() const { return release_; }
  /// The slots of an element.
  [[nodiscard]] std::span<const Lane> lanes(ElementId element) const {
    const std::size_t next = first_lane_[static_cast<ElementId>(index(element) + 1)];
    return std::span(lanes_).subspan(first_lane_[element], next - first_lane_[element]);
  }

  /// The number of the first slot of an element, as PlannedTask counts them.
  [[nodiscard]] std::size_t first_lane(ElementId element) const { return first_lane_[element]; }

  /// The placed tasks in the order of placement.
  [[nodiscard]] const std::vector<PlannedTask>& placed() const { return placed_; }

 private:
  static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

  [[nodiscard]] PlannedTask first_on(std::size_t lane, TaskId task, ElementId element,
                                     Time ready) const;
  /// An instant before any start in this schedule.
  [[nodiscard]] Time before_all() const { return release_ - Duration::picoseconds(1); }
  [[nodiscard]] std::size_t lanes_begin(ElementId element) const { return first_lane_[element]; }
  [[nodiscard]] std::size_t lanes_end(ElementId element) const {
    return first_lane_[static_cast<ElementId>(index(element) + 1)];
  }

  const PlanningProblem& problem_;
  Time release_;
  std::vector<Lane> lanes_;
  std::vector<Time> own_end_;                    ///< The end of this job's last task on each lane.
  IdVector<ElementId, std::size_t> first_lane_;  ///< It has one entry more than there are elements.
  IdVector<TaskId, PlannedTask> by_task_;
  std::vector<PlannedTask> placed_;
  std::vector<Time> own_end_before_;  ///< Earlier values of own_end_, for undo().
  mutable std::optional<PlannedContention> contention_;  ///< Set if contention is foreseen.
};

}  // namespace kairos
