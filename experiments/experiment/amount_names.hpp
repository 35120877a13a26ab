// The names of the amounts that jobs draw, which are names of metrics and can be used in formulas.
#pragma once

#include <string>
#include <vector>

#include "workloads/workload_config.hpp"

namespace kairos {

/// Adds the names of the amounts that tasks of a workload draw, each once. Throws InputError if a
/// name is already that of a metric, of another column of the results, or of something else that
/// formulas use. Files of applications (`graph`) are not read, so their amounts are missing.
void add_amount_names(const WorkloadConfig& workload, std::vector<std::string>& names);

}  // namespace kairos
