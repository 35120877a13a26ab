// A warning about schedulers that wait for their host.
#pragma once

#include <span>
#include <string>

#include "experiments/run_record.hpp"
#include "experiments/sweep.hpp"

namespace kairos {

/// Names the runs in which the passes of the scheduler waited longer for their host than they took,
/// in one line; empty when there are none.
std::string decision_wait_warning(const Sweep& sweep, std::span<const RunRecord> records);

}  // namespace kairos
