// Schedules the one job of a scenario with a policy, through the simulator, and says how far from
// the best the schedule can be.
#pragma once

#include "policies/policy.hpp"
#include "sim/engine/event.hpp"
#include "sim/engine/scenario.hpp"

namespace kairos {

struct StaticSolution {
  Time makespan, bound;
  double policy_seconds = 0;  ///< Wall time in the policy.
  std::uint64_t fingerprint = 0;
  std::vector<TaskFinished> tasks;  ///< By time of finish.

  /// Nothing is shorter.
  [[nodiscard]] bool proved() const { return makespan == bound; }
};

/// Before which no schedule of the job can end.
Time cheap_bound(const Scenario& scenario);

/// `bound` is one that is known; a policy may prove a better one.
StaticSolution solve_static(const Scenario& scenario, Time bound, const Choice<Policy>& choice);

}  // namespace kairos
