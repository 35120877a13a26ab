// A plan that a search changes move by move; each move is kept or undone by the resulting makespan.
#pragma once

#include "policies/search/plan_moves.hpp"
#include "sim/base/random.hpp"

namespace kairos {

class PlanWalk {
 public:
  PlanWalk(const SearchProblem& problem, const PathBounds& bounds, const Plan& start, Random random)
      : random_(random),
        evaluator_(problem, bounds),
        moves_(problem, start),
        makespan_(evaluator_.evaluate(start)) {}

  [[nodiscard]] const Plan& plan() const { return moves_.plan(); }
  [[nodiscard]] Picoseconds makespan() const { return makespan_; }
  [[nodiscard]] double uniform() { return random_.uniform(); }

  void go_to(const Plan& plan) {
    moves_.reset(plan);
    makespan_ = evaluator_.evaluate(plan);
  }
  /// Makes a random move of order or placement, and keeps it if the plan then ends by limit().
  template <class Limit>
  void step(Limit limit) {
    const std::size_t first = moves_.propose(random_);
    if (first == moves_.plan().order.size()) return;
    settle(evaluator_.try_from(moves_.plan(), first, limit()));
  }
  /// Makes a random move of the order; from there on every task goes to the element where it
  /// finishes first. The move is kept if the plan then ends by limit().
  template <class Limit>
  void step_in_order(Limit limit) {
    const std::size_t first = moves_.shift(random_);
    if (first == moves_.plan().order.size()) return;
    settle(evaluator_.try_placing_from(moves_.editable(), first, limit()));
  }

 private:
  void settle(Picoseconds makespan) {
    if (makespan == never) {
      evaluator_.drop(moves_.editable());
      moves_.undo();
    } else {
      evaluator_.keep(moves_.plan());
      makespan_ = makespan;
    }
  }

  Random random_;
  PlanEvaluator evaluator_;
  PlanMoves moves_;
  Picoseconds makespan_;
};

}  // namespace kairos
