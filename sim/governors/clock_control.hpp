// Determines the operating point of every cluster: combines the points that governors, users and
// policies request with the limits of thermal zones and power rails.
//
//   point in force = min(requested point, limits of the thermal zones, limit of the power rail)
//
// A rail compares its mean power over a period with its cap. If the mean is above the cap, the rail
// lowers one cluster: of those whose limit is above the lowest point, the one that draws most. Its
// new limit is one point below the old limit or below the requested point, whichever is lower.
// Otherwise the rail raises the limit of one cluster by one point: of those with which the expected
// power stays within the cap, the one that it has lowered most.
//
// Example: on a rail of 4 W, two clusters drew 3 and 2 W; the first one is lowered by one point.
// How far to trust it: a rail lowers one point per period. If several points have to be lowered,
// its power exceeds the cap for as many periods. It never switches elements off, so it cannot
// reduce the power below that of the lowest points.
#pragma once

#include <memory>
#include <vector>

#include "sim/governors/governors.hpp"
#include "sim/power/energy_meter.hpp"
#include "sim/thermal/chip_temperatures.hpp"

namespace kairos {

class ClockControl {
 public:
  /// Throws InputError if a governor cannot govern its cluster, or if there is a thermal governor
  /// but the platform has no thermal part.
  ClockControl(const Platform& platform, const Governors& governors);

  // ---- Requested points
  /// The point that a governor, a user or a policy requested last.
  [[nodiscard]] std::size_t wanted(ClusterId cluster) const { return clusters_[cluster].wanted; }
  void want(ClusterId cluster, std::size_t point) { clusters_[cluster].wanted = point; }
  /// The period of a cluster's governor; zero if it is never asked.
  [[nodiscard]] Duration period(ClusterId cluster) const;
  /// Asks the governor of a cluster for a point. `energy` must be settled (up to date at `now`).
  /// Returns false if the governor need not be asked again before the cluster has work, because the
  /// cluster was idle and the governor requests the lowest point.
  bool ask_governor(ClusterId cluster, std::size_t point_in_force, const EnergyMeter& energy,
                    Time now);
  /// Called when a cluster without work starts a task. Returns true if its governor must be asked
  /// from now on.
  bool wakes(ClusterId cluster, Time now);

  // ---- Limits
  /// The highest point that zones and rails allow.
  [[nodiscard]] std::size_t limit(ClusterId cluster) const { return clusters_[cluster].limit; }
  /// The point that is to be put into force.
  [[nodiscard]] std::size_t target(ClusterId cluster) const {
    return std::min(wanted(cluster), limit(cluster));
  }
  /// Updates whether a cluster is throttled, which means limited to a point below the requested
  /// one. Returns true if this has changed.
  bool update_throttled(ClusterId cluster);
  [[nodiscard]] bool is_throttled(ClusterId cluster) const {
    return clusters_[cluster].is_throttled;
  }

  [[nodiscard]] std::size_t zone_count() const { return zones_.size(); }
  [[nodiscard]] std::span<const ClusterId> clusters_of_zone(std::size_t zone) const;
  /// The conditions under which the governor of a zone wants to be asked next.
  [[nodiscard]] const Watch& watch(std::size_t zone) const { return zones_[zone].watch; }
  /// True if any zone waits for a temperature.
  [[nodiscard]] bool watches_temperature() const;
  /// True if a zone has reached a temperature that it waits for. The temperatures must be up to
  /// date.
  [[nodiscard]] bool is_reached(std::size_t zone, const ChipTemperatures& temperatures) const;
  /// The time until the zones must be checked again, at the present powers: the next threshold
  /// crossing or earlier. Empty if no threshold will be crossed.
  [[nodiscard]] std::optional<Seconds> next_look(ChipTemperatures& temperatures);
  /// Asks the governor of a zone and updates the limits. `points` are the points in force.
  void update_zone(std::size_t zone, const ChipTemperatures& temperatures,
                   const EnergyMeter& energy, const IdVector<ClusterId, std::size_t>& points,
                   Time now);

  [[nodiscard]] std::size_t rail_count() const { return rails_.size(); }
  [[nodiscard]] const PowerRail& rail(std::size_t number) const { return platform_.rails[number]; }
  /// Compares the mean power since the last call with the cap and updates the limits. `energy` must
  /// be settled.
  void update_rail(std::size_t rail, const EnergyMeter& energy, Time now);

 private:
  struct ClusterClock {
    std::unique_ptr<FrequencyGovernor> governor;
    std::size_t wanted = 0, limit = 0;
    /// The governor rests while it need not be asked because the cluster has no work.
    bool is_throttled = false, rests = false;
    Time sampled;                ///< Beginning of the present sample.
    Duration rested;             ///< Time at rest between the last sample and the present one.
    std::vector<Duration> busy;  ///< Busy time of every element at the last sample.
    std::vector<double> loads;   ///< Buffer of ask_governor(): busy share of every element.
  };
  struct Zone {
    const ThermalZone* zone = nullptr;
    std::unique_ptr<ThermalGovernor> governor;
    Watch watch;
    std::vector<CoolingDevice> devices;  ///< The clusters that the governor can slow.
    std::vector<Duration> busy;          ///< Busy time of every device at the last reading.
    Time read;                           ///< Instant of the last reading.
  };
  struct Rail {
    std::vector<std::size_t> highest;  ///< Limit of each of the rail's clusters.
    std::vector<Joules> drawn;         ///< Energy of each of the rail's clusters at the last check.
    Time looked;                       ///< Instant of the last check.
  };

  void combine_limits();
  [[nodiscard]] Temperature temperature(const Zone& zone,
                                        const ChipTemperatures& temperatures) const;

  const Platform& platform_;
  IdVector<ClusterId, ClusterClock> clusters_;
  std::vector<Zone> zones_;
  std::vector<Rail> rails_;
  std::vector<Threshold> thresholds_;  ///< Buffer of next_look().
};

}  // namespace kairos
