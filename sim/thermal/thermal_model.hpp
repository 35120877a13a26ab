// Computes the temperatures of an RC network, exact between changes of power and without time
// steps.
//
// With the capacities on the diagonal of C and theta = T - T_amb, C dtheta/dt = P - G theta. The
// eigendecomposition C^-1/2 G C^-1/2 = V diag(rates) V^T gives independent modes z = U^T C theta,
// with U = C^-1/2 V and theta = U z:
//
//   z(t) = z_s + (z(0) - z_s) exp(-rate t),   z_s = U^T P / rate
//
// MatEx uses the same symmetrisation (Pagani, Chen, Shafique, Henkel, DATE 2015).
// Example: a node of 2 J/K with 0.5 W/K to the air and a power of 10 W is 12.642 K above the air
// after 4 s and settles at 20 K above it.
// How far to trust it: the temperatures equal the exact transient of HotSpot's first example in
// every printed digit (1e-6 K). Dividing an interval changes them by less than 1e-11 K. All other
// errors are those of the network.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "platforms/thermal/thermal.hpp"
#include "sim/thermal/exponential_root.hpp"
#include "sim/thermal/hermite_source.hpp"

namespace kairos {

/// The contribution of every mode to a temperature: a row of U, or a weighted sum of such rows.
using ModalRow = std::span<const double>;

/// A part of the chip in terms of the modes: one node, or several nodes with shares.
struct ModalPort {
  std::vector<double> shape;            ///< Contribution of every mode to its temperature.
  std::vector<double> shape_over_rate;  ///< Change of the settled modes per watt.
};

/// The rates per second in ascending order, and U row by row, with one row per node of the network.
struct ThermalModes {
  std::vector<double> rates, shapes;
};

/// The eigendecomposition of a network, computed once and shared by any number of states.
class ThermalModel {
 public:
  /// Throws InputError if a node has no capacity or no path to the air.
  explicit ThermalModel(const RcNetwork& network);
  /// Makes a model with some modes of a network, such as those of model_reduction.hpp.
  ThermalModel(const RcNetwork& network, const ThermalModes& modes);

  /// The number of nodes.
  [[nodiscard]] std::size_t size() const { return capacities_.size(); }
  /// Decay rates of the modes per second, ascending. If their number is odd, the last rate appears
  /// twice and the second mode has a shape of zero, because decay_table.hpp works in pairs.
  [[nodiscard]] std::span<const double> rates() const { return rates_; }
  [[nodiscard]] ModalRow shape(std::size_t node) const {
    return std::span(shapes_).subspan(node * rates_.size(), rates_.size());
  }
  [[nodiscard]] ModalRow shape_over_rate(std::size_t node) const {
    return std::span(shapes_over_rates_).subspan(node * rates_.size(), rates_.size());
  }
  [[nodiscard]] ModalPort port(std::span<const HeatShare> shares) const;
  /// The capacity of a node in joules per kelvin. The norm of its shape is at most
  /// 1/sqrt(capacity).
  [[nodiscard]] double capacity(std::size_t node) const { return capacities_[node]; }

 private:
  std::vector<double> capacities_, rates_;
  std::vector<double> shapes_,
      shapes_over_rates_;  ///< U row by row, and U with each column divided by its rate.
};

/// The temperatures of a run, as rises above the air.
class ThermalState {
 public:
  explicit ThermalState(std::shared_ptr<const ThermalModel> model);

  [[nodiscard]] const ThermalModel& model() const { return *model_; }
  /// Sets the rises of all nodes; `rises` has one entry per node.
  void start_at(std::span<const Kelvins> rises);
  /// Sets the temperatures to the steady state of the present powers.
  void start_steady();

  /// Sets the power of a node from now on.
  void set_power(std::size_t node, Watts power);
  [[nodiscard]] Watts power(std::size_t node) const { return Watts(powers_[node]); }
  /// Changes the power of a part of the chip from now on.
  void change_power(const ModalPort& port, Watts change);
  void advance(Seconds elapsed);
  /// Adds the effect of a power that the part had during the last advance(elapsed), in addition to
  /// the set power. Must be called right after it.
  void add(const ModalPort& port, const HermiteSource& source, Seconds elapsed);

  /// mark() remembers the present temperatures, and go_back() returns to them.
  void mark() { marked_ = modes_; }
  void go_back() { modes_ = marked_; }

  /// The rise of a node or a part, now, at mark(), and in the steady state of the present powers.
  [[nodiscard]] Kelvins rise(ModalRow row) const;
  [[nodiscard]] Kelvins rise_before(ModalRow row) const;
  [[nodiscard]] Kelvins steady_rise(ModalRow row) const;
  [[nodiscard]] Kelvins rise(std::size_t node) const { return rise(model_->shape(node)); }
  [[nodiscard]] Kelvins rise_before(std::size_t node) const {
    return rise_before(model_->shape(node));
  }
  [[nodiscard]] Kelvins steady_rise(std::size_t node) const {
    return steady_rise(model_->shape(node));
  }
  /// The mean rise over the time since mark(), provided that the powers set are the mean powers.
  [[nodiscard]] Kelvins mean_rise(ModalRow row, Seconds elapsed) const;
  /// The present slope in kelvins per second.
  [[nodiscard]] double slope(ModalRow row) const;
  [[nodiscard]] double slope(std::size_t node) const { return slope(model_->shape(node)); }
  [[nodiscard]] JoulesPerKelvin capacity(std::size_t node) const {
    return JoulesPerKelvin(model_->capacity(node));
  }

  /// The time until a node's rise first passes `level` upwards (or downwards) at the present
  /// powers; empty if this is not within `horizon`. The time is zero if the node is at the level
  /// and moves in that direction.
  [[nodiscard]] std::optional<Seconds> crossing(std::size_t node, Kelvins level, bool upwards,
                                                Seconds horizon) const;
  /// Tells whether the node passed `level` in that direction during the advance() since mark(); it
  /// had not passed it before. `slack` bounds the effect of powers during that time that differ
  /// from those set now.
  [[nodiscard]] CrossingVerdict judge_crossing(std::size_t node, Kelvins level, bool upwards,
                                               Slack slack);

  /// The present modes, those at mark() and in the steady state, and the decay table of the last
  /// step.
  [[nodiscard]] std::span<const double> modes() const { return modes_; }
  [[nodiscard]] std::span<const double> marked() const { return marked_; }
  [[nodiscard]] std::span<const double> settled() const { return settled_; }
  [[nodiscard]] std::span<const double> decayed() const { return decayed_; }

 private:
  std::shared_ptr<const ThermalModel> model_;
  std::vector<double> powers_;
  std::vector<double> modes_, settled_, marked_;  ///< z, z_s, and z at mark().
  std::vector<double> decayed_;                   ///< Decay table of the last interval.
  PhiWeights weights_;                            ///< For the last interval with a source.
  std::vector<double> amplitudes_, ends_;         ///< Buffers of judge_crossing().
  double interval_ = 0, weighted_interval_ = 0;   ///< Lengths of the last intervals in seconds.
};

}  // namespace kairos
