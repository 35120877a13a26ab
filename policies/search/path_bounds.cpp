#include "policies/search/path_bounds.hpp"

#include <algorithm>

namespace kairos {

PathBounds::PathBounds(const SearchProblem& problem, Runs how_often)
    : elements(problem.elements()),
      runs(how_often),
      heads(problem.tasks() * elements),
      tails(problem.tasks() * elements) {
  const auto& order = problem.topological_order();
  for (const std::uint32_t task : order) {
    for (std::size_t here = 0; here < elements; ++here) {
      Picoseconds latest = problem.earliest(task, here) - problem.release();
      for (const SearchEdge& input : problem.inputs(task)) {
        Picoseconds first = never;
        for (const std::uint32_t there : problem.candidates(input.task)) {
          first = std::min(first, head(input.task, there) + problem.duration(input.task, there) +
                                      problem.transfer(input.bytes, there, here));
        }
        latest = std::max(latest, first);
      }
      heads[task * elements + here] = latest;
    }
  }
  for (auto task = order.rbegin(); task != order.rend(); ++task) {
    for (std::size_t here = 0; here < elements; ++here) {
      Picoseconds longest = 0;
      for (const SearchEdge& output : problem.outputs(*task)) {
        Picoseconds shortest = never;
        for (const std::uint32_t there : problem.candidates(output.task)) {
          const Picoseconds sent =
              runs == Runs::once ? problem.transfer(output.bytes, here, there) : 0;
          shortest = std::min(
              shortest, sent + problem.duration(output.task, there) + tail(output.task, there));
        }
        longest = std::max(longest, shortest);
      }
      tails[*task * elements + here] = longest;
    }
  }
}

}  // namespace kairos
