// What the graph alone says about the ends of a schedule, per task and element, without averages:
//
//   head(t, q) = max over inputs u  of min over r (head(u, r) + w(u, r) + c(r, q)), and no less
//                than when what tasks outside the problem send is there
//   tail(t, q) = max over outputs v of min over r (c(q, r) + w(v, r) + tail(v, r))
//
// A task on q cannot start before the release plus its head; after it ends, its tail must still
// pass. Both hold in every schedule, because every task picks one element: the minimum over r.
// Communication c depends on the pair of elements. Cost: edges x elements^2.
//
// Where tasks may run several times the heads hold for each run, since whatever run sends an input
// has a head of its own. The tails do not: each output may be served by another run of the task.
// What holds then is that some run of it has a tail without communication still to come: go back
// from an exit, each time to the run that served the present one.
#pragma once

#include "policies/search/search_problem.hpp"

namespace kairos {

/// How often schedules may run a task.
enum class Runs { once, many };

struct PathBounds {
  explicit PathBounds(const SearchProblem& problem, Runs runs = Runs::once);

  [[nodiscard]] Picoseconds head(std::size_t task, std::size_t element) const {
    return heads[task * elements + element];
  }
  [[nodiscard]] Picoseconds tail(std::size_t task, std::size_t element) const {
    return tails[task * elements + element];
  }

  std::size_t elements;
  std::vector<Picoseconds> heads, tails;  ///< By task * elements + element.
};

}  // namespace kairos
