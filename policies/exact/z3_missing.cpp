// Stands in for z3_solver.cpp where Kairos is built without z3.
#include "policies/exact/deadline_solver.hpp"

namespace kairos {

std::unique_ptr<DeadlineSolver> make_z3_solver(const SearchProblem& /*problem*/,
                                               const PathBounds& /*bounds*/,
                                               Picoseconds /*grain*/) {
  return nullptr;
}

}  // namespace kairos
