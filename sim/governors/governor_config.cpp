#include "sim/governors/governor_config.hpp"

#include <algorithm>

#include "sim/governors/clock_control.hpp"

namespace kairos {

void GovernorConfig::describe(Fields& f) {
  f("frequency", frequency, "who sets the clock of every cluster");
  f("clusters", clusters, "other governors for some clusters, by name");
  f("thermal", thermal, "who slows the zones of the chip that are too warm");
}

Governors GovernorConfig::build(const Platform& platform) const {
  Governors governors;
  governors.thermal = thermal;
  std::vector<std::string> names;
  for (const Cluster& cluster : platform.clusters) {
    names.push_back(cluster.name);
    const auto own = clusters.find(cluster.name);
    governors.frequency.push_back(own == clusters.end() ? frequency : own->second);
    try {
      static_cast<void>(governors.frequency.back().make()->first_point(cluster));
    } catch (const InputError& error) {
      throw InputError(governors.frequency.back().place, error.what());
    }
  }
  for (const auto& [name, governor] : clusters) {
    if (std::ranges::find(names, name) == names.end()) {
      throw InputError(governor.place, unknown_name("cluster", name, names));
    }
  }
  static_cast<void>(ClockControl(platform, governors));  // refuses what does not fit, with a place
  return governors;
}

}  // namespace kairos
