#include "sim/power/energy_meter.hpp"

namespace kairos {

EnergyMeter::EnergyMeter(const Platform& platform)
    : platform_(platform),
      links_(platform.interconnect.links.size()),
      elements_(platform.elements.size()) {
  for (const Cluster& cluster : platform.clusters) {
    clusters_.push_back({&cluster, cluster.points.size() - 1, 0, 0, 0, {}, {}, {}, {}, {}, {}});
    refresh(clusters_.back());
  }
  for (const ElementId e : ids<ElementId>(elements_.size())) {
    elements_[e].cluster = index(platform.elements[e].cluster);
  }
}

void EnergyMeter::refresh(ClusterMeter& meter) {
  meter.share = meter.cluster->points[meter.point].power[meter.busy];
}

void EnergyMeter::bring_to(ClusterMeter& meter, Time now) {
  if (now == meter.last) return;
  const Seconds passed = to_seconds(now - meter.last);
  meter.busy_energy += meter.share.busy * passed;
  meter.idle_energy += meter.share.idle * passed;
  integral_ += power(meter) * passed;
  meter.last = now;
}

void EnergyMeter::settle(ElementMeter& meter, Time now) {
  ClusterMeter& cluster = clusters_[static_cast<ClusterId>(meter.cluster)];
  bring_to(cluster, now);
  Joules drawn;
  const Duration passed = now - meter.last;
  const Joules leaked = meter.leakage * to_seconds(passed);
  meter.leaked += leaked;
  if (meter.running > 0) {
    meter.busy += passed;
    drawn = cluster.busy_energy - meter.mark + leaked;
    meter.per_task += drawn / static_cast<double>(meter.running);
  } else if (meter.asleep != nullptr) {
    drawn = meter.asleep->power * to_seconds(passed) + leaked;
  } else if (meter.up) {
    drawn = cluster.idle_energy - meter.mark + leaked;
  } else {
    drawn = cluster.cluster->off * to_seconds(passed);
  }
  meter.total += drawn;
  meter.last = now;
  restart(meter);
}

void EnergyMeter::restart(ElementMeter& meter) {
  const ClusterMeter& cluster = clusters_[static_cast<ClusterId>(meter.cluster)];
  meter.mark = meter.running > 0 ? cluster.busy_energy : cluster.idle_energy;
}

Joules EnergyMeter::started(ElementId element, Time now) {
  ElementMeter& meter = elements_[element];
  settle(meter, now);
  last_change_ = now;
  if (++meter.running == 1) {
    ClusterMeter& cluster = clusters_[static_cast<ClusterId>(meter.cluster)];
    ++cluster.busy;
    refresh(cluster);
    restart(meter);
  }
  return meter.per_task;
}

void EnergyMeter::ended(ElementId element, Time now) {
  ElementMeter& meter = elements_[element];
  settle(meter, now);
  last_change_ = now;
  if (--meter.running == 0) {
    ClusterMeter& cluster = clusters_[static_cast<ClusterId>(meter.cluster)];
    --cluster.busy;
    refresh(cluster);
    restart(meter);
  }
}

void EnergyMeter::set_point(ClusterId cluster, std::size_t point, Time now) {
  ClusterMeter& meter = clusters_[cluster];
  bring_to(meter, now);
  last_change_ = now;
  meter.point = point;
  refresh(meter);
  for (const ElementId e : meter.cluster->elements) {
    if (elements_[e].current == Amperes{}) continue;
    settle(elements_[e], now);
    refresh_leakage(e);
  }
}

Watts EnergyMeter::leakage_at(ElementId element, Amperes current) const {
  const ElementMeter& meter = elements_[element];
  const ClusterMeter& cluster = clusters_[static_cast<ClusterId>(meter.cluster)];
  if (!meter.up) return Watts{};
  const double share = meter.asleep == nullptr ? 1 : meter.asleep->leakage;
  return current * cluster.cluster->points[cluster.point].voltage * share;
}

void EnergyMeter::refresh_leakage(ElementId element) {
  ElementMeter& meter = elements_[element];
  const Watts before = meter.leakage;
  meter.leakage = leakage_at(element, meter.current);
  clusters_[static_cast<ClusterId>(meter.cluster)].leakage += meter.leakage - before;
}

void EnergyMeter::set_idle_state(ElementId element, const IdleState* state, Time now) {
  ElementMeter& meter = elements_[element];
  settle(meter, now);
  last_change_ = now;
  ClusterMeter& cluster = clusters_[static_cast<ClusterId>(meter.cluster)];
  for (const IdleState* of : {meter.asleep, state}) {
    if (of == nullptr) continue;
    const bool enters = of == state;
    cluster.asleep += enters ? 1 : std::size_t(-1);
    cluster.asleep_power += enters ? of->power : Watts{} - of->power;
  }
  meter.asleep = state;
  restart(meter);
  refresh_leakage(element);
}

void EnergyMeter::set_leakage(ElementId element, Amperes current, Time now) {
  ElementMeter& meter = elements_[element];
  if (meter.current == current) return;
  settle(meter, now);
  meter.current = current;
  refresh_leakage(element);
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

void EnergyMeter::set_up(ElementId element, bool up, Time now) {
  ElementMeter& meter = elements_[element];
  settle(meter, now);
  if (meter.up == up) return;
  meter.up = up;
  last_change_ = now;
  refresh_leakage(element);
  ClusterMeter& cluster = clusters_[static_cast<ClusterId>(meter.cluster)];
  cluster.down += up ? std::size_t(-1) : 1;
}

void EnergyMeter::settle_all(Time now) {
  for (ElementMeter& meter : elements_) settle(meter, now);
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
  const ClusterMeter& cluster = clusters_[static_cast<ClusterId>(meter.cluster)];
  if (!meter.up) return cluster.cluster->off;
  if (meter.asleep != nullptr) return meter.asleep->power + meter.leakage;
  return (meter.running > 0 ? cluster.share.busy : cluster.share.idle) + meter.leakage;
}

Watts EnergyMeter::power(ClusterId cluster) const {
  return power(clusters_[cluster]);
}

Watts EnergyMeter::power(const ClusterMeter& meter) {
  const auto busy = static_cast<double>(meter.busy);
  const auto down = static_cast<double>(meter.down);
  const auto idle =
      static_cast<double>(meter.cluster->elements.size() - meter.asleep) - busy - down;
  return meter.share.busy * busy + meter.share.idle * idle + meter.cluster->off * down +
         meter.asleep_power + meter.leakage;
}

Watts EnergyMeter::power_of_one_more(ClusterId cluster) const {
  const ClusterMeter& meter = clusters_[cluster];
  const auto& power = meter.cluster->points[meter.point].power;
  return power[std::min(meter.busy + 1, power.size() - 1)].busy;
}

}  // namespace kairos
