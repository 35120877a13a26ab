#include "sim/thermal/temperature_peaks.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/thermal/exponential_peak.hpp"

namespace kairos {
namespace {

constexpr double finest = 1e-6, roughest = 1e-4;  // in kelvins

Eigen::Map<const Eigen::ArrayXd> view(std::span<const double> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

/// A bound of the rise of a temperature within a step in which the modes make these moves.
double largest_rise(ModalRow row, std::span<const double> moves) {
  double sum = 0;
  double largest = 0;
  for (std::size_t k = row.size(); k-- > 0;) {
    sum += row[k] * moves[k];
    largest = std::max(largest, sum);
  }
  return largest;
}

}  // namespace

TemperaturePeaks::TemperaturePeaks(const Thermal& thermal, const LeakageIntegrator& state)
    : outputs_(thermal, state),
      tolerance_(thermal.merge > Duration{} ? roughest : finest),
      source_peaks_(outputs_.sources, thermal.initial - thermal.ambient),
      zone_peaks_(outputs_.zones.size(), thermal.initial - thermal.ambient),
      sensors_(outputs_.rows.size() - outputs_.sources),
      moves_(state.nodes().modes().size()) {
  for (Sensor& sensor : sensors_) sensor.rise = (thermal.initial - thermal.ambient).value();
  for (std::size_t zone = 0; zone < outputs_.zones.size(); ++zone) {
    for (const std::size_t output : outputs_.zones[zone]) {
      if (output >= outputs_.sources) sensors_[output - outputs_.sources].zones.push_back(zone);
    }
  }
}

void TemperaturePeaks::observe(const LeakageIntegrator& state, Seconds length) {
  const ThermalState& nodes = state.nodes();
  const auto before = view(nodes.marked());
  Eigen::Map<Eigen::ArrayXd> moves(moves_.data(), static_cast<Eigen::Index>(moves_.size()));
  moves = (view(nodes.settled()) - before) * view(nodes.decayed());
  const double squares = (view(nodes.modes()) - before).square().sum();
  distance_ = std::sqrt(std::max(squares, moves.square().sum()));
  travelled_ += distance_;
  const double slack = state.leaks() ? state.slack(length).value : 0;
  observe_sources(state, length, slack);
  observe_sensors(state, length, slack);
}

void TemperaturePeaks::restart(const LeakageIntegrator& state) {
  for (std::size_t s = 0; s < outputs_.sources; ++s) source_peaks_[s] = state.rises()[s];
  for (std::size_t zone = 0; zone < zone_peaks_.size(); ++zone) {
    zone_peaks_[zone] = Kelvins(-std::numeric_limits<double>::infinity());
    for (const std::size_t output : outputs_.zones[zone]) {
      const Kelvins rise = output < outputs_.sources ? state.rises()[output]
                                                     : state.nodes().rise(outputs_.rows[output]);
      zone_peaks_[zone] = std::max(zone_peaks_[zone], rise);
    }
  }
}

void TemperaturePeaks::observe_sources(const LeakageIntegrator& state, Seconds length,
                                       double slack) {
  for (std::size_t s = 0; s < outputs_.sources; ++s) {
    Kelvins& peak = source_peaks_[s];
    const double farthest = state.rises_before()[s].value() + outputs_.reach[s] * distance_ + slack;
    if (farthest > peak.value()) peak = std::max(peak, highest(state, length, s, peak, slack));
  }
  for (std::size_t zone = 0; zone < zone_peaks_.size(); ++zone) {
    for (const std::size_t output : outputs_.zones[zone]) {
      if (output >= outputs_.sources) continue;
      zone_peaks_[zone] = std::max(zone_peaks_[zone], source_peaks_[output]);
    }
  }
}

/// Since its last reading a sensor cannot have risen by more than the norm of its row times the
/// distance travelled by all modes, so most sensors need not be read in most steps.
void TemperaturePeaks::observe_sensors(const LeakageIntegrator& state, Seconds length,
                                       double slack) {
  for (std::size_t i = 0; i < sensors_.size(); ++i) {
    Sensor& sensor = sensors_[i];
    const std::size_t output = outputs_.sources + i;
    const Kelvins level = level_of(sensor);
    const double farthest =
        sensor.rise + outputs_.reach[output] * (travelled_ - sensor.travelled) + slack;
    if (farthest <= level.value()) continue;
    const Kelvins peak = highest(state, length, output, level, slack);
    for (const std::size_t zone : sensor.zones) {
      zone_peaks_[zone] = std::max(zone_peaks_[zone], peak);
    }
    sensor.rise = state.nodes().rise(outputs_.rows[output]).value();
    sensor.travelled = travelled_;
  }
}

Kelvins TemperaturePeaks::level_of(const Sensor& sensor) const {
  Kelvins lowest = zone_peaks_[sensor.zones.front()];
  for (const std::size_t zone : sensor.zones) lowest = std::min(lowest, zone_peaks_[zone]);
  return lowest;
}

/// The highest rise in the step if it exceeds `level`; otherwise some rise in the step.
Kelvins TemperaturePeaks::highest(const LeakageIntegrator& state, Seconds length,
                                  std::size_t output, Kelvins level, double slack) const {
  const ModalRow row = outputs_.rows[output];
  const bool is_source = output < outputs_.sources;
  const Kelvins begin = is_source ? state.rises_before()[output] : state.nodes().rise_before(row);
  const Kelvins end = is_source ? state.rises()[output] : state.nodes().rise(row);
  const Kelvins ends = std::max(begin, end);
  const Kelvins to_exceed = std::max(level, ends);
  const double bound = begin.value() + largest_rise(row, moves_) + slack;
  if (bound <= to_exceed.value() + tolerance_) return ends;
  return std::max(ends, search(state, length, output, to_exceed, slack));
}

Kelvins TemperaturePeaks::search(const LeakageIntegrator& state, Seconds length, std::size_t output,
                                 Kelvins level, double slack) const {
  const ModalRow row = outputs_.rows[output];
  const ThermalState& nodes = state.nodes();
  std::vector<double> amplitudes(row.size());
  std::vector<double> ends(row.size());
  for (std::size_t k = 0; k < row.size(); ++k) {
    amplitudes[k] = row[k] * (nodes.marked()[k] - nodes.settled()[k]);
    ends[k] = amplitudes[k] * (1 - nodes.decayed()[k]);
  }
  const ExponentialSum f{nodes.steady_rise(row).value(), amplitudes, nodes.model().rates()};
  const auto peak = highest_inside(f, ends, length.value(), level.value() - slack, tolerance_);
  if (!peak) return level;
  if (!state.leaks()) return Kelvins(peak->value);
  LeakageIntegrator again = state;
  again.retake(Seconds(peak->at));
  return again.nodes().rise(row);
}

}  // namespace kairos
