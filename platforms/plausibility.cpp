#include "platforms/plausibility.hpp"

#include <algorithm>

namespace kairos {
namespace {

void check_points(const ClusterSpec& spec, const Cluster& cluster) {
  for (std::size_t i = 1; i < cluster.points.size(); ++i) {
    const OperatingPoint& slow = cluster.points[i - 1];
    const OperatingPoint& fast = cluster.points[i];
    if (fast.voltage >= slow.voltage) continue;
    throw InputError(spec.place, "cluster '" + spec.name + "' needs " + format(slow.voltage) +
                                     " at " + format(slow.frequency) + " but only " +
                                     format(fast.voltage) + " at " + format(fast.frequency) +
                                     "; let the voltage rise with the clock, or leave out a point");
  }
}

void check_power(const ClusterSpec& spec, const Cluster& cluster) {
  for (const OperatingPoint& point : cluster.points) {
    for (std::size_t k = 1; k < point.power.size(); ++k) {
      const Watts idle = point.power.front().idle;
      if (point.power[k].busy >= idle) continue;
      throw InputError(spec.place, "cluster '" + spec.name + "' draws less when busy at " +
                                       format(point.frequency) + " than the " + format(idle) +
                                       " when idle; lower 'idle' or raise 'busy'");
    }
  }
}

void check_sources(const PlatformSpec& spec) {
  std::vector<std::string> known{"paths", "modes", "local"};
  const auto add = [&](const auto& parts) {
    for (const auto& part : parts) known.push_back(part.name);
  };
  add(spec.clusters);
  add(spec.links);
  add(spec.memory);
  add(spec.noc);
  add(spec.background);
  for (const SourceSpec& source : spec.sources) {
    for (const std::string& part : source.of) {
      if (std::ranges::find(known, part) != known.end()) continue;
      throw InputError(source.place, unknown_name("part of the platform", part, known));
    }
  }
}

}  // namespace

void refuse_impossible(const PlatformSpec& spec, const Platform& platform) {
  check_sources(spec);
  for (std::size_t i = 0; i < spec.clusters.size(); ++i) {
    const ClusterSpec& described = spec.clusters[i];
    const Cluster& cluster = platform.clusters[static_cast<ClusterId>(i)];
    check_points(described, cluster);
    check_power(described, cluster);
  }
}

void PlatformSpec::check(const Place& /*where*/) const {
  for (const ClusterSpec& cluster : clusters) {
    if (!cluster.kernels.empty() || !cluster.throughput.empty()) continue;
    throw InputError(cluster.place, "cluster '" + cluster.name +
                                        "' can run nothing; give it 'kernels' or 'throughput', "
                                        "or leave it out");
  }
}

}  // namespace kairos
