// Schedules the only job of a scenario with a policy and bounds the makespan from below.
#pragma once

#include "policies/policy.hpp"
#include "policies/search/path_bounds.hpp"
#include "sim/events/event.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

struct StaticSolution {
  Time makespan;
  Time bound;   ///< Lower bound on the makespan; it allows for copies of tasks if `runs` does.
  Runs runs{};  ///< Says whether the policy may run copies of a task.
  double policy_seconds = 0;  ///< Wall time spent in the policy.
  std::uint64_t fingerprint = 0;
  /// Says why a policy that can prove optimality has not proved it; empty otherwise.
  std::string note = {};
  std::vector<TaskFinished> tasks;  ///< Sorted by finish; copies have ids of originals.

  /// True if the schedule is proved optimal.
  [[nodiscard]] bool proved() const { return makespan == bound; }
};

/// A quickly computed lower bound on the makespan of the job.
Time cheap_bound(const Scenario& scenario, Runs runs = Runs::once);

/// Schedules the job with a policy. `bound` is a known lower bound for schedules without copies; a
/// policy may prove a better one.
StaticSolution solve_static(const Scenario& scenario, Time bound, const Choice<Policy>& choice);

}  // namespace kairos
