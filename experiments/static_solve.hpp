// Schedules the one job of a scenario with a policy, through the simulator, and says how far from
// the best the schedule can be.
#pragma once

#include "policies/policy.hpp"
#include "policies/search/path_bounds.hpp"
#include "sim/events/event.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

struct StaticSolution {
  Time makespan;
  Time bound;   ///< Of schedules like it: with copies of tasks where the policy may copy.
  Runs runs{};  ///< Whether it may.
  double policy_seconds = 0;  ///< Wall time in the policy.
  std::uint64_t fingerprint = 0;
  std::vector<TaskFinished> tasks;  ///< By time of finish; copies under the ids of their originals.

  /// Nothing is shorter.
  [[nodiscard]] bool proved() const { return makespan == bound; }
};

/// Before which no schedule of the job can end.
Time cheap_bound(const Scenario& scenario, Runs runs = Runs::once);

/// `bound` is one that is known of schedules without copies; a policy may prove a better one.
StaticSolution solve_static(const Scenario& scenario, Time bound, const Choice<Policy>& choice);

}  // namespace kairos
