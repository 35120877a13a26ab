// A decision is an intent: whether it can be carried out is checked here.
#pragma once

#include "sim/decision/decision.hpp"
#include "sim/state/system_state.hpp"

namespace kairos {

/// The task that a decision sends. Throws std::logic_error when it is not ready, or when the
/// element is down or cannot run it.
[[nodiscard]] TaskHandle checked_task(const SystemState& state, const Decision& decision);

}  // namespace kairos
