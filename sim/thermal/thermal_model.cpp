#include "sim/thermal/thermal_model.hpp"

#include <Eigen/Dense>
#include <cmath>

#include "sim/thermal/decay_table.hpp"

namespace kairos {
namespace {

using Map = Eigen::Map<Eigen::ArrayXd>;
using ConstMap = Eigen::Map<const Eigen::ArrayXd>;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Rows = Eigen::Map<RowMajor>;

ConstMap view(std::span<const double> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}
Map view(std::vector<double>& values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

ThermalModes modes_of(const RcNetwork& network) {
  network.check();
  const auto n = static_cast<Eigen::Index>(network.nodes.size());
  Eigen::VectorXd scale(n);
  Eigen::MatrixXd s = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const RcNode& node = network.nodes[static_cast<std::size_t>(i)];
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
  ThermalModes modes;
  modes.rates.assign(solver.eigenvalues().data(), solver.eigenvalues().data() + n);
  modes.shapes.resize(static_cast<std::size_t>(n * n));
  Rows(modes.shapes.data(), n, n) = scale.asDiagonal() * solver.eigenvectors();
  return modes;
}

}  // namespace

ThermalModel::ThermalModel(const RcNetwork& network) : ThermalModel(network, modes_of(network)) {}

ThermalModel::ThermalModel(const RcNetwork& network, const ThermalModes& modes)
    : rates_(modes.rates) {
  for (const RcNode& node : network.nodes) capacities_.push_back(node.capacity.value());
  const auto n = static_cast<Eigen::Index>(capacities_.size());
  const auto given = static_cast<Eigen::Index>(rates_.size());
  const Eigen::Index padded = given + given % 2;
  rates_.resize(static_cast<std::size_t>(padded), rates_.back());
  shapes_.resize(static_cast<std::size_t>(n * padded));
  shapes_over_rates_.resize(shapes_.size());
  const Eigen::Map<const RowMajor> shapes(modes.shapes.data(), n, given);
  Rows(shapes_.data(), n, padded).leftCols(given) = shapes;
  const auto rates = Eigen::Map<const Eigen::VectorXd>(rates_.data(), given);
  Rows(shapes_over_rates_.data(), n, padded).leftCols(given) =
      shapes * rates.cwiseInverse().asDiagonal();
}

ModalPort ThermalModel::port(std::span<const HeatShare> shares) const {
  ModalPort port{std::vector<double>(rates_.size()), std::vector<double>(rates_.size())};
  for (const HeatShare& to : shares) {
    view(port.shape) += to.share * view(shape(to.node));
    view(port.shape_over_rate) += to.share * view(shape_over_rate(to.node));
  }
  return port;
}

ThermalState::ThermalState(std::shared_ptr<const ThermalModel> model)
    : model_(std::move(model)),
      powers_(model_->size()),
      modes_(model_->rates().size()),
      settled_(modes_),
      marked_(modes_),
      decayed_(modes_),
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

void ThermalState::change_power(const ModalPort& port, Watts change) {
  if (change == Watts{}) return;
  view(settled_) += change.value() * view(std::span(port.shape_over_rate));
}

/// The decay table is kept, because intervals repeat: rows of a trace, periods, iterated steps.
void ThermalState::advance(Seconds elapsed) {
  if (elapsed.value() != interval_) {
    interval_ = elapsed.value();
    fill_decay_table(model_->rates(), interval_, decayed_);
  }
  view(modes_) += (view(settled_) - view(modes_)) * view(decayed_);
}

void ThermalState::add(const ModalPort& port, const HermiteSource& source, Seconds elapsed) {
  if (elapsed.value() != weighted_interval_) {
    weighted_interval_ = elapsed.value();
    weights_.find(model_->rates(), weighted_interval_, decayed_);
  }
  view(modes_) += view(std::span(port.shape)) *
                  ((source.mean * elapsed).value() * view(weights_.mean) +
                   (source.linear * elapsed).value() * view(weights_.linear) +
                   (source.quadratic * elapsed).value() * view(weights_.quadratic) +
                   (source.cubic * elapsed).value() * view(weights_.cubic));
}

Kelvins ThermalState::rise(ModalRow row) const {
  return Kelvins((view(row) * view(modes())).sum());
}

Kelvins ThermalState::rise_before(ModalRow row) const {
  return Kelvins((view(row) * view(marked())).sum());
}

Kelvins ThermalState::steady_rise(ModalRow row) const {
  return Kelvins((view(row) * view(settled())).sum());
}

/// Since dz/dt = rate (z_s - z), the mean of z is z_s - (z(t) - z(0)) / (rate t). If a mode has
/// hardly moved, the difference is too inaccurate to divide, and the mean of its ends is accurate
/// enough.
Kelvins ThermalState::mean_rise(ModalRow row, Seconds elapsed) const {
  constexpr double hardly = 1e-4;
  const auto begin = view(marked());
  const auto end = view(modes());
  const auto x = view(model_->rates()) * elapsed.value();
  const auto mean = (x < hardly).select(0.5 * (begin + end), view(settled()) + (begin - end) / x);
  return Kelvins((view(row) * mean).sum());
}

double ThermalState::slope(ModalRow row) const {
  return (view(row) * view(model_->rates()) * (view(settled()) - view(modes()))).sum();
}

std::optional<Seconds> ThermalState::crossing(std::size_t node, Kelvins level, bool upwards,
                                              Seconds horizon) const {
  const double sign = upwards ? 1 : -1;
  const ModalRow shape = model_->shape(node);
  std::vector<double> amplitudes(shape.size());
  for (std::size_t k = 0; k < shape.size(); ++k) {
    amplitudes[k] = sign * shape[k] * (modes_[k] - settled_[k]);
  }
  const double constant = sign * (steady_rise(node) - level).value();
  const auto root = first_upward_root({constant, amplitudes, model_->rates()}, horizon.value());
  if (!root) return std::nullopt;
  return Seconds(*root);
}

CrossingVerdict ThermalState::judge_crossing(std::size_t node, Kelvins level, bool upwards,
                                             Slack slack) {
  const double sign = upwards ? 1 : -1;
  view(amplitudes_) = sign * view(model_->shape(node)) * (view(marked()) - view(settled()));
  view(ends_) = view(amplitudes_) * (1 - view(decayed_));
  const double constant = sign * (steady_rise(node) - level).value();
  return kairos::judge_crossing({constant, amplitudes_, model_->rates()}, ends_, interval_, slack);
}

}  // namespace kairos
