// Reads the temperatures of the chip and runs its thermal zones, by polling or at the exact instant
// of a threshold crossing.
#pragma once

#include "sim/engine/clocks.hpp"

namespace kairos {

class TemperatureControl {
 public:
  TemperatureControl(const EngineContext& context, Clocks& clocks);

  /// Must be called when a probe has been attached, because it may read the chip at every instant.
  void listeners_changed();
  /// Must be called before time advances. Schedules a wake-up for the next crossing that a zone
  /// waits for, or for the end of the window while changes of power are merged.
  void prepare_advance() {
    if (waits_for_crossing_) predict_crossing();
  }
  /// Must be called after time has advanced.
  void end_advance() {
    if (reads_chip_) read_when_due();
  }

  void handle_crossing();
  void update_zone(std::size_t zone);
  void announce_reading();

 private:
  void poll(std::size_t zone);
  void predict_crossing();
  [[nodiscard]] Time next_crossing();
  void read_when_due();
  void read();

  EngineContext context_;
  Clocks& clocks_;
  bool reads_chip_;                  ///< True if there are temperatures, or if a probe reads the
                                     ///< chip.
  bool waits_for_crossing_ = false;  ///< True if a zone waits for a temperature.
  Time wake_ = Time::never();        ///< Instant of the next prediction or of the end of a merged
                                     ///< window.
  Time predicted_ = Time::never();   ///< Instant at which a crossing was last predicted from the
                                     ///< present power.
};

}  // namespace kairos
