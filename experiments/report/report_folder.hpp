// Everything that a finished sweep leaves in its result folder besides the database.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "experiments/report/comparison.hpp"
#include "experiments/sweep.hpp"

namespace kairos {

/// The tasks of a run, by its index.
using TasksOfRun = std::function<std::vector<TaskFinished>(std::size_t)>;

/// Writes experiment.yaml, the CSV files, plot.svg and gantt_POLICY.svg; see docs/results.md.
/// Returns the comparison that they show.
Comparison write_report(const std::filesystem::path& folder, const Sweep& sweep,
                        std::span<const RunRecord> records, const TasksOfRun& tasks_of_run);

}  // namespace kairos
