#include "sim/governors/governor_config.hpp"

#include "sim/base/find_by_name.hpp"
#include "sim/governors/clock_control.hpp"

namespace kairos {

void GovernorConfig::describe(Fields& f) {
  f("frequency", frequency, "frequency governor that sets the clock of every cluster");
  f("clusters", clusters,
    "frequency governors of single clusters, by cluster, instead of 'frequency'");
  f("thermal", thermal, "thermal governor that slows clusters in zones that are too warm");
}

Governors GovernorConfig::build(const Platform& platform) const {
  Governors governors;
  governors.thermal = thermal;
  for (const Cluster& cluster : platform.clusters) {
    const auto own = clusters.find(cluster.name);
    governors.frequency.push_back(own == clusters.end() ? frequency : own->second);
    try {
      static_cast<void>(governors.frequency.back().make()->first_point(cluster));
    } catch (const InputError& error) {
      throw InputError(governors.frequency.back().place, error.what());
    }
  }
  for (const auto& [name, governor] : clusters) {
    static_cast<void>(position_of(name, "cluster", platform.clusters, governor.place));
  }
  static_cast<void>(ClockControl(platform, governors));  // throws if something does not fit
  return governors;
}

}  // namespace kairos
