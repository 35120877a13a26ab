// Checks whether a decision of a policy can be carried out.
#pragma once

#include "sim/decision/decision.hpp"
#include "sim/state/system_state.hpp"

namespace kairos {

/// The task that a decision sends. Throws std::logic_error if the task is not ready, or if the
/// element is down or cannot run it.
[[nodiscard]] TaskHandle checked_task(const SystemState& state, const Decision& decision);

}  // namespace kairos
