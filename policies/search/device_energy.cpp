#include "policies/search/device_energy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kairos {

double dasi(const Task& task, const Cluster& cluster, const Interconnect& interconnect) {
  auto throughput = cluster.throughput.find(task.kernel);
  if (throughput == cluster.throughput.end()) throughput = cluster.throughput.find("any");
  if (throughput == cluster.throughput.end() || task.memory.value() <= 0) return 1;
  double bandwidth = std::numeric_limits<double>::infinity();
  for (const LinkId link : cluster.memory_route) {
    bandwidth = std::min(bandwidth, interconnect.links[link].bandwidth.value());
  }
  const double intensity = task.work.value() / task.memory.value();
  return std::min(1.0, intensity * bandwidth / throughput->second.value());
}

double capacity_penalty(double cpq) {
  constexpr double knee = 0.8;
  constexpr double steepness = 4;
  const double over = std::max(0.0, cpq - knee);
  return steepness * over * over;
}

double thermal_yield(Watts peak, Volts voltage, double kelvin) {
  constexpr double c1 = 0.002488;
  constexpr double c2 = 2660;
  constexpr double gate = 0.000519;
  const double leakage = voltage.value() * (c1 * kelvin * kelvin * std::exp(-c2 / kelvin) + gate);
  return peak.value() > 0 ? peak.value() / (peak.value() + leakage) : 1;
}

DeviceEnergy::DeviceEnergy(const PlanningProblem& problem, const Options& options)
    : options_(options),
      elements_(problem.element_count()),
      energy_(elements_),
      loaded_(elements_) {
  const Platform& platform = problem.view().platform();
  for (const TaskId t : ids<TaskId>(problem.task_count())) {
    const Task& task = problem.graph().tasks()[t];
    double bytes = task.memory.value();
    for (const Edge& input : problem.graph().inputs(t)) bytes += input.bytes.value();
    bytes_.push_back(bytes);
    for (const ElementId e : ids<ElementId>(elements_)) {
      const Cluster& cluster = platform.cluster_of(e);
      const OperatingPoint& point =
          cluster.points[problem.view().point(platform.elements[e].cluster)];
      const Watts idle = point.power.front().idle;
      const Watts peak = point.power[1].busy;
      double affinity = 1;
      double yield = 1;
      if (!options.static_factors) {
        affinity = dasi(task, cluster, platform.interconnect);
        yield = thermal_yield(peak, point.voltage, options.kelvin);
      }
      const double watts = idle.value() + (peak - idle).value() * affinity;
      joules_.push_back(watts * problem.duration(t, e).seconds() / yield);
    }
  }
}

void DeviceEnergy::add_up(const Plan& plan) {
  std::ranges::fill(energy_, 0.0);
  std::ranges::fill(loaded_, 0.0);
  for (std::size_t t = 0; t < bytes_.size(); ++t) {
    energy_[plan.element[t]] += joules_[t * elements_ + plan.element[t]];
    loaded_[plan.element[t]] += bytes_[t];
  }
}

double DeviceEnergy::joules(const Plan& plan) {
  add_up(plan);
  double sum = 0;
  for (std::size_t e = 0; e < elements_; ++e) {
    const bool pressed = options_.capacity_bytes > 0 && !options_.static_factors;
    const double penalty = pressed ? capacity_penalty(loaded_[e] / options_.capacity_bytes) : 0;
    sum += energy_[e] * (1 + penalty);
  }
  return sum;
}

double DeviceEnergy::pressure(const Plan& plan) {
  if (options_.capacity_bytes <= 0) return 0;
  add_up(plan);
  return *std::ranges::max_element(loaded_) / options_.capacity_bytes;
}

}  // namespace kairos
