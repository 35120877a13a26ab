#include "experiments/fit/least_squares.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <unsupported/Eigen/LevenbergMarquardt>

#include "sim/base/text.hpp"

namespace kairos {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

double relative_error(const MeasuredRow& row, double value) {
  return (value - row.value) / row.value;
}

FitErrors errors_of(const std::vector<MeasuredRow>& rows, const std::vector<double>& values) {
  FitErrors errors;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    FitError& error = rows[i].is_held_out ? errors.held_out : errors.fitted;
    const double off = std::abs(relative_error(rows[i], values[i]));
    ++error.rows;
    error.mean += off;
    error.largest = std::max(error.largest, off);
  }
  for (FitError* error : {&errors.fitted, &errors.held_out}) {
    if (error->rows > 0) error->mean /= static_cast<double>(error->rows);
  }
  return errors;
}

/// The relative errors of the fitted rows as a function of the variables.
class Residuals : public Eigen::DenseFunctor<double> {
 public:
  Residuals(const Value& platform, const std::vector<FreeConstant>& constants,
            const RowModel& model, std::size_t fitted)
      : DenseFunctor(static_cast<int>(constants.size()), static_cast<int>(fitted)),
        platform_(platform),
        constants_(constants),
        model_(model) {}

  [[nodiscard]] Value platform_at(const Vector& variables) const {
    Value platform = platform_;
    for (std::size_t i = 0; i < constants_.size(); ++i) {
      const FreeConstant& constant = constants_[i];
      const double value = constant.at(variables[static_cast<Eigen::Index>(i)]);
      set_path(platform, constant.path(), Value::scalar(constant.text(value), constant.place()));
    }
    return platform;
  }

  int operator()(const Vector& variables, Vector& residuals) const {
    ++evaluations_;
    const std::vector<MeasuredRow>& rows = model_.rows();
    std::vector<double> values;
    try {
      values = model_.values(platform_at(variables));
    } catch (const InputError&) {
      // The models refuse these constants. So large an error makes the method try a smaller step.
      residuals.setConstant(refused);
      return 0;
    }
    Eigen::Index at = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].is_held_out) residuals[at++] = relative_error(rows[i], values[i]);
    }
    return 0;
  }

  /// Slopes by central differences; on one side where the models refuse the other one.
  int df(const Vector& variables, Matrix& slopes) const {
    for (Eigen::Index i = 0; i < variables.size(); ++i) {
      slopes.col(i) = slope(variables, i, step * std::max(1.0, std::abs(variables[i])));
    }
    return 0;
  }

  /// The change of the residuals with one variable.
  [[nodiscard]] Vector slope(const Vector& variables, Eigen::Index i, double by) const {
    Vector low(values()), high(values()), moved = variables;
    double width = 2 * by;
    moved[i] = variables[i] + by;
    (*this)(moved, high);
    moved[i] = variables[i] - by;
    (*this)(moved, low);
    if (low[0] != refused && high[0] != refused) return (high - low) / width;
    if (low[0] == refused && high[0] == refused) return Vector::Zero(values());
    Vector& other = low[0] == refused ? low : high;
    (*this)(variables, other);
    width = by;
    return (high - low) / width;
  }

  [[nodiscard]] std::size_t evaluations() const { return evaluations_; }

 private:
  static constexpr double refused = 1e6;
  static constexpr double step = 1e-4;  ///< Large enough for times in whole picoseconds.

  const Value& platform_;
  const std::vector<FreeConstant>& constants_;
  const RowModel& model_;
  mutable std::size_t evaluations_ = 0;
};

/// Refuses constants without influence and, as far as slopes show it, those that the rows cannot
/// tell apart.
void check_influence(const Residuals& residuals, const Vector& start,
                     const std::vector<FreeConstant>& constants) {
  Matrix slopes(residuals.values(), residuals.inputs());
  constexpr double wide = 1e-2, least = 1e-9, apart = 1e-7;
  for (Eigen::Index i = 0; i < start.size(); ++i) {
    slopes.col(i) = residuals.slope(start, i, wide);
    const double size = slopes.col(i).norm();
    if (!(size > least)) {
      const FreeConstant& constant = constants[static_cast<std::size_t>(i)];
      throw InputError(constant.place(),
                       "'" + constant.path() +
                           "' has no influence on any fitted row; leave it out of --free, or add "
                           "rows that depend on it");
    }
    slopes.col(i) /= size;
  }
  Eigen::ColPivHouseholderQR<Matrix> factors(slopes);
  factors.setThreshold(apart);
  if (factors.rank() == start.size()) return;
  std::string names;
  for (const FreeConstant& constant : constants) {
    names.append(names.empty() ? "'" : ", '").append(constant.path()).append("'");
  }
  throw InputError("the fitted rows cannot tell " + names +
                   " apart, because they change in proportion; free fewer of them, or add rows "
                   "that differ in them");
}

std::size_t fitted_rows(const std::vector<MeasuredRow>& rows, std::size_t constants) {
  const auto held_out = std::ranges::count_if(rows, &MeasuredRow::is_held_out);
  const std::size_t fitted = rows.size() - static_cast<std::size_t>(held_out);
  if (fitted >= constants) return fitted;
  throw InputError(
      rows.front().place.file ? SourceLocation{rows.front().place.file, 0, 0} : SourceLocation{},
      "the table has " + counted(fitted, "row") + " to fit " + counted(constants, "constant") +
          " to; add rows, hold out fewer, or free fewer constants");
}

}  // namespace

FitResult fit(const Value& platform, const std::vector<FreeConstant>& constants,
              const RowModel& model) {
  const std::size_t fitted = fitted_rows(model.rows(), constants.size());
  FitResult result;
  result.before = errors_of(model.rows(), model.values(platform));
  Residuals residuals(platform, constants, model, fitted);
  Vector variables(static_cast<Eigen::Index>(constants.size()));
  for (std::size_t i = 0; i < constants.size(); ++i) {
    variables[static_cast<Eigen::Index>(i)] = constants[i].first_variable();
  }
  check_influence(residuals, variables, constants);
  Eigen::LevenbergMarquardt<Residuals> method(residuals);
  constexpr double tolerance = 1e-12;
  constexpr int most_evaluations = 400;
  method.setFtol(tolerance);
  method.setXtol(tolerance);
  method.setGtol(0);
  method.setMaxfev(most_evaluations);
  static_cast<void>(method.minimize(variables));
  result.platform = residuals.platform_at(variables);
  result.after = errors_of(model.rows(), model.values(result.platform));
  for (std::size_t i = 0; i < constants.size(); ++i) {
    result.constants.push_back(constants[i].at(variables[static_cast<Eigen::Index>(i)]));
  }
  result.evaluations = residuals.evaluations();
  return result;
}

}  // namespace kairos
