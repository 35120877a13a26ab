// Interface of frequency governors, which set the clock of a cluster (called cpufreq governors in
// Linux).
//
// A governor requests a point. The point that takes effect, after the cluster's transition latency,
// is the lower one of this request and the limits of thermal governors and power caps.
#pragma once

#include <string_view>

#include "platforms/platform.hpp"

namespace kairos {

/// The state of the cluster when its governor is asked.
struct ClusterSample {
  const Cluster& cluster;
  std::size_t wanted = 0;  ///< Point that the governor requested last.
  std::size_t point = 0;   ///< Point in force.
  double load = 0;         ///< Busy share of the busiest element since the last sample, 0 to 1.
  Duration passed;         ///< Time since the last sample.
};

class FrequencyGovernor {
 public:
  static constexpr std::string_view kind = "governor";
  static constexpr std::string_view called = "frequency governor";
  virtual ~FrequencyGovernor() = default;

  /// The point at the start of a run. Throws InputError if the governor cannot govern this cluster.
  [[nodiscard]] virtual std::size_t first_point(const Cluster& cluster) const = 0;
  /// The period with which the governor is asked; zero if it is never asked again.
  [[nodiscard]] virtual Duration period() const { return {}; }
  virtual std::size_t choose(const ClusterSample& sample) { return sample.wanted; }
};

/// The slowest point with at least this frequency, or the fastest point if there is none.
inline std::size_t point_at_least(const Cluster& cluster, Hertz frequency) {
  std::size_t point = 0;
  while (point + 1 < cluster.points.size() && cluster.points[point].frequency < frequency) ++point;
  return point;
}

}  // namespace kairos
