// Summarises why runs failed.
#pragma once

#include <string>
#include <vector>

#include "experiments/recordings/run_record.hpp"

namespace kairos {

/// One line per reason with the number of runs that failed for it, and only the first reasons.
/// Empty if no run failed.
std::string failure_summary(const std::vector<FailedRun>& failures);

}  // namespace kairos
