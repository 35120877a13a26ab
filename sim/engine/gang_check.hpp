// Checks that gangs can start (gangs.hpp): before a run those of the workload on the platform, and
// during a run those that wait for members.
#pragma once

#include <optional>

#include "sim/base/error.hpp"
#include "sim/decision/decision_time.hpp"
#include "sim/state/system_state.hpp"

namespace kairos {

/// Throws InputError if the members of a gang cannot all run at the same time, or if they could run
/// on a cluster whose elements batch or interrupt tasks or whose memory has a size, or on an
/// element whose tasks passes of the scheduler interrupt.
void check_gangs(const SystemState& state, const DecisionTime& decision_time);

/// The error of a gang that can never start, because `count` of its members, one of them `member`,
/// were sent to an element with fewer slots.
[[nodiscard]] InputError crowded(const SystemState& state, TaskHandle member, std::size_t count);

/// The error of a gang of which some members wait for members that will never be sent; empty if
/// there is none.
[[nodiscard]] std::optional<InputError> explain_waiting_gang(const SystemState& state);

}  // namespace kairos
