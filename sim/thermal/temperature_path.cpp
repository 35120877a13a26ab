#include "sim/thermal/temperature_path.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/thermal/decay_table.hpp"

namespace kairos {
namespace {

constexpr double tolerance = 0.02;  // in kelvins, with a margin for steps with leakage
constexpr int deepest = 20;

/// The range of slopes, by output, of lines from a reading that pass all later readings closely
/// enough.
class Cone {
 public:
  explicit Cone(const TemperatureReading& apex)
      : apex_(&apex),
        lowest_(apex.rises.size(), -infinity),
        highest_(apex.rises.size(), infinity) {}

  [[nodiscard]] bool contains(const TemperatureReading& reading) const {
    for (std::size_t i = 0; i < lowest_.size(); ++i) {
      const double slope = slope_to(reading, i, 0);
      if (slope < lowest_[i] || slope > highest_[i]) return false;
    }
    return true;
  }
  void narrow(const TemperatureReading& reading) {
    for (std::size_t i = 0; i < lowest_.size(); ++i) {
      lowest_[i] = std::max(lowest_[i], slope_to(reading, i, -tolerance));
      highest_[i] = std::min(highest_[i], slope_to(reading, i, tolerance));
    }
  }

 private:
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  [[nodiscard]] double slope_to(const TemperatureReading& to, std::size_t i, double above) const {
    return ((to.rises[i] - apex_->rises[i]).value() + above) / (to.at - apex_->at).seconds();
  }

  const TemperatureReading* apex_;
  std::vector<double> lowest_, highest_;
};

double product(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

void TemperaturePath::extend(const LeakageIntegrator& state, const TemperatureOutputs& outputs,
                             Time begin, Seconds length) {
  const ThermalState& nodes = state.nodes();
  const Step step{nodes, outputs, begin};
  const auto copy = [](std::span<const double> modes) {
    return std::vector<double>(modes.begin(), modes.end());
  };
  const Point from{0, copy(nodes.marked())};
  const Point to{length.value(), copy(nodes.modes())};
  if (readings_.empty()) read(step, from);
  refine(step, from, to, deepest);
  read(step, to);
}

void TemperaturePath::finish() {
  std::vector<TemperatureReading> kept;
  if (readings_.size() > 2) {
    Cone cone(readings_.front());
    for (std::size_t i = 1; i + 1 < readings_.size(); ++i) {
      cone.narrow(readings_[i]);
      if (cone.contains(readings_[i + 1])) continue;
      kept.push_back(readings_[i]);
      cone = Cone(readings_[i]);
    }
  }
  readings_ = std::move(kept);
}

TemperaturePath::Point TemperaturePath::point_at(const Step& step, double at) {
  const ThermalState& nodes = step.nodes;
  Point point{at, std::vector<double>(nodes.modes().size())};
  fill_decay_table(nodes.model().rates(), at, point.modes);
  for (std::size_t k = 0; k < point.modes.size(); ++k) {
    const double from = nodes.marked()[k];
    point.modes[k] = from + (nodes.settled()[k] - from) * point.modes[k];
  }
  return point;
}

/// The Euclidean norms of the rows give a cheap bound, which is checked first (Cauchy-Schwarz).
bool TemperaturePath::is_straight(const Step& step, const Point& from, const Point& to) {
  const std::span<const double> rates = step.nodes.model().rates();
  std::vector<double> deviations(rates.size());
  for (std::size_t k = 0; k < rates.size(); ++k) {
    deviations[k] =
        std::abs(to.modes[k] - from.modes[k]) * std::min(rates[k] * (to.at - from.at) / 8, 1.0);
  }
  const double distance = std::sqrt(product(deviations, deviations));
  for (std::size_t i = 0; i < step.outputs.rows.size(); ++i) {
    if (step.outputs.reach[i] * distance <= tolerance) continue;
    double deviation = 0;
    for (std::size_t k = 0; k < rates.size(); ++k) {
      deviation += std::abs(step.outputs.rows[i][k]) * deviations[k];
    }
    if (deviation > tolerance) return false;
  }
  return true;
}

void TemperaturePath::refine(const Step& step, const Point& from, const Point& to, int depth) {
  if (depth == 0 || is_straight(step, from, to)) return;
  const Point middle = point_at(step, from.at + (to.at - from.at) / 2);
  refine(step, from, middle, depth - 1);
  read(step, middle);
  refine(step, middle, to, depth - 1);
}

void TemperaturePath::read(const Step& step, const Point& point) {
  const Time at = step.begin + to_duration(Seconds(point.at));
  if (!readings_.empty() && at <= readings_.back().at) return;
  TemperatureReading& reading = readings_.emplace_back();
  reading.at = at;
  for (const ModalRow row : step.outputs.rows)
    reading.rises.emplace_back(product(row, point.modes));
}

}  // namespace kairos
