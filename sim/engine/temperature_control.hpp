// Reads the temperatures of the chip and runs its thermal zones: by polling, or at the very instant
// when a temperature that a zone waits for is crossed.
#pragma once

#include "sim/engine/clocks.hpp"

namespace kairos {

class TemperatureControl {
 public:
  TemperatureControl(const EngineContext& context, Clocks& clocks);

  /// A probe has been attached: somebody may want to read the chip at every instant.
  void listeners_changed();
  /// Before time moves on: asks to be woken when a zone's temperature will be crossed, or, while
  /// changes of power are being merged, when the window ends.
  void prepare_advance() {
    if (waits_for_crossing_) predict_crossing();
  }
  /// Time has moved on.
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
  bool reads_chip_;                  ///< There are temperatures, or somebody listens.
  bool waits_for_crossing_ = false;  ///< A zone waits for a temperature.
  Time wake_ = Time::never();        ///< The next prediction or the end of a merged window.
  Time predicted_ = Time::never();   ///< When the present power was last extrapolated.
};

}  // namespace kairos
