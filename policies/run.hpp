// Runs a simulation to its end under a policy.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "policies/policy.hpp"
#include "sim/engine/simulator.hpp"

namespace kairos {

struct DecisionCount {
  std::uint64_t decisions = 0;
  std::uint64_t questions = 0;  ///< Decisions, and answers "wait".
  double policy_seconds = 0;    ///< Wall time in the policy, estimated from the timed questions.
  PassTimes pass_times = {};    ///< Measured or replayed processor times of the passes, if these
                                ///< are a part of decision time.
};

/// Reads a clock, in the time since any instant.
using ReadClock = std::chrono::nanoseconds (*)();

/// Every question is timed if the policy plans ahead. For other policies reading the clock would
/// cost as much as the policy itself, so only some are timed: the first question after an arrival
/// (one in eight while these are short), the questions that follow a long one, and one in
/// `timed_one_in` of the rest, drawn at random.
DecisionCount run(Simulator& simulator, Policy& policy, std::uint64_t timed_one_in = 64);

/// This overload also calls `stepped` after every step of the simulation, before the policy is
/// asked. Questions are timed by the wall clock, or by the processor time of this thread if it
/// counts as decision time, unless there is another clock. Throws InputError if the times that the
/// decision time replays belong to a run with another number of passes.
DecisionCount run(Simulator& simulator, Policy& policy, const std::function<void()>& stepped,
                  std::uint64_t timed_one_in = 64, ReadClock clock = nullptr);

}  // namespace kairos
