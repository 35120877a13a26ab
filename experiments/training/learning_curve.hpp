// The named figures of a training's progress. One list makes both the columns of the CSV file and
// the tags in TensorBoard.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/training/trainer.hpp"

namespace kairos {

struct CurvePoint {
  struct Scalar {
    std::string name;
    std::optional<double> value;  ///< Empty if it belongs to a validation and there was none.
  };
  std::uint64_t iteration = 0;  ///< Number of the iteration, counted from 1.
  std::vector<Scalar> scalars;
};

/// The figures of one iteration; `seconds` is the training time so far.
CurvePoint curve_point(const TrainingConfig& config, const IterationReport& report, double seconds);

std::string csv_head(const CurvePoint& point);
std::string csv_line(const CurvePoint& point);

}  // namespace kairos
