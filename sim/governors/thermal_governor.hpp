// Who slows a zone of the chip that is too warm: the part that Linux calls thermal governors, one
// per zone.
//
// A governor says which temperatures it wants to be told of at the very instant when they are
// passed, and when it wants to look again otherwise. It answers with the highest operating point
// that each cluster of the zone may have.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "platforms/platform.hpp"

namespace kairos {

/// What a governor waits for; it is asked again when the first of them comes true.
struct Watch {
  std::optional<Temperature> rises_to, falls_to;
  std::optional<Duration> look_again;  ///< After so long.
};

/// A cluster as something that can be slowed.
struct CoolingDevice {
  const Cluster* cluster = nullptr;
  std::size_t wanted = 0;   ///< The point that its frequency governor asked for.
  double load = 0;          ///< The mean busy share of its elements since the last reading.
  std::size_t highest = 0;  ///< The answer: no higher point than this.

  /// Of the whole cluster at work at a point, leakage not included.
  [[nodiscard]] Watts power_at(std::size_t point) const {
    const auto& power = cluster->points[point].power;
    return power.back().busy * static_cast<double>(cluster->elements.size());
  }
  [[nodiscard]] std::size_t top() const { return cluster->points.size() - 1; }
};

struct ZoneReading {
  Temperature temperature;  ///< The warmest sensor.
  Duration passed;          ///< Since the last reading.
};

class ThermalGovernor {
 public:
  static constexpr std::string_view kind = "thermal_governor";
  static constexpr std::string_view called = "thermal governor";
  virtual ~ThermalGovernor() = default;

  [[nodiscard]] virtual Watch begin(const ThermalZone& zone) = 0;
  /// May lower and raise `highest` of every device.
  [[nodiscard]] virtual Watch update(const ThermalZone& zone, const ZoneReading& reading,
                                     std::span<CoolingDevice> devices) = 0;
};

}  // namespace kairos
