// Evaluates the makespan of a plan, which is an order of a job's tasks and an element for each.
//
//   start(t)  = the first instant at which the data has arrived, and a slot of its element is free
//               of earlier tasks of the plan and of promises to other jobs
//   finish(t) = start(t) + w(t, element)          makespan = max over t of finish(t)
//
// Every element executes its tasks in the order of the plan (no insertion), and data arrives after
// the nominal times of the interconnect. The simulator gives the same times for the same plan, to
// the picosecond, if nothing unforeseen happens. A plan that equals the kept plan up to some
// position is evaluated from there on. Evaluation does not allocate memory.
#pragma once

#include "policies/search/path_bounds.hpp"

namespace kairos {

struct Plan {
  std::vector<std::uint32_t> order;    ///< All tasks, inputs before outputs.
  std::vector<std::uint32_t> element;  ///< An element that can run the task, for each.
};

class PlanEvaluator {
 public:
  /// Keeps references to both arguments.
  PlanEvaluator(const SearchProblem& problem, const PathBounds& bounds);

  /// Returns the instant at which the last task ends, and keeps the plan.
  Picoseconds evaluate(const Plan& plan);

  /// Evaluates a plan that equals the kept one before position `first`. Returns `never` as soon as
  /// it certainly ends after `limit`. Afterwards call either keep() or drop().
  Picoseconds try_from(const Plan& plan, std::size_t first, Picoseconds limit);
  /// Works like try_from(), but every task from `first` on goes to the element where it finishes
  /// first, which is written into the plan.
  Picoseconds try_placing_from(Plan& plan, std::size_t first, Picoseconds limit);
  void keep(const Plan& plan);
  /// Discards the plan that was tried; call it before undoing the plan's changes. Elements chosen
  /// by try_placing_from() are reset to those of the kept plan.
  void drop(Plan& plan);

  /// The finish of a task in the plan evaluated last.
  [[nodiscard]] Picoseconds finish(std::size_t task) const { return trial_finish_[task]; }
  [[nodiscard]] Picoseconds start(const Plan& plan, std::size_t task) const {
    return finish(task) - problem_.duration(task, plan.element[task]);
  }
  /// The slot of the task at a position of the kept plan, numbered over all elements.
  [[nodiscard]] std::size_t lane_at(std::size_t position) const { return undo_[position].lane; }

 private:
  struct LaneState {
    Picoseconds free;
    const SearchProblem::Interval* next;  ///< The first promise that may delay it.
  };
  struct Undo {
    std::uint32_t lane;
    LaneState lane_before;
    Picoseconds last_start_before;
  };
  struct Slot {
    std::size_t lane;
    Picoseconds start;
    const SearchProblem::Interval* next;
  };

  [[nodiscard]] Picoseconds data_ready(const Plan& plan, std::size_t task,
                                       std::uint32_t element) const;
  [[nodiscard]] Slot best_slot(const Plan& plan, std::uint32_t task, std::uint32_t element) const;
  [[nodiscard]] std::uint32_t fastest_finish(const Plan& plan, std::uint32_t task) const;
  [[nodiscard]] Slot first_gap(std::size_t lane, Picoseconds ready, Picoseconds duration) const;
  Picoseconds place(const Plan& plan, std::size_t position);
  template <class Choose>
  Picoseconds try_with(const Plan& plan, std::size_t first, Picoseconds limit, Choose choose);
  void rewind(const Plan& plan, std::size_t first);

  const SearchProblem& problem_;
  const PathBounds& bounds_;
  std::vector<LaneState> lanes_, kept_lanes_;
  std::vector<Picoseconds> last_start_, kept_last_start_;  ///< One value for each element.
  std::vector<Picoseconds> finish_, trial_finish_;         ///< One value for each task.
  std::vector<Picoseconds> makespan_, trial_makespan_;     ///< Makespan before each position.
  std::vector<Undo> undo_, trial_undo_;                    ///< One entry for each position.
  std::vector<std::uint32_t> kept_element_;                ///< The kept elements, while placing.
  bool placing_ = false;
  std::size_t first_ = 0, placed_ = 0;  ///< The positions that the trial placed.
};

/// Places every task of the plan evaluated last at the times that the evaluator found.
void commit(const Plan& plan, const PlanEvaluator& evaluator, PartialSchedule& schedule);

}  // namespace kairos
