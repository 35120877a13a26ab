// Lower bounds on the time before and after each task in every schedule, for each element and
// without averages:
//
//   head(t, q) = max over inputs u  of min over r (head(u, r) + w(u, r) + c(r, q)), and at least
//                the arrival of the data that tasks outside the problem send
//   tail(t, q) = max over outputs v of min over r (c(q, r) + w(v, r) + tail(v, r))
//
// A task on q cannot start before the release plus its head; after it ends, its tail must still
// pass. Both hold in every schedule because every task runs on one element and the minimum covers
// all elements r. Communication c depends on the pair of elements. Cost: edges x elements^2.
//
// If tasks may run several times, the heads hold for each run, because every run that sends an
// input has a head of its own. The tails do not hold, because each output may be served by another
// run of the task. Then some run of the task still has at least a tail without communication: go
// back from an exit, each time to the run that served the present one.
#pragma once

#include "policies/search/search_problem.hpp"

namespace kairos {

/// The number of times that a schedule may run a task.
enum class Runs { once, many };

struct PathBounds {
  explicit PathBounds(const SearchProblem& problem, Runs how_often = Runs::once);

  [[nodiscard]] Picoseconds head(std::size_t task, std::size_t element) const {
    return heads[task * elements + element];
  }
  [[nodiscard]] Picoseconds tail(std::size_t task, std::size_t element) const {
    return tails[task * elements + element];
  }

  std::size_t elements;
  Runs runs;
  std::vector<Picoseconds> heads, tails;  ///< Values at task * elements + element.
};

}  // namespace kairos
