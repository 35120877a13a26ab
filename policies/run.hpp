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
  double policy_seconds = 0;    ///< Wall time in the policy, estimated from the questions timed.
};

/// Times every question of a policy that plans ahead. Of others, for which looking at a clock would
/// cost as much as the policy, it times the first question after an arrival, those that follow one
/// that took long, and one in `timed_one_in` of the rest.
DecisionCount run(Simulator& simulator, Policy& policy, std::uint64_t timed_one_in = 64);

/// The same, with a call after every step of the simulation, before the policy is asked.
DecisionCount run(Simulator& simulator, Policy& policy, const std::function<void()>& stepped,
                  std::uint64_t timed_one_in = 64);

}  // namespace kairos
