// A plan that a search changes move by move; each move is kept or undone by the resulting makespan.
#pragma once

#include "policies/search/critical_moves.hpp"
#include "policies/search/plan_moves.hpp"
#include "sim/base/random.hpp"

namespace kairos {

class PlanWalk {
 public:
  PlanWalk(const SearchProblem& problem, const PathBounds& bounds, const Plan& start, Random random)
      : random_(random),
        evaluator_(problem, bounds),
        moves_(problem, start),
        critical_(problem),
        makespan_(evaluator_.evaluate(start)) {}

  [[nodiscard]] const Plan& plan() const { return moves_.plan(); }
  [[nodiscard]] Picoseconds makespan() const { return makespan_; }
  [[nodiscard]] bool can_relocate() const { return moves_.can_relocate(); }
  [[nodiscard]] double uniform() { return random_.uniform(); }

  void go_to(const Plan& plan) {
    moves_.reset(plan);
    is_examined_ = false;
    makespan_ = evaluator_.evaluate(plan);
  }
  /// Makes a random move of order or placement, and keeps it if the plan then ends by limit().
  template <class Limit>
  void step(Limit limit) {
    const std::size_t first = moves_.propose(random_);
    if (first == moves_.plan().order.size()) return;
    settle(evaluator_.try_from(moves_.plan(), first, limit()));
  }
  /// Makes a random move of the order of critical tasks (critical_moves.hpp), and keeps it if the
  /// plan then ends by limit(). If there is none, it makes any move.
  template <class Limit>
  void step_on_critical_path(Limit limit) {
    if (!is_examined_) critical_.examine(moves_.plan(), evaluator_);
    is_examined_ = true;
    if (critical_.empty()) return step(limit);
    const CriticalMoves::Move move = critical_.draw(random_);
    const Picoseconds latest = limit();
    if (critical_.estimate(move) > latest) return;
    const std::size_t first =
        move.pulls ? moves_.pull(move.earlier, move.later) : moves_.push(move.earlier, move.later);
    if (first == moves_.plan().order.size()) return;
    settle(evaluator_.try_from(moves_.plan(), first, latest));
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
      is_examined_ = false;
    }
  }

  Random random_;
  PlanEvaluator evaluator_;
  PlanMoves moves_;
  CriticalMoves critical_;
  bool is_examined_ = false;  ///< True if critical_ has examined the present plan.
  Picoseconds makespan_;
};

}  // namespace kairos
