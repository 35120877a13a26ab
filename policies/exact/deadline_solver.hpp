// The decision problem of scheduling, for a bisection on top: is there a plan that ends by a given
// instant?
#pragma once

#include <memory>

#include "policies/search/plan_evaluator.hpp"

namespace kairos {

class DeadlineSolver {
 public:
  enum class Answer { plan, impossible, unknown };

  /// The effort that one question may take. `steps` are the solver's own unit and the same on every
  /// machine.
  struct Effort {
    std::uint32_t steps;
    double seconds;  ///< Limit of wall-clock time; zero for no limit.
  };

  virtual ~DeadlineSolver() = default;
  /// Answers whether a plan can end by `deadline`, and writes that plan. The answer `impossible` is
  /// a proof.
  virtual Answer ask(Picoseconds deadline, Effort effort, Plan& plan) = 0;
  /// The steps used by all questions so far.
  [[nodiscard]] virtual std::uint64_t steps_used() const = 0;
};

/// A solver based on z3 (de Moura, Bjørner, TACAS 2008), or null if Kairos was built without z3. It
/// keeps references to both arguments. Times are passed to z3 in units of `grain`, which divides
/// all of them.
std::unique_ptr<DeadlineSolver> make_z3_solver(const SearchProblem& problem,
                                               const PathBounds& bounds, Picoseconds grain);

}  // namespace kairos
