// A greedy planner: each open task has its earliest placement, and repeatedly the one with the
// smallest key is placed. Min-min, max-min, sufferage, ETF and DLS follow this scheme; they differ
// in the key.
//
// Tasks are appended. Placing a task on an element delays others on this element only, so only the
// tasks whose placements use that element are examined again.
#pragma once

#include <optional>
#include <utility>

#include "policies/planning/open_tasks.hpp"

namespace kairos {

/// The instant that an open task minimises when it chooses an element.
enum class Earliest { start, finish };

struct OpenPlacement {
  PlannedTask best;  ///< The earliest; ties go to the lowest element.
  /// The earliest on another element; its finish is Time::never() if there is none.
  PlannedTask second;
};

class OpenPlacements {
 public:
  OpenPlacements(const PlanningProblem& problem, const OpenTasks& open, Earliest earliest)
      : problem_(problem), open_(open), earliest_(earliest), of_(problem.task_count()) {}

  [[nodiscard]] const OpenPlacement& of(TaskId task) const { return of_[task]; }
  void update(TaskId task);
  /// Updates the open tasks whose placements use an element.
  void update_after(ElementId taken);

 private:
  [[nodiscard]] Time key(const PlannedTask& planned) const {
    return earliest_ == Earliest::start ? planned.start : planned.finish;
  }

  const PlanningProblem& problem_;
  const OpenTasks& open_;
  Earliest earliest_;
  IdVector<TaskId, OpenPlacement> of_;
};

/// `key(OpenPlacement)` returns any type with operator <; ties go to the lowest task.
template <class Key>
void plan_greedily(const PlanningProblem& problem, PartialSchedule& schedule, Earliest earliest,
                   Key key) {
  OpenTasks open(problem, schedule);
  OpenPlacements placements(problem, open, earliest);
  while (!open.empty()) {
    for (const TaskId task : open.fresh()) placements.update(task);
    TaskId next = open.all().front();
    auto lowest = std::pair(key(placements.of(next)), next);
    for (const TaskId task : open.all().subspan(1)) {
      auto candidate = std::pair(key(placements.of(task)), task);
      if (candidate < lowest) {
        lowest = std::move(candidate);
        next = task;
      }
    }
    const PlannedTask planned = placements.of(next).best;
    open.place(planned);
    placements.update_after(planned.element);
  }
}

}  // namespace kairos
