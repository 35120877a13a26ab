// The clocks of a run: what governors, users and policies want, and what zones and rails allow.
//
//   point in force = min(wanted, what every thermal zone allows, what the power rail allows)
//
// A rail lowers the cluster of its own that draws most by one point when its mean power over a
// period was above the cap, and raises the one that it lowered most when the rail would stay under
// its cap if that drew as much more as the points differ.
// Example: a rail of 4 W with clusters that drew 3 and 2 W: the first goes one point down.
// How far to trust it: a rail looks once a period, so its power may be above the cap for a period
// per point that is too many; it never switches elements off, so the lowest points are its end.
#pragma once

#include <memory>
#include <vector>

#include "sim/governors/governors.hpp"
#include "sim/power/energy_meter.hpp"
#include "sim/thermal/chip_temperatures.hpp"

namespace kairos {

class ClockControl {
 public:
  /// Throws InputError: a governor that cannot govern a cluster, or a thermal governor without
  /// temperatures.
  ClockControl(const Platform& platform, const Governors& governors);

  // ---- What is wanted
  [[nodiscard]] std::size_t wanted(ClusterId cluster) const { return clusters_[cluster].wanted; }
  void want(ClusterId cluster, std::size_t point) { clusters_[cluster].wanted = point; }
  /// How often the governor of a cluster is to be asked; zero: never.
  [[nodiscard]] Duration period(ClusterId cluster) const;
  /// Asks it. `energy` must be settled. False when it need not be asked again before the cluster
  /// has work: no load, and the lowest point wanted.
  bool ask_governor(ClusterId cluster, std::size_t point_in_force, const EnergyMeter& energy,
                    Time now);
  /// A cluster that had nothing to do starts a task: true when its governor must be asked from now
  /// on.
  bool wakes(ClusterId cluster, Time now);

  // ---- What is allowed
  [[nodiscard]] std::size_t limit(ClusterId cluster) const { return clusters_[cluster].limit; }
  [[nodiscard]] std::size_t target(ClusterId cluster) const {
    return std::min(wanted(cluster), limit(cluster));
  }
  /// Notes whether a cluster is held below what is wanted; true when that has changed.
  bool update_throttled(ClusterId cluster);
  [[nodiscard]] bool is_throttled(ClusterId cluster) const {
    return clusters_[cluster].is_throttled;
  }

  [[nodiscard]] std::size_t zone_count() const { return zones_.size(); }
  [[nodiscard]] std::span<const ClusterId> clusters_of_zone(std::size_t zone) const;
  [[nodiscard]] const Watch& watch(std::size_t zone) const { return zones_[zone].watch; }
  /// True when any zone waits for a temperature.
  [[nodiscard]] bool watches_temperature() const;
  /// True when the temperatures are what the zone waits for. They must be those of now.
  [[nodiscard]] bool is_reached(std::size_t zone, const ChipTemperatures& temperatures) const;
  /// When to look next whether any zone's temperature is reached, at the powers that have been
  /// faced: when it is, or before; never if none will be.
  [[nodiscard]] std::optional<Seconds> next_look(ChipTemperatures& temperatures);
  /// Lets a zone's governor look and sets the limits anew.
  void update_zone(std::size_t zone, const ChipTemperatures& temperatures,
                   const EnergyMeter& energy, Time now);

  [[nodiscard]] std::size_t rail_count() const { return rails_.size(); }
  [[nodiscard]] const PowerRail& rail(std::size_t number) const { return platform_.rails[number]; }
  /// Compares the mean power since the last time with the cap. `energy` must be settled.
  void update_rail(std::size_t rail, const EnergyMeter& energy, Time now);

 private:
  struct ClusterClock {
    std::unique_ptr<FrequencyGovernor> governor;
    std::size_t wanted = 0, limit = 0;
    bool is_throttled = false, rests = false;
    Time sampled;
    std::vector<Duration> busy;  ///< Of every element, when last sampled.
  };
  struct Zone {
    const ThermalZone* zone = nullptr;
    std::unique_ptr<ThermalGovernor> governor;
    Watch watch;
    std::vector<CoolingDevice> devices;
    std::vector<Duration> busy;  ///< Of every device, when last read.
    Time read;
  };
  struct Rail {
    std::vector<std::size_t> highest;  ///< By its cluster.
    std::vector<Joules> drawn;         ///< The same, when last looked at.
    Time looked;
  };

  void combine_limits();
  [[nodiscard]] Temperature temperature(const Zone& zone,
                                        const ChipTemperatures& temperatures) const;

  const Platform& platform_;
  IdVector<ClusterId, ClusterClock> clusters_;
  std::vector<Zone> zones_;
  std::vector<Rail> rails_;
  std::vector<Threshold> thresholds_;  ///< Scratch memory.
};

}  // namespace kairos
