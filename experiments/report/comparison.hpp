// How policies compare: every metric at every sweep point, and against a baseline.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "experiments/report/statistics.hpp"
#include "experiments/run_record.hpp"

namespace kairos {

/// Over the seeds of one policy at one sweep point.
struct ComparisonCell {
  Estimate95 value;
  /// The ratio to the baseline with the same seed at the same point; n = 0 if there is none, as for
  /// every metric without MetricInfo::has_ratio().
  Estimate95 ratio;
  bool ratio_of_means = false;  ///< True if the baseline is zero at some seeds, but not at all.
  Estimate95 difference;        ///< From the baseline, paired in the same way.
};

/// Sweep points x policies x metrics; points and policies in the order of the sweep.
struct Comparison {
  using Point = std::vector<std::pair<std::string, std::string>>;

  std::vector<Point> points;
  std::vector<std::string> policies;
  std::vector<MetricInfo> metrics;
  std::string baseline;               ///< A policy, or empty.
  std::string sample = "seeds";       ///< What means are over.
  std::vector<ComparisonCell> cells;  ///< The metric changes fastest, then the policy.

  [[nodiscard]] const ComparisonCell& cell(std::size_t point, std::size_t policy,
                                           std::size_t metric) const {
    return cells[(point * policies.size() + policy) * metrics.size() + metric];
  }
};

/// Whatever the order of the records. Cells of runs that are missing have n = 0. Throws InputError
/// for a metric that no probe computes.
Comparison compare(std::span<const RunRecord> records, const std::vector<std::string>& metric_names,
                   const std::string& baseline);

}  // namespace kairos
