// The simulated time that the scheduler itself takes to decide.
#pragma once

#include <optional>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

struct DecisionTime {
  Duration constant;    ///< The time of every pass in which something is decided.
  Duration per_task;    ///< The additional time of every task sent.
  double measured = 0;  ///< Times the wall-clock time in the policy: not repeatable.
  std::optional<ElementId>
      host;  ///< The element on which the scheduler runs; none of the chip if absent.

  [[nodiscard]] bool is_on() const {
    return constant > Duration{} || per_task > Duration{} || measured > 0;
  }
  /// The time of a pass that sent so many tasks and took so long on this machine.
  [[nodiscard]] Duration of(std::uint64_t tasks, double wall_seconds) const {
    constexpr double picoseconds = 1e12;
    return constant +
           Duration::picoseconds(per_task.picoseconds() * static_cast<std::int64_t>(tasks)) +
           whole_picoseconds(wall_seconds * measured * picoseconds);
  }
};

}  // namespace kairos
