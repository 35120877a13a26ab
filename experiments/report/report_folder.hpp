// Everything that a finished sweep leaves in its result folder besides the database.
#pragma once

#include <filesystem>

#include "experiments/report/comparison.hpp"
#include "experiments/store/result_store.hpp"
#include "experiments/sweep.hpp"

namespace kairos {

/// The comparison of the runs that a store has chosen, as the sweep asks for it.
Comparison compare(const Sweep& sweep, const ResultStore& store);

/// Writes experiment.yaml, the CSV files and the pictures (see docs/results.md) from stored results
/// alone. Returns the number of pictures that are left out because their runs were stored without
/// recordings.
std::size_t write_report(const std::filesystem::path& folder, const Sweep& sweep,
                         const ResultStore& store, const Comparison& comparison);

}  // namespace kairos
