#include "experiments/training/learning_curve.hpp"

#include <fmt/format.h>

namespace kairos {

CurvePoint curve_point(const TrainingConfig& config, const IterationReport& report,
                       double seconds) {
  CurvePoint point{report.iteration + 1,
                   {{"seconds", seconds},
                    {"jobs", report.jobs},
                    {"questions", static_cast<double>(report.questions)},
                    {"loss", report.loss.loss},
                    {"entropy", report.loss.entropy},
                    {"divergence", report.loss.divergence},
                    {"clipped", report.loss.clipped}}};
  const auto& verdict = report.verdict;
  for (std::size_t i = 0; i < config.validation.baselines.size(); ++i) {
    point.scalars.push_back({"to_" + config.validation.baselines[i].name,
                             verdict ? std::optional(verdict->ratios[i]) : std::nullopt});
  }
  point.scalars.push_back({"to_best", verdict ? std::optional(verdict->score) : std::nullopt});
  return point;
}

std::string csv_head(const CurvePoint& point) {
  std::string line = "iteration";
  for (const CurvePoint::Scalar& scalar : point.scalars) line += ',' + scalar.name;
  return line + '\n';
}

std::string csv_line(const CurvePoint& point) {
  std::string line = fmt::format("{}", point.iteration);
  for (const CurvePoint::Scalar& scalar : point.scalars) {
    line += scalar.value ? fmt::format(",{:.6g}", *scalar.value) : ",";
  }
  return line + '\n';
}

}  // namespace kairos
