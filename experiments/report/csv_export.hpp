// Writes all results of an experiment as CSV files for other programs; docs/results.md lists the
// columns.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "experiments/recordings/run_record.hpp"
#include "experiments/report/comparison.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

/// Calls a function with every run, by index and one at a time, because not all fit into memory.
using EachRun = std::function<void(const std::function<void(const RunRecord&)>&)>;

/// Writes runs.csv, subjects.csv, summary.csv and wall.csv. All but wall.csv are equal whenever the
/// experiment is repeated. Each file appears completely or not at all. The order of metrics is that
/// of `known`. Throws InputError if a file cannot be written.
void export_csv(const std::filesystem::path& folder, const EachRun& each_run,
                const Comparison& comparison,
                const std::vector<MetricInfo>& known = all_metric_infos());
/// Writes the CSV files from records in any order.
void export_csv(const std::filesystem::path& folder, std::span<const RunRecord> records,
                const Comparison& comparison);

/// The heading of tasks.csv, and a line for every task of a run.
std::string csv_heading_of_tasks();
void append_tasks_csv(std::string& text, const RunKey& run, const Scenario& scenario,
                      std::span<const TaskFinished> tasks);

}  // namespace kairos
