// Pauses the task in a slot of the scheduler's host while a pass runs in its place, as an interrupt
// of an operating system does.
//
// The task keeps its slot, its work and its data, and ends later by the time of the pause. The
// element stays busy. The energy that it draws during the pause belongs to the pass: it is not a
// part of the task's energy, and operations draw no power (sim/engine/operation_power.hpp).
//
// Example: a task of 10 us begins at 2 us. A pass from 5 to 7 us pauses it, so it ends at 14 us.
// How far to trust it: saving and restoring the state of the task takes no time, and its caches
// stay warm; a constant in the time of the pass can stand for both. If the task is lost or wrong,
// the pauses count as time for which it has run.
#pragma once

#include <optional>

#include "sim/engine/execution.hpp"

namespace kairos {

class HostPause {
 public:
  HostPause(const EngineContext& context, Execution& execution, const Batching& batching)
      : context_(context), execution_(execution), batching_(batching) {}

  /// True while a task is paused.
  [[nodiscard]] bool is_on() const { return slot_.has_value(); }
  [[nodiscard]] bool is_on(std::size_t slot) const { return slot_ == slot; }
  /// Pauses the task in a slot, and foresees that it continues at `until`.
  void begin(std::size_t slot, Time until);
  /// Lets the task continue, now.
  void end();
  /// Must be called when the paused task is lost.
  void forget() { slot_.reset(); }

 private:
  void put_off(Duration by);

  EngineContext context_;
  Execution& execution_;
  const Batching& batching_;
  std::optional<std::size_t> slot_;  ///< The slot of the paused task.
  Joules mark_;                      ///< Mark of the energy meter at the begin of the pause.
};

}  // namespace kairos
