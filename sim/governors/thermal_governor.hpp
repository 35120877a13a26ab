// Interface of thermal governors, which slow a zone of the chip that is too warm (called thermal
// governors in Linux as well).
//
// A governor returns the temperatures at whose exact crossing it wants to be asked, and the time
// after which it wants to be asked otherwise. It sets the highest operating point that each cluster
// of the zone may have.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "platforms/platform.hpp"

namespace kairos {

/// The conditions that a governor waits for. It is asked again when the first of them is met.
struct Watch {
  std::optional<Temperature> rises_to, falls_to;
  std::optional<Duration> look_again;  ///< Time after which the governor is asked in any case.
};

/// A cluster that a thermal governor can slow.
struct CoolingDevice {
  const Cluster* cluster = nullptr;
  std::size_t point = 0;    ///< Point in force.
  double load = 0;          ///< Mean busy share of its elements since the last reading.
  std::size_t highest = 0;  ///< Result of the governor: the highest point allowed.

  /// The power of the whole cluster at a point if all elements are busy, without leakage.
  [[nodiscard]] Watts power_at(std::size_t at) const {
    const auto& power = cluster->points[at].power;
    return power.back().busy * static_cast<double>(cluster->elements.size());
  }
  [[nodiscard]] std::size_t top() const { return cluster->points.size() - 1; }
};

struct ZoneReading {
  Temperature temperature;  ///< Temperature of the warmest sensor.
  Duration passed;          ///< Time since the last reading.
};

class ThermalGovernor {
 public:
  static constexpr std::string_view kind = "thermal_governor";
  static constexpr std::string_view called = "thermal governor";
  virtual ~ThermalGovernor() = default;

  [[nodiscard]] virtual Watch begin(const ThermalZone& zone) = 0;
  /// May lower or raise `highest` of every device.
  [[nodiscard]] virtual Watch update(const ThermalZone& zone, const ZoneReading& reading,
                                     std::span<CoolingDevice> devices) = 0;
};

}  // namespace kairos
