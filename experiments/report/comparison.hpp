// How policies compare: every metric at every sweep point, and against a baseline.
#pragma once

#include <map>
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
  std::size_t runs = 0;               ///< How many there are, with those that failed.
  /// How many runs failed at a sweep point under a policy; not there: none.
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> failed;

  [[nodiscard]] const ComparisonCell& cell(std::size_t point, std::size_t policy,
                                           std::size_t metric) const {
    return cells[(point * policies.size() + policy) * metrics.size() + metric];
  }
  [[nodiscard]] std::size_t failed_at(std::size_t point, std::size_t policy) const {
    const auto found = failed.find({point, policy});
    return found == failed.end() ? 0 : found->second;
  }
  [[nodiscard]] std::size_t failed_runs() const {
    std::size_t sum = 0;
    for (const auto& [where, count] : failed) sum += count;
    return sum;
  }
};

/// Whatever the order of the records. Cells of runs that are missing have n = 0. Throws InputError
/// for a metric that no probe computes.
Comparison compare(std::span<const RunRecord> records, const std::vector<std::string>& metric_names,
                   const std::string& baseline, std::span<const FailedRun> failures = {});

}  // namespace kairos
