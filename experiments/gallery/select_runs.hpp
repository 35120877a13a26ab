// Finds the runs of a sweep that a row of `expect` is about.
#pragma once

#include <vector>

#include "experiments/experiment/expect_config.hpp"
#include "experiments/experiment/sweep.hpp"

namespace kairos {

/// The positions in `sweep.runs` of the runs that fulfil all conditions, in ascending order. Throws
/// InputError for unknown keys and values, and if no run fulfils all conditions.
std::vector<std::size_t> select_runs(const Where& where, const Sweep& sweep,
                                     const SourceLocation& row);

/// Divides runs, which are in the order of the sweep, into those that differ only in their seeds.
std::vector<std::vector<std::size_t>> by_seeds(const std::vector<std::size_t>& runs,
                                               const Sweep& sweep);

}  // namespace kairos
