// Writes all results of an experiment as CSV files for other programs; docs/results.md lists
// columns.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "experiments/report/comparison.hpp"
#include "experiments/run_record.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

/// Writes runs.csv, subjects.csv, summary.csv and wall.csv. The bytes do not depend on the order of
/// the records, and all but wall.csv are the same whenever the experiment is run. Each file appears
/// whole or not at all. Throws InputError when a file cannot be written.
void export_csv(const std::filesystem::path& folder, std::span<const RunRecord> records,
                const Comparison& comparison);

/// tasks.csv: its first line, and a line for every task of a run.
std::string csv_heading_of_tasks();
void append_tasks_csv(std::string& text, const RunKey& run, const Scenario& scenario,
                      std::span<const TaskFinished> tasks);

}  // namespace kairos
