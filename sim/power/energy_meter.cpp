#include "sim/power/energy_meter.hpp"

namespace kairos {

EnergyMeter::EnergyMeter(const Platform& platform) : elements_(platform.elements.size()) {
  for (const Cluster& cluster : platform.clusters) {
    ClusterMeter& meter = clusters_.emplace_back();
    meter.cluster = &cluster;
    meter.shares = cluster.points.back().power.data();
    meter.off = cluster.off;
    meter.size = static_cast<std::uint32_t>(cluster.elements.size());
    refresh(meter);
  }
  for (const ElementId e : ids<ElementId>(elements_.size())) {
    elements_[e].cluster = platform.elements[e].cluster;
  }
}

inline void EnergyMeter::refresh(ClusterMeter& meter) {
  meter.share = meter.shares[meter.busy];
  const auto busy = static_cast<double>(meter.busy);
  const auto down = static_cast<double>(meter.down);
  const auto idle = static_cast<double>(meter.size) - busy - down;
  meter.power = meter.share.busy * busy + meter.share.idle * idle + meter.off * down;
}

inline void EnergyMeter::bring_to(ClusterMeter& meter, Time now) {
  if (now == meter.last) return;
  const Seconds passed = to_seconds(now - meter.last);
  meter.busy_energy += meter.share.busy * passed;
  meter.idle_energy += meter.share.idle * passed;
  integral_ += meter.power * passed;
  meter.last = now;
}

inline void EnergyMeter::settle(ElementMeter& meter, ClusterMeter& cluster, Time now) {
  bring_to(cluster, now);
  Joules drawn;
  if (meter.running > 0) {
    drawn = cluster.busy_energy - meter.mark;
    meter.mark = cluster.busy_energy;
    meter.per_task += meter.running == 1 ? drawn : drawn / static_cast<double>(meter.running);
  } else {
    drawn =
        meter.up ? cluster.idle_energy - meter.mark : cluster.off * to_seconds(now - meter.last);
    meter.mark = cluster.idle_energy;
  }
  meter.total += drawn;
  meter.last = now;
}

Joules EnergyMeter::started(ElementId element, Time now) {
  ElementMeter& meter = elements_[element];
  ClusterMeter& cluster = clusters_[meter.cluster];
  settle(meter, cluster, now);
  if (++meter.running == 1) {
    ++cluster.busy;
    refresh(cluster);
    meter.mark = cluster.busy_energy;
  }
  return meter.per_task;
}

void EnergyMeter::ended(ElementId element, Time now) {
  ElementMeter& meter = elements_[element];
  ClusterMeter& cluster = clusters_[meter.cluster];
  settle(meter, cluster, now);
  if (--meter.running == 0) {
    --cluster.busy;
    refresh(cluster);
    meter.mark = cluster.idle_energy;
  }
}

void EnergyMeter::set_point(ClusterId cluster, std::size_t point, Time now) {
  ClusterMeter& meter = clusters_[cluster];
  bring_to(meter, now);
  meter.shares = meter.cluster->points[point].power.data();
  refresh(meter);
}

void EnergyMeter::set_up(ElementId element, bool up, Time now) {
  ElementMeter& meter = elements_[element];
  ClusterMeter& cluster = clusters_[meter.cluster];
  settle(meter, cluster, now);
  if (meter.up == up) return;
  meter.up = up;
  cluster.down += up ? ~std::uint32_t{0} : 1U;
  refresh(cluster);
}

void EnergyMeter::settle_all(Time now) {
  for (ElementMeter& meter : elements_) settle(meter, clusters_[meter.cluster], now);
}

Watts EnergyMeter::power(ClusterId cluster) const {
  return clusters_[cluster].power;
}

Watts EnergyMeter::power_of_one_more(ClusterId cluster) const {
  const ClusterMeter& meter = clusters_[cluster];
  return meter.shares[std::min(meter.busy + 1, meter.size)].busy;
}

}  // namespace kairos
