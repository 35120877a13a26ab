// Replaces z3_solver.cpp if Kairos is built without z3.
#include "policies/exact/deadline_solver.hpp"

namespace kairos {

std::unique_ptr<DeadlineSolver> make_z3_solver(const SearchProblem& /*problem*/,
                                               const PathBounds& /*bounds*/,
                                               Picoseconds /*grain*/) {
  return nullptr;
}

}  // namespace kairos
