// Everything that a finished sweep leaves in its result folder besides the database.
#pragma once

#include <filesystem>

#include "experiments/report/comparison.hpp"
#include "experiments/store/result_store.hpp"
#include "experiments/sweep.hpp"

namespace kairos {

/// The comparison of the runs that a store has chosen, as the sweep asks for it.
Comparison compare(const Sweep& sweep, const ResultStore& store);

/// Writes experiment.yaml, the CSV files, plot.svg and gantt_POLICY.svg; see docs/results.md.
void write_report(const std::filesystem::path& folder, const Sweep& sweep, const ResultStore& store,
                  const Comparison& comparison);

}  // namespace kairos
