// An anytime search for the shortest schedule of one job. It keeps an incumbent and a lower bound,
// and reduces the gap between them until it is zero or the limit is reached.
//
// The incumbent comes from annealing, the first bound from lower_bound.hpp. What follows depends on
// the job:
//   only orders are open  a branch and bound over the order (order_search.hpp), at any size. With a
//                         time limit it takes a tenth of the time, annealing takes four tenths to
//                         find a better incumbent, and the branch and bound starts again with the
//                         rest
//   up to `largest` tasks with z3 a bisection: every answer "plan" lowers the incumbent and every
//                         answer "impossible" raises the bound. A question left open is asked again
//                         nearer to both ends and with twice the effort. Without z3 a branch and
//                         bound
//   larger                annealing until the time limit, and no proof beyond the first bound
#pragma once

#include "policies/search/annealer.hpp"
#include "sim/base/enum_names.hpp"

namespace kairos {

enum class Solver : std::uint8_t { automatic, z3, branch_and_bound };

template <>
struct EnumNames<Solver> {
  static constexpr std::string_view kind = "solver";
  static constexpr std::array names{EnumName{Solver::automatic, "automatic"},
                                    EnumName{Solver::z3, "z3"},
                                    EnumName{Solver::branch_and_bound, "branch_and_bound"}};
};

struct ExactOptions {
  Duration time_limit;
  std::uint64_t steps = 5'000'000, largest = 50;
  Solver solver = Solver::automatic;
  std::uint64_t evaluations = 200'000;

  void describe(Fields& f) {
    f("time_limit", time_limit,
      "limit on wall-clock time per job, instead of 'steps'; results then depend on the machine; 0 "
      "for none")
        .not_negative();
    f("steps", steps,
      "limit on solver steps per job: z3's resource units, nodes of the search tree, or hundreds "
      "of window updates (about a microsecond) where only the order of tasks is open")
        .between(1, most_evaluations);
    f("largest", largest,
      "largest number of tasks for z3 or the search tree. Larger graphs are only annealed, until "
      "the time limit if there is one, and bounded. It does not concern graphs with one element "
      "for every task, such as job shops")
        .between(0, 200);
    f("solver", solver,
      "exact solver: automatic (a search over orders if every task can run on one element only; "
      "otherwise z3 if Kairos was built with it, else branch_and_bound), z3 or branch_and_bound");
    f("evaluations", evaluations,
      "number of plans that simulated annealing evaluates to find the first incumbent")
        .between(1, most_evaluations);
  }
};

struct Exact {
  Plan plan;
  Picoseconds makespan = 0, bound = 0;
  std::string limitation;  ///< Says why optimality is not proved; empty if it is.

  [[nodiscard]] bool proved() const { return makespan == bound; }
};

Exact search_exactly(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
                     const ExactOptions& options, Random random);

}  // namespace kairos
