// What a decision of the learned scheduler costs, measured.
#pragma once

namespace kairos {

/// With the weights that come with Kairos, 50 tasks ready on DS3's chip and all elements idle: the
/// mean over the decisions of a round, the observation and the network included.
double learned_decision_seconds();

}  // namespace kairos
