// Who sets the clock of a cluster: the part that Linux calls cpufreq governors, one per cluster.
//
// A governor names the point that it wants. What comes into force is the lower of that and what
// thermal governors and power caps allow, after the cluster's transition latency.
#pragma once

#include <string_view>

#include "platforms/platform.hpp"

namespace kairos {

/// What a governor knows of its cluster when it is asked.
struct ClusterSample {
  const Cluster& cluster;
  std::size_t wanted = 0;  ///< The point that it asked for last.
  std::size_t point = 0;   ///< The one in force.
  double load = 0;         ///< The busy share of the busiest element since the last sample, 0 to 1.
  Duration passed;         ///< Since the last sample.
};

class FrequencyGovernor {
 public:
  static constexpr std::string_view kind = "governor";
  static constexpr std::string_view called = "frequency governor";
  virtual ~FrequencyGovernor() = default;

  /// The point that a run begins with. Throws InputError: a cluster that it cannot govern.
  [[nodiscard]] virtual std::size_t first_point(const Cluster& cluster) const = 0;
  /// How often it wants to be asked; zero: never again.
  [[nodiscard]] virtual Duration period() const { return {}; }
  virtual std::size_t choose(const ClusterSample& sample) { return sample.wanted; }
};

/// The slowest point at least this fast, the fastest when there is none.
inline std::size_t point_at_least(const Cluster& cluster, Hertz frequency) {
  std::size_t point = 0;
  while (point + 1 < cluster.points.size() && cluster.points[point].frequency < frequency) ++point;
  return point;
}

}  // namespace kairos
