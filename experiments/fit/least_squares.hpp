// Fits constants of a platform to measured rows by least squares of relative errors:
//
//   minimise the sum over the fitted rows of ((model - measured) / measured)^2
//
// The method is Levenberg-Marquardt as in MINPACK (More 1978), from Eigen's unsupported modules:
// Eigen is needed anyway and is a header, whereas NLopt would be another package and has no method
// for sums of squares. Bounds are kept by the variables of FreeConstant. Slopes are central
// differences.
//
// Example: rows of 0.9 W and 3.4 W that a capacitance of 300 pF gives as 1 W and 4 W have relative
// errors of 11 % and 18 %; the best capacitance, 262.1 pF, gives 0.874 W and 3.494 W.
//
// How far to trust it: the fit finds a minimum near the values at which it begins. The error of the
// rows that are held out, not that of the fitted rows, says how good a prediction is.
#pragma once

#include <cstddef>
#include <vector>

#include "experiments/fit/free_constant.hpp"
#include "experiments/fit/row_model.hpp"

namespace kairos {

/// Relative errors of a set of rows.
struct FitError {
  std::size_t rows = 0;
  double mean = 0;     ///< Mean of |model - measured| / measured.
  double largest = 0;  ///< Largest of these.
};

struct FitErrors {
  FitError fitted, held_out;
};

struct FitResult {
  std::vector<double> constants;  ///< One for each free constant, in coherent units.
  FitErrors before, after;
  std::size_t evaluations = 0;  ///< How often the models computed all rows.
  Value platform;               ///< The document with the fitted constants.
};

/// Throws InputError if there are fewer fitted rows than constants, if a constant has no influence
/// on any of them, or if they cannot tell the constants apart.
FitResult fit(const Value& platform, const std::vector<FreeConstant>& constants,
              const RowModel& model);

}  // namespace kairos
