#include "platforms/operating_points.hpp"

#include <algorithm>

namespace kairos {
namespace {

std::vector<OperatingPoint> sorted_points(const ClusterSpec& spec) {
  std::vector<PointSpec> sorted = spec.points;
  if (sorted.empty()) sorted.push_back({Hertz(1e9), Volts(1.0)});
  std::ranges::sort(sorted, {}, &PointSpec::frequency);
  const Hertz fastest = sorted.back().frequency;
  std::vector<OperatingPoint> points;
  points.reserve(sorted.size());
  for (const PointSpec& point : sorted) {
    points.push_back({point.frequency, point.voltage, point.frequency / fastest, {}});
  }
  const auto same = std::ranges::adjacent_find(points, {}, &OperatingPoint::frequency);
  if (same != points.end()) {
    throw InputError(spec.place, "cluster '" + spec.name + "' has two operating points at " +
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
Watts without_leakage(Watts measured, const ClusterSpec& spec, Volts voltage, std::uint64_t count) {
  const Leakage& leakage = spec.power.leakage;
  if (!leakage.included_at) return measured;
  const Watts leaked = leakage.power(voltage, *leakage.included_at) * static_cast<double>(count);
  return std::max(Watts{}, measured - leaked);
}

/// Returns the profile at this frequency, or the nearest one scaled by f V^2. A profile is the
/// power of the whole cluster and contains the leakage of all elements, busy or idle. The busy ones
/// share the rest, and the idle ones draw nothing extra.
std::vector<PowerShare> profiled_power(const ClusterSpec& spec, const OperatingPoint& point,
                                       const std::vector<OperatingPoint>& points) {
  const auto distance = [&](const ProfileSpec& profile) {
    return std::max(profile.frequency / point.frequency, point.frequency / profile.frequency);
  };
  const ProfileSpec& nearest = *std::ranges::min_element(spec.power.profile, {}, distance);
  const auto measured = std::ranges::find(points, nearest.frequency, &OperatingPoint::frequency);
  if (measured == points.end()) {
    throw InputError(nearest.place, "the profile is for " + format(nearest.frequency) +
                                        ", which is not an operating point of cluster '" +
                                        spec.name +
                                        "'; add the operating point or correct the frequency");
  }
  if (nearest.busy.size() != spec.count) {
    throw InputError(nearest.place,
                     "the profile has " + std::to_string(nearest.busy.size()) + " powers for " +
                         std::to_string(spec.count) +
                         " elements; write one power for each number of busy elements");
  }
  const double scale = dynamic_scale(point, measured->frequency, measured->voltage);
  std::vector<PowerShare> power{{Watts{}, spec.power.idle}};
  for (std::size_t k = 1; k <= nearest.busy.size(); ++k) {
    const Watts dynamic =
        without_leakage(nearest.busy[k - 1], spec, measured->voltage, nearest.measured(spec.count));
    power.push_back({dynamic / static_cast<double>(k) * scale, Watts{}});
  }
  return power;
}

std::vector<PowerShare> state_power(const ClusterSpec& spec, const OperatingPoint& point,
                                    const OperatingPoint& fastest) {
  Watts busy = without_leakage(spec.power.busy, spec, fastest.voltage, 1);
  if (spec.power.capacitance) {
    busy = *spec.power.capacitance * fastest.voltage * fastest.voltage * fastest.frequency;
  }
  busy = busy * dynamic_scale(point, fastest.frequency, fastest.voltage);
  return std::vector<PowerShare>(spec.count + 1, {busy, spec.power.idle});
}

}  // namespace

std::vector<OperatingPoint> operating_points(const ClusterSpec& spec) {
  std::vector<OperatingPoint> points = sorted_points(spec);
  for (OperatingPoint& point : points) {
    point.power = spec.power.profile.empty() ? state_power(spec, point, points.back())
                                             : profiled_power(spec, point, points);
  }
  return points;
}

}  // namespace kairos
