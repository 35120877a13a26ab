// How a training goes, as numbers with names: one list makes the columns of the CSV and the tags
// that TensorBoard shows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/learning/trainer.hpp"

namespace kairos {

struct CurvePoint {
  struct Scalar {
    std::string name;
    std::optional<double> value;  ///< Absent without a validation.
  };
  std::uint64_t iteration = 0;  ///< From 1.
  std::vector<Scalar> scalars;
};

/// `seconds` of training so far.
CurvePoint curve_point(const TrainingSpec& spec, const IterationReport& report, double seconds);

std::string csv_head(const CurvePoint& point);
std::string csv_line(const CurvePoint& point);

}  // namespace kairos
