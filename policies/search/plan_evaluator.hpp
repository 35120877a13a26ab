// How long a plan takes: an order of a job's tasks and an element for each.
//
//   start(t)  = the first moment not before the data are there, the tasks ahead of t in the plan
//               have left a slot of its element, and nothing else has promised it
//   finish(t) = start(t) + w(t, element)          makespan = max over t of finish(t)
//
// Every element executes its tasks in the order of the plan (no insertion), data arrive by the
// nominal times of the interconnect: what the simulator does with the same plan when nothing comes
// unforeseen, to the picosecond. Plans that differ from the last one kept only in their rear are
// evaluated from there on. No allocation.
#pragma once

#include "policies/search/path_bounds.hpp"

namespace kairos {

struct Plan {
  std::vector<std::uint32_t> order;    ///< All tasks, inputs before outputs.
  std::vector<std::uint32_t> element;  ///< By task; one that can run it.
};

class PlanEvaluator {
 public:
  /// Keeps references to both.
  PlanEvaluator(const SearchProblem& problem, const PathBounds& bounds);

  /// The instant at which the last task ends. The plan is then the one kept.
  Picoseconds evaluate(const Plan& plan);

  /// The same for a plan that equals the kept one before position `first`; `never` as soon as it is
  /// sure that it ends after `limit`. Afterwards either keep() it or drop() it.
  Picoseconds try_from(const Plan& plan, std::size_t first, Picoseconds limit);
  /// The same, but every task from there on goes to the element where it finishes first, which is
  /// noted in the plan.
  Picoseconds try_placing_from(Plan& plan, std::size_t first, Picoseconds limit);
  void keep(const Plan& plan);
  /// With the plan as it was tried: before its changes are undone. Elements that were chosen by
  /// try_placing_from() become those of the kept plan again.
  void drop(Plan& plan);

  /// Of a task in the plan evaluated last.
  [[nodiscard]] Picoseconds finish(std::size_t task) const { return trial_finish_[task]; }
  [[nodiscard]] Picoseconds start(const Plan& plan, std::size_t task) const {
    return finish(task) - problem_.duration(task, plan.element[task]);
  }
  /// The slot of the task at a position of the kept plan, numbered over all elements.
  [[nodiscard]] std::size_t lane_at(std::size_t position) const { return undo_[position].lane; }

 private:
  struct LaneState {
    Picoseconds free;
    const SearchProblem::Interval* next;  ///< The first promise that may still be in the way.
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
  std::vector<Picoseconds> last_start_, kept_last_start_;  ///< By element.
  std::vector<Picoseconds> finish_, trial_finish_;         ///< By task.
  std::vector<Picoseconds> makespan_, trial_makespan_;     ///< Of all before a position.
  std::vector<Undo> undo_, trial_undo_;                    ///< By position.
  std::vector<std::uint32_t> kept_element_;                ///< By task, while placing.
  bool placing_ = false;
  std::size_t first_ = 0, placed_ = 0;  ///< Positions that the trial placed.
};

/// Places every task of the plan that was evaluated last, where the evaluator saw it.
void commit(const Plan& plan, const PlanEvaluator& evaluator, PartialSchedule& schedule);

}  // namespace kairos
