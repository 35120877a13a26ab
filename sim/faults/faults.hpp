// Describes the faults of a run (outages of elements and links, and wrong results) and the ways in
// which the system copes with them.
//
//   P(wrong result) = 1 - (1 - per_execution) exp(-rate t)     of an execution of t
//   a task of work w takes w + cost (ceil(w / every) - 1)      with checkpoints
//
// Example: with 0.001 per execution and 2 /s, 2.1 % of executions of 10 ms are wrong. With a
// checkpoint of 50 us every 4 ms of work, a task of 10 ms takes 10.1 ms; a failure at 9 ms loses
// 0.9 ms.
// How far to trust it: every wrong result is detected at the end of the task. Elements fail
// independently. Reading a checkpoint takes no time, and no failure affects stored checkpoints.
#pragma once

#include <optional>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/registry.hpp"
#include "sim/faults/fault_model.hpp"

namespace kairos {

/// A process that causes outages again and again.
struct FaultProcess {
  enum class Effect {
    failure,      ///< An element is down.
    slowness,     ///< An element runs at a part of its speed (a straggler).
    degradation,  ///< A link has a part of its bandwidth.
  };
  Effect effect = Effect::failure;
  ElementId element{};   ///< The element that fails or is slow.
  LinkId link{};         ///< The link that degrades.
  double remaining = 1;  ///< Share of the speed or bandwidth that is left, in (0, 1]. Not used for
                         ///< failures.
  Choice<FaultModel> model;
  std::uint64_t stream = 0;  ///< Distinguishes processes with the same effect on the same subject.
};

/// Transient errors: an execution of t seconds has a wrong result with the probability
/// 1 - (1 - per_execution) exp(-rate t).
struct ErrorRate {
  double per_execution = 0;
  Hertz rate;  ///< Errors per second of execution.

  [[nodiscard]] bool is_zero() const { return per_execution <= 0 && rate <= Hertz{}; }
};

/// A task saves its progress after every `every` of its work, which takes `cost` each time.
struct Checkpoints {
  Duration every;  ///< Work at full speed between checkpoints; zero for none.
  Duration cost;   ///< Time per checkpoint at full speed.

  [[nodiscard]] bool is_on() const { return every > Duration{}; }
};

/// A failed element that runs a member of a gang is detected when the step of the gang has taken
/// `factor` times as long as usual; see sim/engine/gangs.hpp.
struct Deviation {
  double factor = 2;
  bool slow =
      true;  ///< True if elements that are slow are detected, too, and taken out of service.
};

struct Faults {
  std::vector<FaultProcess> processes;
  IdVector<ElementId, ErrorRate> errors;  ///< Empty if there are no errors.
  Duration detection_delay;               ///< Time from a failure until it is known.
  std::optional<Deviation> deviation = {};
  Checkpoints checkpoint;

  [[nodiscard]] bool is_none() const {
    return processes.empty() && errors.empty() && !checkpoint.is_on();
  }
};

}  // namespace kairos
