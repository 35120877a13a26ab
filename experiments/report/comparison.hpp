// Compares policies: means over seeds of every metric at every sweep point, and their ratios and
// differences to a baseline.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "experiments/recordings/run_record.hpp"
#include "experiments/statistics/statistics.hpp"

namespace kairos {

/// A metric of one policy at one sweep point, as estimates over the seeds.
struct ComparisonCell {
  Estimate95 value;
  /// Ratio to the baseline with the same seed at the same point. It has n = 0 if there is no ratio,
  /// as for every metric without MetricInfo::has_ratio().
  Estimate95 ratio;
  /// True if the baseline is zero for at least one seed. `ratio` is then the ratio of the means; it
  /// has n = 0 if the baseline is zero for all seeds.
  bool ratio_of_means = false;
  Estimate95 difference;  ///< Difference to the baseline, paired by seed like the ratio.
};

/// Cells for sweep points x policies x metrics, with points and policies in the order of the sweep.
struct Comparison {
  using Point = std::vector<std::pair<std::string, std::string>>;

  std::vector<Point> points;
  std::vector<std::string> policies;
  std::vector<MetricInfo> metrics;
  std::string baseline;               ///< Label of the baseline policy; empty if there is none.
  std::string sample = "seeds";       ///< The plural noun for the items that means are taken over.
  std::vector<ComparisonCell> cells;  ///< The metric changes fastest, then the policy.
  std::size_t runs = 0;               ///< Number of runs, including failed ones.
  /// Number of failed runs by sweep point and policy; absent if none failed.
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

/// Compares the runs; the order of the records does not matter. Cells of missing runs have n = 0.
/// Throws InputError if a name is not one of the `known` metrics.
Comparison compare(std::span<const RunRecord> records, const std::vector<std::string>& metric_names,
                   const std::string& baseline, std::span<const FailedRun> failures = {},
                   const std::vector<MetricInfo>& known = all_metric_infos());

}  // namespace kairos
