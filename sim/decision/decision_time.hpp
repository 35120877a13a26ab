// What the scheduler's own work takes in simulated time: a slow scheduler is a bad one.
#pragma once

#include <optional>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

struct DecisionTime {
  Duration constant;              ///< Of every pass in which something is decided.
  Duration per_task;              ///< Of every task sent.
  double measured = 0;            ///< Times the wall-clock time in the policy: not repeatable.
  std::optional<ElementId> host;  ///< Where the scheduler runs; nowhere on the chip if absent.

  [[nodiscard]] bool is_on() const {
    return constant > Duration{} || per_task > Duration{} || measured > 0;
  }
  /// Of a pass that sent so many tasks and took so long here and now.
  [[nodiscard]] Duration of(std::uint64_t tasks, double wall_seconds) const {
    constexpr double picoseconds = 1e12;
    return constant +
           Duration::picoseconds(per_task.picoseconds() * static_cast<std::int64_t>(tasks)) +
           whole_picoseconds(wall_seconds * measured * picoseconds);
  }
};

}  // namespace kairos
