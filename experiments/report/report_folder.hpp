// Everything that a finished sweep leaves in its result folder besides the database.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "experiments/report/comparison.hpp"
#include "experiments/sweep.hpp"

namespace kairos {

/// The finished runs of a sweep, as they were stored.
struct StoredRuns {
  std::span<const RunRecord> records;
  /// The tasks and recordings of a run, by its index.
  std::function<std::vector<TaskFinished>(std::size_t)> tasks;
  std::function<std::vector<Recording>(std::size_t)> recordings;
  /// Takes what a user should know.
  std::function<void(const std::string&)> note;
};

/// Writes experiment.yaml, the CSV files and the pictures (see docs/results.md) from stored results
/// alone. Returns the comparison that they show.
Comparison write_report(const std::filesystem::path& folder, const Sweep& sweep,
                        const StoredRuns& stored);

}  // namespace kairos
