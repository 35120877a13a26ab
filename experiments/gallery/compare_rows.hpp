// Compares the rows of an experiment with the outcomes of its runs.
#pragma once

#include <map>
#include <vector>

#include "experiments/gallery/expected_row.hpp"

namespace kairos {

/// The outcomes of runs by their positions in the sweep.
using Outcomes = std::map<std::size_t, Outcome>;

/// The positions of all runs whose metrics rows use, in ascending order.
std::vector<std::size_t> runs_of(const std::vector<ExpectedRow>& rows);

/// Evaluates and judges the rows that have a published value or a reason. A row without a value,
/// because a run has failed or does not have the metric, gets the verdict `failed` and the reason.
/// `outcomes` has those of runs_of().
std::vector<ComparedRow> compare_rows(const std::vector<ExpectedRow>& rows, const Sweep& sweep,
                                      const Outcomes& outcomes);

}  // namespace kairos
