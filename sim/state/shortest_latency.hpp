// The shortest possible latency of a job of each application: the longest path through its graph,
// with every task on its fastest element at full speed and without transfers. All tasks count, with
// the amounts of work that are expected.
#pragma once

#include "sim/state/scenario.hpp"

namespace kairos {

[[nodiscard]] IdVector<ApplicationId, Duration> shortest_latencies(const Scenario& scenario);

}  // namespace kairos
