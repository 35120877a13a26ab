// Interface of frequency governors, which set the clock of a cluster (called cpufreq governors in
// Linux).
//
// A governor requests a point. The point that takes effect, after the cluster's transition latency,
// is the lower one of this request and the limits of thermal governors and power caps.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "platforms/platform.hpp"

namespace kairos {

/// The state of the cluster when its governor is asked.
struct ClusterSample {
  const Cluster& cluster;
  std::size_t wanted = 0;  ///< Point that the governor requested last.
  std::size_t point = 0;   ///< Point in force.
  /// Busy share of every element since the beginning of the sample, 0 to 1.
  std::span<const double> loads;
  Duration passed;  ///< Length of the sample.
  /// Time between the last sample and this one, in which all elements were idle and the governor
  /// was not asked.
  Duration rested;

  /// Busy share of the busiest element.
  [[nodiscard]] double load() const { return *std::ranges::max_element(loads); }
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

/// The fastest point with at most this frequency, or the slowest point if there is none.
inline std::size_t point_at_most(const Cluster& cluster, Hertz frequency) {
  std::size_t point = cluster.points.size() - 1;
  while (point > 0 && cluster.points[point].frequency > frequency) --point;
  return point;
}

/// The point whose frequency is closest; the slower one of two that are equally close.
inline std::size_t closest_point(const Cluster& cluster, Hertz frequency) {
  const std::size_t above = point_at_least(cluster, frequency);
  const std::size_t below = point_at_most(cluster, frequency);
  const Hertz up = cluster.points[above].frequency - frequency;
  return frequency - cluster.points[below].frequency > up ? above : below;
}

}  // namespace kairos
