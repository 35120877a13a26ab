#include "platforms/operating_points.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {
namespace {

std::vector<OperatingPoint> sorted_points(const ClusterConfig& config) {
  std::vector<PointConfig> sorted = config.points;
  if (sorted.empty()) sorted.push_back({Hertz(1e9), Volts(1.0)});
  std::ranges::sort(sorted, {}, &PointConfig::frequency);
  const Hertz fastest = sorted.back().frequency;
  std::vector<OperatingPoint> points;
  points.reserve(sorted.size());
  for (const PointConfig& point : sorted) {
    points.push_back({point.frequency, point.voltage, point.frequency / fastest, {}});
  }
  const auto same = std::ranges::adjacent_find(points, {}, &OperatingPoint::frequency);
  if (same != points.end()) {
    throw InputError(config.place, "cluster '" + config.name + "' has two operating points at " +
                                       format(same->frequency) + "; keep one of them");
  }
  return points;
}

/// Returns f V^2 relative to another point, by which dynamic power scales.
double dynamic_scale(const OperatingPoint& point, Hertz frequency, Volts voltage) {
  const double volts = point.voltage / voltage;
  return point.frequency / frequency * volts * volts;
}

/// Returns a measured power without the leakage of `count` elements that it contains.
Watts without_leakage(Watts measured, const ClusterConfig& config, Volts voltage,
                      std::uint64_t count) {
  const Leakage& leakage = config.power.leakage;
  if (!leakage.included_at) return measured;
  const Watts leaked = leakage.power(voltage, *leakage.included_at) * static_cast<double>(count);
  return std::max(Watts{}, measured - leaked);
}

Watts awake_power(const PowerConfig& config, const OperatingPoint& point, Volts highest) {
  const double scale =
      config.awake_exponent == 0 ? 1 : std::pow(point.voltage / highest, config.awake_exponent);
  return config.awake * scale + config.awake_cycle * point.frequency +
         config.awake_capacitance * point.voltage * point.voltage * point.frequency;
}

/// Lets busy elements share the power that their cluster draws because it is awake.
void add_awake(OperatingPoint& point) {
  if (point.awake == Watts{}) return;
  for (std::size_t k = 1; k < point.power.size(); ++k) {
    point.power[k].busy += point.awake / static_cast<double>(k);
  }
}

/// Returns the profile at this frequency, or the nearest one scaled by f V^2. A profile is the
/// power of the whole cluster and contains the leakage of all elements, busy or idle, and the power
/// of the cluster that is awake. The busy ones share the rest, and the idle ones draw nothing
/// extra.
std::vector<PowerShare> profiled_power(const ClusterConfig& config, const OperatingPoint& point,
                                       const std::vector<OperatingPoint>& points) {
  const auto distance = [&](const ProfileConfig& profile) {
    return std::max(profile.frequency / point.frequency, point.frequency / profile.frequency);
  };
  const ProfileConfig& nearest = *std::ranges::min_element(config.power.profile, {}, distance);
  const auto measured = std::ranges::find(points, nearest.frequency, &OperatingPoint::frequency);
  if (measured == points.end()) {
    throw InputError(nearest.place, "the profile is for " + format(nearest.frequency) +
                                        ", which is not an operating point of cluster '" +
                                        config.name +
                                        "'; add the operating point or correct the frequency");
  }
  if (nearest.busy.size() != config.count) {
    throw InputError(nearest.place,
                     "the profile has " + std::to_string(nearest.busy.size()) + " powers for " +
                         std::to_string(config.count) +
                         " elements; write one power for each number of busy elements");
  }
  const double scale = dynamic_scale(point, measured->frequency, measured->voltage);
  const Watts awake = measured->awake * nearest.units;
  std::vector<PowerShare> power{{Watts{}, config.power.idle}};
  for (std::size_t k = 1; k <= nearest.busy.size(); ++k) {
    const Watts measured_power = without_leakage(nearest.busy[k - 1], config, measured->voltage,
                                                 nearest.measured(config.count));
    const Watts dynamic = std::max(Watts{}, measured_power - awake);
    power.push_back({dynamic / static_cast<double>(k) * scale, Watts{}});
  }
  return power;
}

std::vector<PowerShare> state_power(const ClusterConfig& config, const OperatingPoint& point,
                                    const OperatingPoint& fastest) {
  Watts busy = without_leakage(config.power.busy, config, fastest.voltage, 1);
  if (config.power.capacitance) {
    busy = *config.power.capacitance * fastest.voltage * fastest.voltage * fastest.frequency;
  }
  busy = busy * dynamic_scale(point, fastest.frequency, fastest.voltage);
  return std::vector<PowerShare>(config.count + 1, {busy, config.power.idle});
}

}  // namespace

std::vector<OperatingPoint> operating_points(const ClusterConfig& config) {
  std::vector<OperatingPoint> points = sorted_points(config);
  for (OperatingPoint& point : points) {
    point.awake = awake_power(config.power, point, points.back().voltage);
  }
  for (OperatingPoint& point : points) {
    point.power = config.power.profile.empty() ? state_power(config, point, points.back())
                                               : profiled_power(config, point, points);
    add_awake(point);
  }
  return points;
}

}  // namespace kairos
