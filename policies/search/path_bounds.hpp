// What the graph alone says about the ends of a schedule, per task and element, without averages:
//
//   head(t, q) = max over inputs u  of min over r (head(u, r) + w(u, r) + c(r, q)), and no less
//                than when what tasks outside the problem send is there
//   tail(t, q) = max over outputs v of min over r (c(q, r) + w(v, r) + tail(v, r))
//
// A task on q cannot start before the release plus its head; after it ends, its tail must still
// pass. Both hold in every schedule, because every task picks one element: the minimum over r.
// Communication c depends on the pair of elements. Cost: edges x elements^2.
#pragma once

#include "policies/search/search_problem.hpp"

namespace kairos {

struct PathBounds {
  explicit PathBounds(const SearchProblem& problem);

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
