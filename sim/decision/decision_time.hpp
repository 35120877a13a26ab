// The simulated time that the scheduler itself needs for its decisions.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// The processor times that a policy took for the passes of a run, in the order of the passes.
using PassTimes = std::vector<std::chrono::nanoseconds>;

struct DecisionTime {
  Duration constant;    ///< Time of every pass that decides something.
  Duration per_task;    ///< Additional time per task sent.
  double measured = 0;  ///< Factor on the processor time spent in the policy; makes results not
                        ///< repeatable, unless the times are replayed.
  std::optional<ElementId>
      host;  ///< Element on which the scheduler runs; if absent, it runs outside the chip.

  /// The processor times of an earlier run, which are used instead of measuring; null to measure.
  std::shared_ptr<const PassTimes> replayed = {};

  [[nodiscard]] bool is_on() const {
    return constant > Duration{} || per_task > Duration{} || measured > 0;
  }
  /// The time of a pass that sent `tasks` tasks and took `seconds` of processor time.
  [[nodiscard]] Duration of(std::uint64_t tasks, double seconds) const {
    constexpr double picoseconds = 1e12;
    return constant +
           Duration::picoseconds(per_task.picoseconds() * static_cast<std::int64_t>(tasks)) +
           whole_picoseconds(seconds * measured * picoseconds);
  }
};

}  // namespace kairos
