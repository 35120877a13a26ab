#include "sim/thermal/thermal_model.hpp"

#include <Eigen/Dense>
#include <cmath>

#include "sim/thermal/approach.hpp"

namespace kairos {
namespace {

using Map = Eigen::Map<Eigen::ArrayXd>;
using ConstMap = Eigen::Map<const Eigen::ArrayXd>;

ConstMap view(std::span<const double> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}
Map view(std::vector<double>& values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

}  // namespace

ThermalModel::ThermalModel(const RcNetwork& network) {
  network.check();
  const auto n = static_cast<Eigen::Index>(network.nodes.size());
  Eigen::VectorXd scale(n);
  Eigen::MatrixXd s = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const RcNode& node = network.nodes[static_cast<std::size_t>(i)];
    capacities_.push_back(node.capacity.value());
    scale[i] = 1 / std::sqrt(node.capacity.value());
    s(i, i) = node.to_ambient.value();
  }
  for (const RcEdge& edge : network.edges) {
    const auto a = static_cast<Eigen::Index>(edge.from);
    const auto b = static_cast<Eigen::Index>(edge.to);
    const double g = edge.conductance.value();
    s(a, a) += g;
    s(b, b) += g;
    s(a, b) -= g;
    s(b, a) -= g;
  }
  s = scale.asDiagonal() * s * scale.asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(s);
  const Eigen::Index modes = n + n % 2;
  rates_.assign(solver.eigenvalues().data(), solver.eigenvalues().data() + n);
  rates_.resize(static_cast<std::size_t>(modes), rates_.back());
  using Rows = Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
  shapes_.resize(static_cast<std::size_t>(n * modes));
  shapes_over_rates_.resize(shapes_.size());
  const Eigen::MatrixXd shapes = scale.asDiagonal() * solver.eigenvectors();
  Rows(shapes_.data(), n, modes).leftCols(n) = shapes;
  Rows(shapes_over_rates_.data(), n, modes).leftCols(n) =
      shapes * solver.eigenvalues().cwiseInverse().asDiagonal();
}

ThermalState::ThermalState(std::shared_ptr<const ThermalModel> model)
    : model_(std::move(model)),
      powers_(model_->size()),
      modes_(model_->rates().size()),
      settled_(modes_),
      marked_(modes_),
      approach_(modes_),
      weights_(modes_.size()),
      amplitudes_(modes_),
      ends_(modes_) {}

void ThermalState::start_at(std::span<const Kelvins> rises) {
  auto z = view(modes_);
  z.setZero();
  for (std::size_t i = 0; i < rises.size(); ++i) {
    z += view(model_->shape(i)) * (model_->capacity(i) * rises[i].value());
  }
}

void ThermalState::start_steady() {
  modes_ = settled_;
}

void ThermalState::set_power(std::size_t node, Watts power) {
  const double change = power.value() - powers_[node];
  if (change == 0) return;
  powers_[node] = power.value();
  view(settled_) += change * view(model_->shape_over_rate(node));
}

/// Intervals repeat: rows of a trace, periods, a step that is done again.
void ThermalState::advance(Seconds passed) {
  if (passed.value() != interval_) {
    interval_ = passed.value();
    find_approach(model_->rates(), interval_, approach_);
  }
  view(modes_) += (view(settled_) - view(modes_)) * view(approach_);
}

void ThermalState::add(std::size_t node, const Course& beside, Seconds passed) {
  if (passed.value() != weighted_interval_) {
    weighted_interval_ = passed.value();
    weights_.find(model_->rates(), weighted_interval_, approach_);
  }
  view(modes_) +=
      view(model_->shape(node)) * ((beside.shift * passed).value() * view(weights_.shift) +
                                   (beside.growth * passed).value() * view(weights_.growth) +
                                   (beside.bow * passed).value() * view(weights_.bow) +
                                   (beside.twist * passed).value() * view(weights_.twist));
}

Kelvins ThermalState::rise(std::size_t node) const {
  return Kelvins((view(model_->shape(node)) * view(std::span<const double>(modes_))).sum());
}

Kelvins ThermalState::rise_before(std::size_t node) const {
  return Kelvins((view(model_->shape(node)) * view(std::span<const double>(marked_))).sum());
}

Kelvins ThermalState::steady_rise(std::size_t node) const {
  return Kelvins((view(model_->shape(node)) * view(std::span<const double>(settled_))).sum());
}

/// dz/dt = rate (z_s - z), so the mean of z is that of z_s less (z(t) - z(0)) / (rate t). Where
/// hardly anything of a mode has passed, its ends are too close for that and their middle will do.
Kelvins ThermalState::mean_rise(std::size_t node, Seconds passed) const {
  constexpr double hardly = 1e-4;
  const auto begin = view(std::span<const double>(marked_));
  const auto end = view(std::span<const double>(modes_));
  const auto x = view(model_->rates()) * passed.value();
  const auto mean =
      (x < hardly)
          .select(0.5 * (begin + end), view(std::span<const double>(settled_)) + (begin - end) / x);
  return Kelvins((view(model_->shape(node)) * mean).sum());
}

double ThermalState::slope(std::size_t node) const {
  const auto z = view(std::span<const double>(modes_));
  const auto end = view(std::span<const double>(settled_));
  return (view(model_->shape(node)) * view(model_->rates()) * (end - z)).sum();
}

std::optional<Seconds> ThermalState::crossing(std::size_t node, Kelvins level, bool upwards,
                                              Seconds horizon) const {
  const double sign = upwards ? 1 : -1;
  const std::span<const double> shape = model_->shape(node);
  std::vector<double> amplitudes(shape.size());
  for (std::size_t k = 0; k < shape.size(); ++k) {
    amplitudes[k] = sign * shape[k] * (modes_[k] - settled_[k]);
  }
  const double constant = sign * (steady_rise(node) - level).value();
  const auto root = first_upward_root({constant, amplitudes, model_->rates()}, horizon.value());
  if (!root) return std::nullopt;
  return Seconds(*root);
}

Passage ThermalState::passage(std::size_t node, Kelvins level, bool upwards, Slack slack) {
  const double sign = upwards ? 1 : -1;
  view(amplitudes_) = sign * view(model_->shape(node)) * (view(marked_) - view(settled_));
  view(ends_) = view(amplitudes_) * (1 - view(approach_));
  const double constant = sign * (steady_rise(node) - level).value();
  return find_passage({constant, amplitudes_, model_->rates()}, ends_, interval_, slack);
}

}  // namespace kairos
