// Faults as values: outages of elements and links, wrong results, and how the system copes with
// them.
//
//   P(wrong result) = 1 - (1 - per_execution) exp(-rate t)     of an execution of t
//   a task of work w takes w + cost (ceil(w / every) - 1)      with checkpoints
//
// Example: 0.001 per execution and 2 /s make 2.1 % of executions of 10 ms wrong. With a checkpoint
// of 50 us every 4 ms of work a task of 10 ms takes 10.1 ms; what fails at 9 ms loses 0.9 of them.
// How far to trust it: every wrong result is found, at the end of the task; elements fail
// independently; checkpoints are read for nothing, and stored where no failure reaches them.
#pragma once

#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/registry.hpp"
#include "sim/faults/fault_model.hpp"

namespace kairos {

/// One thing that breaks again and again.
struct FaultProcess {
  enum class Effect {
    failure,      ///< An element is down.
    slowness,     ///< An element runs at a part of its speed: a straggler.
    degradation,  ///< A link has a part of its bandwidth.
  };
  Effect effect = Effect::failure;
  ElementId element{};   ///< The element that fails or is slow.
  LinkId link{};         ///< The link that degrades.
  double remaining = 1;  ///< The share of the speed or bandwidth that is left, in (0, 1].
  Choice<FaultModel> model;
  std::uint64_t stream = 0;  ///< Tells processes of one effect on one subject apart.
};

/// Transient errors: an execution of t seconds has a wrong result with the probability
/// 1 - (1 - per_execution) exp(-rate t).
struct ErrorRate {
  double per_execution = 0;
  Hertz rate;  ///< Per second of execution.

  [[nodiscard]] bool is_zero() const { return per_execution <= 0 && rate <= Hertz{}; }
};

/// A task keeps what it has done after every `every` of its work, which takes it `cost` more.
struct Checkpoints {
  Duration every;  ///< Work at full speed between checkpoints; zero: never.
  Duration cost;   ///< At full speed.

  [[nodiscard]] bool is_on() const { return every > Duration{}; }
};

struct Faults {
  std::vector<FaultProcess> processes;
  IdVector<ElementId, ErrorRate> errors;  ///< Empty: none.
  Duration detection_delay;               ///< The time from a failure until it is known.
  Checkpoints checkpoint;

  [[nodiscard]] bool is_none() const {
    return processes.empty() && errors.empty() && !checkpoint.is_on();
  }
};

}  // namespace kairos
