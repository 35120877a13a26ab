// Temperatures of an RC network, exact between changes of power: no time step.
//
// With the capacities on the diagonal of C and theta = T - T_amb, C dtheta/dt = P - G theta. One
// eigendecomposition of C^-1/2 G C^-1/2 = V diag(rates) V^T gives modes z = U^T C theta, U = C^-1/2
// V, that know nothing of each other:
//
//   z(t) = z_s + (z(0) - z_s) exp(-rate t),   z_s = U^T P / rate
//
// Example: 2 J/K with 0.5 W/K to the air and 10 W: 20 K above it in the end, 12.642 K after 4 s.
// (The same symmetrisation as MatEx: Pagani, Chen, Shafique, Henkel, DATE 2015.)
// How far to trust it: equal to the exact transient of HotSpot's first example in every digit
// printed (1e-6 K); how an interval is cut changes less than 1e-11 K. All else is the network's.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "platforms/thermal/rc_network.hpp"
#include "sim/thermal/course.hpp"
#include "sim/thermal/crossing.hpp"

namespace kairos {

/// The decomposition of a network: made once, shared by any number of runs.
class ThermalModel {
 public:
  /// Throws InputError: a node without capacity, or one from which no way leads to the air.
  explicit ThermalModel(const RcNetwork& network);

  /// Nodes.
  [[nodiscard]] std::size_t size() const { return capacities_.size(); }
  /// Per second, ascending; where their number is odd, the last is there twice and the second one's
  /// shape is zero (approach.hpp takes them in pairs).
  [[nodiscard]] std::span<const double> rates() const { return rates_; }
  /// The share of every mode in the temperature of a node: a row of U.
  [[nodiscard]] std::span<const double> shape(std::size_t node) const {
    return std::span(shapes_).subspan(node * rates_.size(), rates_.size());
  }
  /// What a watt at a node adds to the settled modes.
  [[nodiscard]] std::span<const double> shape_over_rate(std::size_t node) const {
    return std::span(shapes_over_rates_).subspan(node * rates_.size(), rates_.size());
  }
  [[nodiscard]] double capacity(std::size_t node) const { return capacities_[node]; }

 private:
  std::vector<double> capacities_, rates_;
  std::vector<double> shapes_, shapes_over_rates_;  ///< U, row by row; and over its column's rate.
};

/// The temperatures of one run, as rises above the air.
class ThermalState {
 public:
  explicit ThermalState(std::shared_ptr<const ThermalModel> model);

  /// All nodes at once; `rises` has one entry per node.
  void start_at(std::span<const Kelvins> rises);
  /// As if the present powers had been there for ever.
  void start_steady();

  /// From now on.
  void set_power(std::size_t node, Watts power);
  [[nodiscard]] Watts power(std::size_t node) const { return Watts(powers_[node]); }
  void advance(Seconds passed);
  /// Right after advance(passed): what the power of a node was meanwhile beside the one set.
  void add(std::size_t node, const Course& beside, Seconds passed);

  /// Remembers the temperatures of now, and goes back to them.
  void mark() { marked_ = modes_; }
  void go_back() { modes_ = marked_; }
  [[nodiscard]] Kelvins rise_before(std::size_t node) const;

  [[nodiscard]] Kelvins rise(std::size_t node) const;
  [[nodiscard]] Kelvins steady_rise(std::size_t node) const;
  /// Over the time that has passed since mark(), the powers set being the mean ones.
  [[nodiscard]] Kelvins mean_rise(std::size_t node, Seconds passed) const;
  /// Kelvins a second, now.
  [[nodiscard]] double slope(std::size_t node) const;
  [[nodiscard]] JoulesPerKelvin capacity(std::size_t node) const {
    return JoulesPerKelvin(model_->capacity(node));
  }

  /// When a node's rise will first pass `level` upwards (or downwards), if that is within `horizon`
  /// at the present powers. At the level already and moving that way counts as zero.
  [[nodiscard]] std::optional<Seconds> crossing(std::size_t node, Kelvins level, bool upwards,
                                                Seconds horizon) const;

  /// What the advance() since mark() may have led through, give or take what other powers than
  /// those set now did meanwhile. Beforehand the node's rise had not passed `level` that way.
  [[nodiscard]] Passage passage(std::size_t node, Kelvins level, bool upwards, Slack slack);

 private:
  std::shared_ptr<const ThermalModel> model_;
  std::vector<double> powers_;
  std::vector<double> modes_, settled_, marked_;  ///< z and z_s; z at mark().
  std::vector<double> approach_;                  ///< 1 - exp(-rate t), t the last interval.
  CourseWeights weights_;                         ///< Likewise.
  std::vector<double> amplitudes_, ends_;         ///< Scratch.
  double interval_ = 0, weighted_interval_ = 0;   ///< Seconds.
};

}  // namespace kairos
