// Compares policies over many static instances:
//
//   ratio to B      mean over instances of makespan / makespan of the baseline B
//   worst           the largest of these
//   shorter         share of the instances in which the schedule is shorter than the baseline's
//   best            share in which no policy of the table has a shorter one
//   ratio to bound  mean of makespan / the best lower bound that is known for the instance
//   optimal         share in which the makespan equals that bound
//   time            mean wall-clock time in the policy per schedule; differs from run to run
#pragma once

#include <filesystem>
#include <span>

#include "experiments/report/comparison.hpp"
#include "experiments/static/quality_runs.hpp"
#include "experiments/store/result_store.hpp"

namespace kairos {

/// Builds the table, with one point per source of instances. The order of the records does not
/// matter.
Comparison quality_table(const Quality& quality, std::span<const RunRecord> records,
                         std::span<const FailedRun> failures = {});
/// Builds the table from the selected runs of a store.
Comparison quality_table(const Quality& quality, const ResultStore& store);

/// Writes experiment.yaml, runs.csv, summary.csv (without the times) and wall.csv.
void write_quality(const std::filesystem::path& folder, const Quality& quality,
                   const ResultStore& store, const Comparison& table);

}  // namespace kairos
