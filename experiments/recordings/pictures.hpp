// Which runs of a sweep are recorded so that pictures can be drawn of them.
#pragma once

namespace kairos {

struct Sweep;

struct Pictures {
  bool gantt = false;  ///< The first tasks, and the chip over the same time.
  bool chip = false;   ///< The chip over the whole run.

  [[nodiscard]] bool any() const { return gantt || chip; }
};

/// The kinds of Recording.
inline constexpr const char* gantt_recording = "gantt";
inline constexpr const char* chip_recording = "chip";

/// Chooses the first run of every policy for a Gantt chart, unless the report leaves them out. The
/// first run of every policy at every sweep point is recorded for a chart of the chip where there
/// are temperatures, rails, governors or incidents, in 32 runs at most.
void choose_pictures(Sweep& sweep);

}  // namespace kairos
