// Writes the files of a finished sweep, besides the database, into its result folder.
#pragma once

#include <filesystem>

#include "experiments/experiment/sweep.hpp"
#include "experiments/report/comparison.hpp"
#include "experiments/store/result_store.hpp"

namespace kairos {

/// Compares the selected runs of a store, as the sweep's report asks for.
Comparison compare(const Sweep& sweep, const ResultStore& store);

/// Writes experiment.yaml, the CSV files and the pictures (see docs/results.md) from stored results
/// only. Returns the number of pictures that are missing because their runs were stored without
/// recordings.
std::size_t write_report(const std::filesystem::path& folder, const Sweep& sweep,
                         const ResultStore& store, const Comparison& comparison);

}  // namespace kairos
