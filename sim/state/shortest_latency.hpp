// The least time that a job of an application can take: its longest path with every task on its
// fastest element at full speed. Transfers do not count.
#pragma once

#include "sim/state/scenario.hpp"

namespace kairos {

[[nodiscard]] IdVector<ApplicationId, Duration> shortest_latencies(const Scenario& scenario);

}  // namespace kairos
