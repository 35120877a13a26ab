// Writes all results of an experiment as CSV files for other programs; docs/results.md lists
// columns.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "experiments/report/comparison.hpp"
#include "experiments/run_record.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

/// Calls a function with every run, by index, one at a time: not all fit into memory at once.
using EachRun = std::function<void(const std::function<void(const RunRecord&)>&)>;

/// Writes runs.csv, subjects.csv, summary.csv and wall.csv. All but wall.csv are the same whenever
/// the experiment is run. Each file appears whole or not at all. Throws InputError when a file
/// cannot be written.
void export_csv(const std::filesystem::path& folder, const EachRun& each_run,
                const Comparison& comparison);
/// The same of records in any order.
void export_csv(const std::filesystem::path& folder, std::span<const RunRecord> records,
                const Comparison& comparison);

/// tasks.csv: its first line, and a line for every task of a run.
std::string csv_heading_of_tasks();
void append_tasks_csv(std::string& text, const RunKey& run, const Scenario& scenario,
                      std::span<const TaskFinished> tasks);

}  // namespace kairos
