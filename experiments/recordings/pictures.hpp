// Chooses the runs of a sweep whose pictures are recorded.
#pragma once

namespace kairos {

struct Sweep;

struct Pictures {
  bool gantt = false;  ///< Records the first tasks, and the chip during them.
  bool chip = false;   ///< Records the chip over the whole run.

  [[nodiscard]] bool any() const { return gantt || chip; }
};

/// Values of Recording::kind.
inline constexpr const char* gantt_recording = "gantt";
inline constexpr const char* chip_recording = "chip";

/// Chooses the first run of every policy for a Gantt chart, unless the report omits them. The first
/// run of every policy at every sweep point gets a chart of the chip if it has temperatures, rails,
/// periodic governors or incidents, up to 32 runs in total.
void choose_pictures(Sweep& sweep);

}  // namespace kairos
