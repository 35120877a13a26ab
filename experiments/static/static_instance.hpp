// Reads static scheduling problems from files and turns them into scenarios of one job.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/state/scenario.hpp"
#include "workloads/static_problem.hpp"

namespace kairos {

/// The file's format is
///   {name, n, p, cost[n][p], edges[[from, to, volume]], bw[p][p]}
/// cost[i][j] is the time of task i on element j, or null if the task cannot run there. Sending an
/// edge's volume from element a to a different element b takes volume / bw[a][b]; sending it to the
/// same element takes no time. All times are in one unit of the user's choice.
struct StaticInstance : StaticProblem {
  std::string where = {};  ///< The file and the position of the instance in it, for messages.

  /// Picoseconds per unit of time: a power of ten for which the whole schedule fits into the range
  /// of times, and times are exact to at least nine digits.
  [[nodiscard]] double picoseconds_per_unit() const;
  [[nodiscard]] Scenario scenario() const;
};

/// Reads a file that contains one instance or a list of instances. Throws InputError.
std::vector<StaticInstance> read_instances(const std::filesystem::path& path);

}  // namespace kairos
