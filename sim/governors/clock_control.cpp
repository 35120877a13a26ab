#include "sim/governors/clock_control.hpp"

#include <algorithm>

namespace kairos {
namespace {

Duration busy_time(const Cluster& cluster, const EnergyMeter& energy) {
  Duration sum;
  for (const ElementId e : cluster.elements) sum += energy.busy_time(e);
  return sum;
}

Joules drawn_by(const Cluster& cluster, const EnergyMeter& energy) {
  Joules sum;
  for (const ElementId e : cluster.elements) sum += energy.of_element(e);
  return sum;
}

double ratio(Duration part, Duration whole) {
  return static_cast<double>(part.picoseconds()) / static_cast<double>(whole.picoseconds());
}

}  // namespace

ClockControl::ClockControl(const Platform& platform, const Governors& governors)
    : platform_(platform) {
  for (const ClusterId c : ids<ClusterId>(platform.clusters.size())) {
    const Cluster& cluster = platform.clusters[c];
    ClusterClock clock;
    clock.governor = governors.make_frequency(c);
    clock.wanted = clock.governor->first_point(cluster);
    clock.limit = cluster.points.size() - 1;
    clock.rests = clock.governor->period() > Duration{};
    clock.busy.resize(cluster.elements.size());
    clock.loads.resize(cluster.elements.size());
    clusters_.push_back(std::move(clock));
  }
  for (const PowerRail& rail : platform.rails) {
    rails_.emplace_back();
    for (const ClusterId c : rail.clusters) {
      rails_.back().highest.push_back(platform.clusters[c].points.size() - 1);
      rails_.back().drawn.emplace_back();
    }
  }
  if (governors.thermal.name == "none") return;
  if (!platform.thermal) {
    throw InputError(governors.thermal.place,
                     "a thermal governor needs a platform with temperatures; add a 'thermal' part "
                     "to the platform, or set the governor to none");
  }
  for (const ThermalZone& zone : platform.thermal->zones) {
    zones_.push_back({&zone, governors.thermal.make(), {}, {}, {}, {}});
    zones_.back().watch = zones_.back().governor->begin(zone);
    for (const ClusterId c : zone.clusters) {
      const Cluster& cluster = platform.clusters[c];
      zones_.back().devices.push_back({&cluster, clusters_[c].wanted, 0, clusters_[c].limit});
      zones_.back().busy.emplace_back();
    }
  }
}

Duration ClockControl::period(ClusterId cluster) const {
  return clusters_[cluster].governor->period();
}

bool ClockControl::ask_governor(ClusterId id, std::size_t point_in_force, const EnergyMeter& energy,
                                Time now) {
  ClusterClock& clock = clusters_[id];
  const Cluster& cluster = platform_.clusters[id];
  const Duration passed = now - clock.sampled;
  Duration busiest;
  for (std::size_t i = 0; i < cluster.elements.size(); ++i) {
    const Duration busy = energy.busy_time(cluster.elements[i]);
    busiest = std::max(busiest, busy - clock.busy[i]);
    clock.loads[i] = ratio(busy - clock.busy[i], passed);
    clock.busy[i] = busy;
  }
  clock.sampled = now;
  clock.wanted = clock.governor->choose(
      {cluster, clock.wanted, point_in_force, clock.loads, passed, clock.rested});
  clock.rested = {};
  clock.rests = busiest == Duration{} && clock.wanted == 0;
  return !clock.rests;
}

bool ClockControl::wakes(ClusterId cluster, Time now) {
  ClusterClock& clock = clusters_[cluster];
  if (!clock.rests) return false;
  clock.rests = false;
  clock.rested = now - clock.sampled;
  clock.sampled = now;
  return true;
}

bool ClockControl::update_throttled(ClusterId cluster) {
  ClusterClock& clock = clusters_[cluster];
  const bool before = clock.is_throttled;
  clock.is_throttled = clock.limit < clock.wanted;
  return clock.is_throttled != before;
}

std::span<const ClusterId> ClockControl::clusters_of_zone(std::size_t zone) const {
  return zones_[zone].zone->clusters;
}

bool ClockControl::watches_temperature() const {
  return std::ranges::any_of(
      zones_, [](const Zone& zone) { return zone.watch.rises_to || zone.watch.falls_to; });
}

/// The temperature of the warmest sensor. It is set to the awaited temperature if it differs from
/// it only by rounding.
Temperature ClockControl::temperature(const Zone& zone,
                                      const ChipTemperatures& temperatures) const {
  Temperature warmest = Temperature::kelvin(0);
  for (const std::size_t node : zone.zone->sensors) {
    warmest = std::max(warmest, temperatures.of_node(node));
  }
  for (const auto& level : {zone.watch.rises_to, zone.watch.falls_to}) {
    if (level && warmest - *level <= threshold_tolerance && *level - warmest <= threshold_tolerance)
      return *level;
  }
  return warmest;
}

bool ClockControl::is_reached(std::size_t number, const ChipTemperatures& temperatures) const {
  const Zone& zone = zones_[number];
  if (!zone.watch.rises_to && !zone.watch.falls_to) return false;
  const Temperature now = temperature(zone, temperatures);
  return (zone.watch.rises_to && now >= *zone.watch.rises_to) ||
         (zone.watch.falls_to && now <= *zone.watch.falls_to);
}

std::optional<Seconds> ClockControl::next_look(ChipTemperatures& temperatures) {
  thresholds_.clear();
  for (std::size_t number = 0; number < zones_.size(); ++number) {
    if (is_reached(number, temperatures)) return Seconds{};
    const Zone& zone = zones_[number];
    for (const std::size_t node : zone.zone->sensors) {
      if (zone.watch.rises_to) thresholds_.push_back({node, *zone.watch.rises_to, true});
      if (zone.watch.falls_to) thresholds_.push_back({node, *zone.watch.falls_to, false});
    }
  }
  return temperatures.predict_crossing(thresholds_);
}

void ClockControl::update_zone(std::size_t number, const ChipTemperatures& temperatures,
                               const EnergyMeter& energy,
                               const IdVector<ClusterId, std::size_t>& points, Time now) {
  Zone& zone = zones_[number];
  const Duration passed = now - zone.read;
  for (std::size_t i = 0; i < zone.devices.size(); ++i) {
    CoolingDevice& device = zone.devices[i];
    const Duration busy = busy_time(*device.cluster, energy);
    const auto elements = static_cast<double>(device.cluster->elements.size());
    device.load = passed > Duration{} ? ratio(busy - zone.busy[i], passed) / elements : 0;
    device.point = points[zone.zone->clusters[i]];
    zone.busy[i] = busy;
  }
  zone.read = now;
  zone.watch =
      zone.governor->update(*zone.zone, {temperature(zone, temperatures), passed}, zone.devices);
  combine_limits();
}

void ClockControl::update_rail(std::size_t number, const EnergyMeter& energy, Time now) {
  Rail& rail = rails_[number];
  const PowerRail& what = platform_.rails[number];
  const Seconds passed = to_seconds(now - rail.looked);
  rail.looked = now;
  Watts total;
  std::vector<Watts> powers;
  for (std::size_t i = 0; i < what.clusters.size(); ++i) {
    const Joules drawn = drawn_by(platform_.clusters[what.clusters[i]], energy);
    powers.push_back((drawn - rail.drawn[i]) / passed);
    total += powers.back();
    rail.drawn[i] = drawn;
  }
  if (total > what.cap) {
    std::size_t most = powers.size();
    for (std::size_t i = 0; i < powers.size(); ++i) {
      if (rail.highest[i] > 0 && (most == powers.size() || powers[i] > powers[most])) most = i;
    }
    if (most < powers.size()) {
      const std::size_t wanted = clusters_[what.clusters[most]].wanted;
      rail.highest[most] = std::min(rail.highest[most], std::max<std::size_t>(wanted, 1)) - 1;
    }
  } else {
    std::size_t next = powers.size(), lowered_most = 0;
    for (std::size_t i = 0; i < powers.size(); ++i) {
      const auto& points = platform_.clusters[what.clusters[i]].points;
      const std::size_t at = rail.highest[i], lowered = points.size() - 1 - at;
      if (lowered <= lowered_most) continue;
      const double more = points[at + 1].power.back().busy / points[at].power.back().busy;
      if (total + powers[i] * (more - 1) > what.cap) continue;
      next = i;
      lowered_most = lowered;
    }
    if (next < powers.size()) ++rail.highest[next];
  }
  combine_limits();
}

void ClockControl::combine_limits() {
  for (const ClusterId c : ids<ClusterId>(clusters_.size())) {
    clusters_[c].limit = platform_.clusters[c].points.size() - 1;
  }
  for (const Zone& zone : zones_) {
    for (std::size_t i = 0; i < zone.devices.size(); ++i) {
      std::size_t& limit = clusters_[zone.zone->clusters[i]].limit;
      limit = std::min(limit, zone.devices[i].highest);
    }
  }
  for (std::size_t r = 0; r < rails_.size(); ++r) {
    for (std::size_t i = 0; i < rails_[r].highest.size(); ++i) {
      std::size_t& limit = clusters_[platform_.rails[r].clusters[i]].limit;
      limit = std::min(limit, rails_[r].highest[i]);
    }
  }
}

}  // namespace kairos
