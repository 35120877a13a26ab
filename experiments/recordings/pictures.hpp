// The pictures for which a run records data.
#pragma once

namespace kairos {

struct Pictures {
  bool gantt = false;  ///< Records the first tasks, and the chip during them.
  bool chip = false;   ///< Records the chip over the whole run.

  [[nodiscard]] bool any() const { return gantt || chip; }
};

/// Values of Recording::kind.
inline constexpr const char* gantt_recording = "gantt";
inline constexpr const char* chip_recording = "chip";

}  // namespace kairos
