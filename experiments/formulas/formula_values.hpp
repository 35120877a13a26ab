// Computes the formulas of a run from its metrics.
#pragma once

#include <span>
#include <vector>

#include "experiments/formulas/formula.hpp"
#include "workloads/workload.hpp"

namespace kairos {

/// Appends the values of formulas over the run and over streams, which are in the order of
/// parse_formulas(). The metrics must contain those of formulas over jobs already. A value that is
/// not finite is left out, as is one for which a metric is missing.
void add_formula_values(std::span<const Formula> formulas, const Workload& workload,
                        std::vector<Metric>& metrics);

}  // namespace kairos
