// Runs a simulation to its end under a policy.
#pragma once

#include <cstdint>
#include <functional>

#include "policies/policy.hpp"
#include "sim/engine/simulator.hpp"

namespace kairos {

struct DecisionCount {
  std::uint64_t decisions = 0;
  std::uint64_t questions = 0;  ///< Decisions and answers "wait".
  double policy_seconds = 0;    ///< Wall time in the policy, scaled up from the questions timed.
};

/// Times one question in `timed_one_in` (a power of two): looking at a clock costs as much as a
/// simple policy.
DecisionCount run(Simulator& simulator, Policy& policy, std::uint64_t timed_one_in = 64);

/// The same, with a call after every step of the simulation, before the policy is asked.
DecisionCount run(Simulator& simulator, Policy& policy, const std::function<void()>& stepped,
                  std::uint64_t timed_one_in = 64);

}  // namespace kairos
