// The neighbours of a plan: small random changes that keep it valid, and their reversal.
//
//   relocate  one task goes to another element
//   join      one task goes to the element of one of its inputs or outputs
//   cluster   up to eight connected tasks of one element go to another element together
//   shift     one task moves within the order, not past its inputs and outputs
//   pull      one task moves in front of an earlier task of its element
//   push      one task moves behind a later task of its element
//
// Joins and clusters help if communication is expensive: a single task that leaves its neighbours
// pays for transfers in both directions. Pulls and pushes are chosen by the caller: they change the
// order on one element and on no other, because the tasks that must stay ahead of the pulled task,
// or behind the pushed one, move along with it.
#pragma once

#include <array>

#include "policies/search/plan_evaluator.hpp"
#include "sim/base/random.hpp"

namespace kairos {

class PlanMoves {
 public:
  PlanMoves(const SearchProblem& problem, Plan plan);

  [[nodiscard]] const Plan& plan() const { return plan_; }
  /// This reference is for a decoder that chooses the elements itself.
  [[nodiscard]] Plan& editable() { return plan_; }
  /// Starts again from another plan.
  void reset(const Plan& plan);

  /// Changes the plan at random. Returns the first position at which it differs, or the number of
  /// positions if nothing relevant would change.
  std::size_t propose(Random& random);
  /// Works like propose(), but only shifts a task.
  std::size_t shift(Random& random);
  /// Puts one task on one element, a move that the caller has chosen.
  std::size_t relocate(std::uint32_t task, std::uint32_t element);
  /// Moves `later` in front of `earlier`, which is on the same element. Nothing changes if `later`
  /// depends on `earlier` through tasks of other elements.
  std::size_t pull(std::uint32_t earlier, std::uint32_t later);
  /// Moves `earlier` behind `later`, which is on the same element. Nothing changes if `later`
  /// depends on `earlier` through tasks of other elements.
  std::size_t push(std::uint32_t earlier, std::uint32_t later);
  /// True if some task can run on several elements.
  [[nodiscard]] bool can_relocate() const { return !movable_.empty(); }
  /// Undoes the last change.
  void undo();

 private:
  static constexpr std::size_t largest_cluster = 8;
  struct Moved {
    std::uint32_t task, from;
  };

  [[nodiscard]] std::uint32_t any_task(Random& random) const;
  /// Returns a neighbour in the graph, counted over inputs and then outputs.
  [[nodiscard]] std::uint32_t neighbour(std::uint32_t task, std::size_t which) const;
  [[nodiscard]] std::size_t neighbours(std::uint32_t task) const;
  std::size_t relocate_one(Random& random);
  std::size_t join(Random& random);
  std::size_t move_cluster(Random& random);
  void collect_cluster(Random& random);
  bool put(std::uint32_t task, std::uint32_t element);
  void rotate(std::size_t from, std::size_t to);
  void forget_changes();
  [[nodiscard]] bool must_move_along(std::uint32_t task) const;
  void move_along(std::uint32_t task, std::span<const SearchEdge> neighbours);
  void save_segment(std::size_t from, std::size_t to);
  void write_segment(std::span<const std::uint32_t> tasks);

  const SearchProblem& problem_;
  Plan plan_;
  std::vector<std::uint32_t> position_;  ///< The position of each task in the order.
  std::vector<std::uint32_t> movable_;   ///< Tasks that several elements can run.
  std::array<Moved, largest_cluster> moved_{};
  std::array<std::uint32_t, largest_cluster> cluster_{};
  std::size_t moved_count_ = 0, cluster_size_ = 0, first_ = 0;
  std::size_t shifted_from_ = 0, shifted_to_ = 0;
  /// The part of the order that a pull or a push has changed, as it was before.
  std::vector<std::uint32_t> segment_;
  std::size_t segment_begin_ = 0;
  std::vector<std::uint32_t> moving_, staying_;  ///< The two parts of a segment.
  /// A task or an element is marked if it has the number of the present pull or push.
  std::vector<std::uint64_t> task_mark_, element_mark_;
  std::uint64_t mark_ = 0;
};

}  // namespace kairos
