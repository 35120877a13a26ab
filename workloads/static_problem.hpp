// A static scheduling problem as the literature gives it: a graph, a matrix of execution times and
// a matrix of bandwidths, in any unit of time.
#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace kairos {

struct StaticProblem {
  std::string name;
  std::size_t tasks = 0, elements = 0;
  std::vector<std::vector<double>> cost;  ///< By task and element; negative: cannot run.
  std::vector<std::tuple<std::size_t, std::size_t, double>> edges;  ///< From, to, volume.
  std::vector<std::vector<double>> bandwidth;  ///< Volume per time, by sender and receiver.
};

}  // namespace kairos
