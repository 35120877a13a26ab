#include "sim/power/energy_meter.hpp"

namespace kairos {

EnergyMeter::EnergyMeter(const Platform& platform)
    : platform_(platform),
      links_(platform.interconnect.links.size()),
      elements_(platform.elements.size()) {
  for (const Cluster& cluster : platform.clusters) {
    ClusterMeter& meter = clusters_.emplace_back();
    meter.cluster = &cluster;
    meter.size = static_cast<std::uint32_t>(cluster.elements.size());
    use_point(meter, cluster.points.size() - 1);
  }
  for (const ElementId e : ids<ElementId>(elements_.size())) {
    elements_[e].cluster = platform.elements[e].cluster;
  }
}

void EnergyMeter::use_point(ClusterMeter& meter, std::size_t point) {
  meter.point = &meter.cluster->points[point];
  meter.levels.clear();
  for (std::uint32_t busy = 0; busy <= meter.size; ++busy) {
    PowerShare share = meter.point->power[busy];
    if (busy == 0) share.idle += meter.point->awake / static_cast<double>(meter.size);
    meter.levels.push_back({share, share.busy * static_cast<double>(busy) +
                                       share.idle * static_cast<double>(meter.size - busy)});
  }
  refresh(meter);
}

/// Shares the power of a cluster without busy elements that is awake: among the idle elements and
/// those in an idle state that keeps the cluster awake.
void EnergyMeter::share_among_idle(ClusterMeter& meter) {
  const auto sharers = static_cast<double>(meter.size + meter.keepers) -
                       static_cast<double>(meter.down + meter.asleep);
  meter.kept = sharers > 0 ? meter.point->awake / sharers : Watts{};
  meter.share.idle = meter.point->power.front().idle + meter.kept;
}

/// The power of a cluster with elements that are down or asleep.
Watts EnergyMeter::part_power(ClusterMeter& meter) {
  meter.kept = Watts{};
  if (meter.busy == 0 && meter.point->awake > Watts{}) share_among_idle(meter);
  const auto busy = static_cast<double>(meter.busy);
  const auto down = static_cast<double>(meter.down);
  const auto idle = static_cast<double>(meter.size - meter.asleep) - busy - down;
  return meter.share.busy * busy + meter.share.idle * idle + meter.cluster->off * down +
         meter.kept * static_cast<double>(meter.keepers) + meter.besides;
}

/// The energy of an element that leaks, sleeps, is down, or draws power for operations.
Joules EnergyMeter::drawn_otherwise(ElementMeter& meter, const ClusterMeter& cluster,
                                    Counters since, Duration passed) {
  const Joules leaked = meter.leakage * to_seconds(passed);
  meter.leaked += leaked;
  if (meter.running > 0) return leaked + since.own + meter.operations * to_seconds(passed);
  if (meter.asleep != nullptr) {
    return leaked + meter.asleep->power * to_seconds(passed) +
           (meter.asleep->keeps_awake ? since.kept : Joules{});
  }
  return leaked + (meter.up ? since.own : cluster.cluster->off * to_seconds(passed));
}

void EnergyMeter::set_point(ClusterId cluster, std::size_t point, Time now) {
  ClusterMeter& meter = clusters_[cluster];
  bring_to(meter, now);
  last_change_ = now;
  use_point(meter, point);
  for (const ElementId e : meter.cluster->elements) {
    if (elements_[e].current == Amperes{}) continue;
    settle(elements_[e], meter, now);
    refresh_leakage(e);
  }
}

void EnergyMeter::set_up(ElementId element, bool up, Time now) {
  ElementMeter& meter = elements_[element];
  ClusterMeter& cluster = clusters_[meter.cluster];
  settle(meter, cluster, now);
  if (meter.up == up) return;
  meter.up = up;
  last_change_ = now;
  cluster.down += up ? ~std::uint32_t{0} : 1U;
  refresh(cluster);
  refresh_leakage(element);
}

void EnergyMeter::set_idle_state(ElementId element, const IdleState* state, Time now) {
  ElementMeter& meter = elements_[element];
  ClusterMeter& cluster = clusters_[meter.cluster];
  settle(meter, cluster, now);
  last_change_ = now;
  if (meter.asleep != nullptr) {
    --cluster.asleep;
    cluster.besides -= meter.asleep->power;
    cluster.keepers -= meter.asleep->keeps_awake ? 1U : 0U;
  }
  if (state != nullptr) {
    ++cluster.asleep;
    cluster.besides += state->power;
    cluster.keepers += state->keeps_awake ? 1U : 0U;
  }
  meter.asleep = state;
  meter.kept_mark = cluster.kept_energy;
  refresh(cluster);
  refresh_leakage(element);
}

void EnergyMeter::set_leakage(ElementId element, Amperes current, Time now) {
  ElementMeter& meter = elements_[element];
  if (meter.current == current) return;
  settle(meter, clusters_[meter.cluster], now);
  meter.current = current;
  refresh_leakage(element);
}

/// Updates the leakage of an element and its cluster, which must have been settled up to now.
void EnergyMeter::refresh_leakage(ElementId element) {
  ElementMeter& meter = elements_[element];
  ClusterMeter& cluster = clusters_[meter.cluster];
  const Watts before = meter.leakage;
  meter.leakage = leakage_at(element, meter.current);
  refresh_plain(meter);
  cluster.besides += meter.leakage - before;
  refresh(cluster);
}

void EnergyMeter::refresh_plain(ElementMeter& meter) {
  meter.is_plain = meter.up && meter.asleep == nullptr && meter.leakage == Watts{} &&
                   meter.operations == Watts{};
}

void EnergyMeter::add_power(ElementId element, Watts power, Time now) {
  ElementMeter& meter = elements_[element];
  ClusterMeter& cluster = clusters_[meter.cluster];
  settle(meter, cluster, now);
  last_change_ = now;
  meter.operations += power;
  cluster.besides += power;
  refresh_plain(meter);
  refresh(cluster);
}

Watts EnergyMeter::leakage_at(ElementId element, Amperes current) const {
  const ElementMeter& meter = elements_[element];
  if (!meter.up) return Watts{};
  const double share = meter.asleep == nullptr ? 1 : meter.asleep->leakage;
  return current * clusters_[meter.cluster].point->voltage * share;
}

void EnergyMeter::correct_leakage(ElementId element, Joules difference) {
  elements_[element].leaked += difference;
  add(element, difference);
}

void EnergyMeter::charge(ElementId element, Joules energy, Time now) {
  last_change_ = now;
  add(element, energy);
}

void EnergyMeter::add(ElementId element, Joules energy) {
  ElementMeter& meter = elements_[element];
  meter.total += energy;
  if (meter.running > 0) meter.per_task += energy / static_cast<double>(meter.running);
  integral_ += energy;
}

void EnergyMeter::settle_all(Time now) {
  for (ElementMeter& meter : elements_) settle(meter, clusters_[meter.cluster], now);
}

Joules EnergyMeter::of_element(ElementId element, Time now) const {
  ElementMeter meter = elements_[element];
  const ClusterMeter& cluster = clusters_[meter.cluster];
  const Seconds since = to_seconds(now - cluster.last);
  const Joules counter = meter.running > 0 ? cluster.busy_energy + cluster.share.busy * since
                                           : cluster.idle_energy + cluster.share.idle * since;
  const Joules drawn = counter - meter.mark;
  if (meter.is_plain) return meter.total + drawn;
  const Joules kept = cluster.kept_energy + cluster.kept * since - meter.kept_mark;
  return meter.total + drawn_otherwise(meter, cluster, {drawn, kept}, now - meter.last);
}

Joules EnergyMeter::drawn(Time now) const {
  Joules sum = integral_;
  for (const Joules link : links_) sum += link;
  for (const Background& background : platform_.background) {
    sum += background.power * to_seconds(now.since_start());
  }
  return sum;
}

Watts EnergyMeter::power(ElementId element) const {
  const ElementMeter& meter = elements_[element];
  const ClusterMeter& cluster = clusters_[meter.cluster];
  if (!meter.up) return cluster.cluster->off;
  if (meter.asleep != nullptr) {
    return meter.asleep->power + meter.leakage +
           (meter.asleep->keeps_awake ? cluster.kept : Watts{});
  }
  return (meter.running > 0 ? cluster.share.busy : cluster.share.idle) + meter.operations +
         meter.leakage;
}

Watts EnergyMeter::power(ClusterId cluster) const {
  return clusters_[cluster].power;
}

Watts EnergyMeter::power_of_one_more(ClusterId cluster) const {
  const ClusterMeter& meter = clusters_[cluster];
  return meter.levels[std::min(meter.busy + 1, meter.size)].share.busy;
}

Watts EnergyMeter::saved_by_waiting(ElementId element) const {
  const ClusterMeter& meter = clusters_[elements_[element].cluster];
  return meter.cluster->saved_by_waiting(*meter.point, meter.busy);
}

Watts EnergyMeter::saved_by_one_more(ClusterId cluster, std::size_t point) const {
  const ClusterMeter& meter = clusters_[cluster];
  return meter.cluster->saved_by_waiting(meter.cluster->points[point],
                                         std::min(meter.busy + 1, meter.size));
}

Watts EnergyMeter::power_of_one_more(ClusterId cluster, std::size_t point) const {
  const ClusterMeter& meter = clusters_[cluster];
  return meter.cluster->points[point].power[std::min(meter.busy + 1, meter.size)].busy;
}

}  // namespace kairos
