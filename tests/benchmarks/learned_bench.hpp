// Measures the time of a decision of the learned scheduler.
#pragma once

namespace kairos {

/// The mean time of the decisions of a round, with the weights that come with Kairos, 50 ready
/// tasks on DS3's chip and all elements idle. It includes the observation and the network.
double learned_decision_seconds();

}  // namespace kairos
