// Warns of schedulers that wait long for their host.
#pragma once

#include <span>
#include <string>

#include "experiments/experiment/sweep.hpp"
#include "experiments/recordings/run_record.hpp"

namespace kairos {

/// A warning, on one line, about runs in which scheduling passes waited longer for their host than
/// they took; empty if there are none.
std::string decision_wait_warning(const Sweep& sweep, std::span<const RunRecord> records);

}  // namespace kairos
