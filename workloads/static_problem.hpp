// A static scheduling problem as in the literature: a graph, a matrix of execution times and a
// matrix of bandwidths, in any unit of time.
#pragma once

#include <string>
#include <tuple>
#include <vector>

namespace kairos {

struct StaticProblem {
  std::string name;
  std::size_t tasks = 0, elements = 0;
  /// Execution time by task and element; negative if the element cannot run the task.
  std::vector<std::vector<double>> cost;
  /// Edges as (sender, receiver, volume).
  std::vector<std::tuple<std::size_t, std::size_t, double>> edges;
  /// Volume per time, by sender and receiver.
  std::vector<std::vector<double>> bandwidth;
};

}  // namespace kairos
