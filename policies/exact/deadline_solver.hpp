// The decision problem of scheduling, for a bisection on top: is there a plan that ends by a given
// instant?
#pragma once

#include <memory>

#include "policies/search/plan_evaluator.hpp"

namespace kairos {

class DeadlineSolver {
 public:
  enum class Answer { plan, impossible, unknown };

  /// What one question may cost: `steps` are the solver's own, the same on every machine.
  struct Effort {
    std::uint32_t steps;
    double seconds;  ///< Of wall-clock time; zero for no limit.
  };

  virtual ~DeadlineSolver() = default;
  /// Writes the plan when there is one; `impossible` is a proof.
  virtual Answer ask(Picoseconds deadline, Effort effort, Plan& plan) = 0;
  /// Of all questions so far.
  [[nodiscard]] virtual std::uint64_t steps_used() const = 0;
};

/// Over z3 (de Moura, Bjørner, TACAS 2008); nothing where Kairos was built without it. Keeps
/// references to both; times are passed on in units of `grain`, which divides all of them.
std::unique_ptr<DeadlineSolver> make_z3_solver(const SearchProblem& problem,
                                               const PathBounds& bounds, Picoseconds grain);

}  // namespace kairos
