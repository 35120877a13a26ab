// Changes of a plan's order that can shorten it: a plan ends earlier only if the order of two tasks
// changes that follow each other on a longest path.
//
//   critical arc   two tasks in a row on a slot, with start(u) + w(u) = start(v) and
//                  start(u) + w(u) + w(v) + tail(v) = makespan
//   block          tasks in a row on a slot, joined by critical arcs
//   moves          exchange the ends of a critical arc (van Laarhoven, Aarts, Lenstra, Operations
//                  Research 40(1), 1992); move a task of a block to the block's begin or end
//                  (Balas, Vazacopoulos, Management Science 44(2), 1998)
//
// tail(v) is the time from the finish of v to the end of the plan, along the edges of the graph and
// the order on the slots.
//
// If every element has one slot and no promises to other jobs, a move is judged before it is made
// (Taillard, ORSA Journal on Computing 6(2), 1994): heads and tails of the tasks that change their
// places follow from those of all others, and
//   estimate = max over these tasks of new head + w + new tail
// For an exchange this is the longest path through one of the two tasks, so no plan that would be
// kept is rejected. For longer moves it is an estimate.
//
// Example: u and v take 4 and 3 in a row on an element, v's data is there from the start, and 5
// more must pass after v, nothing after u. The plan ends at 12. The exchange gives heads 0 and 3,
// tails 5 and 0, and an estimate of max(0 + 3 + 5, 3 + 4 + 0) = 8.
#pragma once

#include "policies/search/plan_evaluator.hpp"
#include "sim/base/random.hpp"

namespace kairos {

class CriticalMoves {
 public:
  struct Move {
    std::uint32_t earlier, later;  ///< Two tasks of a block.
    /// True if `later` moves in front of `earlier`, false if `earlier` moves behind `later`.
    bool pulls;
  };

  explicit CriticalMoves(const SearchProblem& problem);

  /// Examines the plan that the evaluator has kept.
  void examine(const Plan& plan, const PlanEvaluator& evaluator);
  /// True if the order on slots does not limit the makespan, so that there is no move.
  [[nodiscard]] bool empty() const { return arcs_.empty(); }
  [[nodiscard]] Move draw(Random& random) const;
  /// The makespan to be expected of a move, or zero if it cannot be estimated.
  [[nodiscard]] Picoseconds estimate(const Move& move);

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  void link(const Plan& plan, const PlanEvaluator& evaluator);
  void measure_tails(const Plan& plan);
  void collect_arcs(const Plan& plan);
  void write_sequence(const Move& move);

  const SearchProblem& problem_;
  bool can_estimate_;
  Picoseconds makespan_ = 0;
  /// One value for each task.
  std::vector<Picoseconds> start_, duration_, data_ready_, data_tail_, tail_;
  std::vector<std::uint32_t> before_, after_;  ///< The neighbours of each task on its slot.
  std::vector<bool> is_critical_;              ///< True if the arc to the next task is critical.
  std::vector<std::uint32_t> arcs_;            ///< The first task of every critical arc.
  std::vector<std::uint32_t> last_of_lane_;
  std::vector<std::uint32_t> sequence_;  ///< The tasks that change places, in their new order.
  std::vector<Picoseconds> heads_;       ///< Their new heads.
};

}  // namespace kairos
