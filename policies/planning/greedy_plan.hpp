// Plans by repeating: of all open tasks, each with its earliest placement, place the one with the
// smallest key. The scheme of min-min, max-min, sufferage, ETF and DLS; they differ in the key.
//
// Placement appends. Placing a task on an element delays others on this element only, so that just
// the tasks that counted on it are looked at again.
#pragma once

#include <optional>
#include <utility>

#include "policies/planning/open_tasks.hpp"

namespace kairos {

/// What is made earliest when an open task looks for an element.
enum class Earliest { start, finish };

struct OpenPlacement {
  PlannedTask best;    ///< Ties go to the lowest element.
  PlannedTask second;  ///< The best on another element; its finish is never when there is none.
};

class OpenPlacements {
 public:
  OpenPlacements(const PlanningProblem& problem, const OpenTasks& open, Earliest earliest)
      : problem_(problem), open_(open), earliest_(earliest), of_(problem.task_count()) {}

  [[nodiscard]] const OpenPlacement& of(TaskId task) const { return of_[task]; }
  void update(TaskId task);
  /// Looks again at the open tasks that counted on an element.
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

/// `key(OpenPlacement)` is anything with <; ties go to the lowest task.
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
