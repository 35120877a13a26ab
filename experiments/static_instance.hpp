// A static scheduling problem from a file or a generator, and the scenario of one job that it is.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/state/scenario.hpp"
#include "workloads/static_problem.hpp"

namespace kairos {

/// `{name, n, p, cost[n][p], edges[[from, to, volume]], bw[p][p]}`: cost[i][j] is the time of task
/// i on element j, null where it cannot run; moving an edge's volume between different elements a
/// and b takes volume / bw[a][b], and nothing on the same element. Times are in any unit the user
/// likes.
struct StaticInstance : StaticProblem {
  /// Picoseconds in one unit of time: a power of ten that keeps the whole schedule in range.
  [[nodiscard]] double picoseconds_per_unit() const;
  [[nodiscard]] Scenario scenario() const;
};

/// Reads a file with one instance or a list of them; throws InputError.
std::vector<StaticInstance> read_instances(const std::filesystem::path& path);

}  // namespace kairos
