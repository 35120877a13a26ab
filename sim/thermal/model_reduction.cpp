#include "sim/thermal/model_reduction.hpp"

#include <Eigen/Dense>
#include <Eigen/Sparse>
#include <Eigen/SparseCholesky>
#include <algorithm>
#include <cmath>

namespace kairos {
namespace {

using Matrix = Eigen::MatrixXd;
using Sparse = Eigen::SparseMatrix<double>;

/// Tolerance in kelvins per unit of a source, for the response at any frequency.
constexpr double tolerance = 1e-9;
/// A direction is omitted if its part outside the space is smaller than this, relative to its
/// length.
constexpr double negligible = 1e-12;

class Reduction {
 public:
  Reduction(const RcNetwork& network, std::span<const HeatVector> sources);
  ThermalModes modes();

 private:
  [[nodiscard]] Matrix response(double s);
  [[nodiscard]] Matrix reduced_response(double s) const;
  void add(const Matrix& directions);
  void refine(double low, double high, int depth);

  Eigen::Index n_;
  Eigen::VectorXd scale_;  ///< C^-1/2
  Sparse s_;
  Matrix sources_;
  Matrix space_, applied_, projected_;  ///< Matrices V, S V and V^T S V.
  Eigen::SimplicialLDLT<Sparse> solver_;
};

Reduction::Reduction(const RcNetwork& network, std::span<const HeatVector> sources)
    : n_(static_cast<Eigen::Index>(network.nodes.size())),
      scale_(n_),
      s_(n_, n_),
      sources_(n_, static_cast<Eigen::Index>(sources.size()) + 1),
      space_(n_, 0) {
  std::vector<Eigen::Triplet<double>> entries;
  for (int i = 0; i < n_; ++i) {
    const RcNode& node = network.nodes[static_cast<std::size_t>(i)];
    scale_[i] = 1 / std::sqrt(node.capacity.value());
    entries.emplace_back(i, i, node.to_ambient.value());
  }
  for (const RcEdge& edge : network.edges) {
    const int a = static_cast<int>(edge.from);
    const int b = static_cast<int>(edge.to);
    const double g = edge.conductance.value();
    entries.insert(entries.end(), {{a, a, g}, {b, b, g}, {a, b, -g}, {b, a, -g}});
  }
  s_.setFromTriplets(entries.begin(), entries.end());
  s_ = scale_.asDiagonal() * s_ * scale_.asDiagonal();
  for (std::size_t k = 0; k < sources.size(); ++k) {
    sources_.col(static_cast<Eigen::Index>(k)) =
        scale_.cwiseProduct(Eigen::Map<const Eigen::VectorXd>(sources[k].data(), n_));
  }
  for (Eigen::Index i = 0; i < n_; ++i) {
    sources_(i, sources_.cols() - 1) =
        scale_[i] * network.nodes[static_cast<std::size_t>(i)].to_ambient.value();
  }
  solver_.analyzePattern(s_);
}

Matrix Reduction::response(double s) {
  Sparse shifted = s_;
  for (Eigen::Index i = 0; i < n_; ++i) shifted.coeffRef(i, i) += s;
  solver_.factorize(shifted);
  return solver_.solve(sources_);
}

Matrix Reduction::reduced_response(double s) const {
  const Matrix shifted = projected_ + s * Matrix::Identity(projected_.rows(), projected_.cols());
  return space_ * shifted.llt().solve(space_.transpose() * sources_);
}

/// Orthogonalises with the Gram-Schmidt method twice, which suffices for accuracy to the last
/// digits.
void Reduction::add(const Matrix& directions) {
  const Eigen::Index before = space_.cols();
  for (Eigen::Index k = 0; k < directions.cols(); ++k) {
    Eigen::VectorXd v = directions.col(k);
    const double size = v.norm();
    for (int round = 0; round < 2; ++round) v -= space_ * (space_.transpose() * v);
    if (!(v.norm() > negligible * size)) continue;
    space_.conservativeResize(Eigen::NoChange, space_.cols() + 1);
    space_.rightCols(1) = v.normalized();
  }
  const Eigen::Index fresh = space_.cols() - before;
  if (fresh == 0) return;
  applied_.conservativeResize(n_, space_.cols());
  applied_.rightCols(fresh) = s_ * space_.rightCols(fresh);
  projected_.conservativeResize(space_.cols(), space_.cols());
  projected_.rightCols(fresh) = space_.transpose() * applied_.rightCols(fresh);
  projected_.bottomRows(fresh) = projected_.rightCols(fresh).transpose().eval();
}

void Reduction::refine(double low, double high, int depth) {
  const double middle = std::sqrt(low * high);
  const Matrix exact = response(middle);
  const Matrix error = scale_.asDiagonal() * (exact - reduced_response(middle));
  if (error.cwiseAbs().maxCoeff() <= tolerance) return;
  add(exact);
  if (depth == 0) return;
  refine(low, middle, depth - 1);
  refine(middle, high, depth - 1);
}

ThermalModes Reduction::modes() {
  constexpr int deepest = 8;
  add(response(0));
  // No rate exceeds the largest row sum of absolute values (Gershgorin). The slowest rate does not
  // exceed its Rayleigh quotient in the space of the response at s = 0; a tenth of that is taken as
  // a lower limit.
  double fastest = 0;
  for (Eigen::Index i = 0; i < n_; ++i) {
    fastest = std::max(fastest, s_.col(i).cwiseAbs().sum());
  }
  const double slowest = Eigen::SelfAdjointEigenSolver<Matrix>(projected_).eigenvalues()[0] / 10;
  add(response(fastest));
  refine(slowest, fastest, deepest);
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(projected_);
  const Eigen::Index count = space_.cols();
  const Matrix shapes = scale_.asDiagonal() * (space_ * solver.eigenvectors());
  ThermalModes modes;
  modes.rates.assign(solver.eigenvalues().data(), solver.eigenvalues().data() + count);
  modes.shapes.resize(static_cast<std::size_t>(n_ * count));
  Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
      modes.shapes.data(), n_, count) = shapes;
  return modes;
}

}  // namespace

ThermalModes reduced_modes(const RcNetwork& network, std::span<const HeatVector> sources) {
  network.check();
  return Reduction(network, sources).modes();
}

}  // namespace kairos
