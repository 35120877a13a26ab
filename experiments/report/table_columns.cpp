#include "experiments/report/table_columns.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "experiments/statistics/readable.hpp"

namespace kairos {
namespace {

bool has_change(const Comparison& c, std::size_t point, std::size_t policy, std::size_t metric) {
  const ComparisonCell& cell = c.cell(point, policy, metric);
  const Estimate95& change = c.metrics[metric].has_ratio() ? cell.ratio : cell.difference;
  return change.n > 0 && c.policies[policy] != c.baseline;
}

std::string change_of(const Comparison& c, std::size_t point, std::size_t policy,
                      std::size_t metric) {
  if (!has_change(c, point, policy, metric)) return "";
  const ComparisonCell& cell = c.cell(point, policy, metric);
  if (!c.metrics[metric].has_ratio()) return shown_difference(cell.difference.mean);
  return (cell.ratio_of_means ? "~" : "") + shown_change(cell.ratio.mean);
}

/// The finite means of all policies.
std::vector<double> means_of(const Comparison& c, std::size_t point, std::size_t metric) {
  std::vector<double> means;
  for (std::size_t p = 0; p < c.policies.size(); ++p) {
    const Estimate95& value = c.cell(point, p, metric).value;
    if (value.n > 0 && std::isfinite(value.mean)) means.push_back(value.mean);
  }
  return means;
}

/// Explains the kinds of changes that occur in the table.
std::string legend_of_changes(const Comparison& c) {
  bool factors = false;
  bool means = false;
  bool ratios = false;
  bool differences = false;
  for (std::size_t i = 0; i < c.cells.size(); ++i) {
    const std::size_t metric = i % c.metrics.size();
    const std::size_t row = i / c.metrics.size();
    if (!has_change(c, row / c.policies.size(), row % c.policies.size(), metric)) continue;
    (c.metrics[metric].has_ratio() ? ratios : differences) = true;
    factors = factors || is_shown_as_factor(c.cells[i].ratio.mean);
    means = means || c.cells[i].ratio_of_means;
  }
  return fmt::format(
      "{} against {} at the same seeds{}; {}",
      differences ? (ratios ? "% (temperatures: K)" : "K") : "%", c.baseline,
      factors ? ", factors of 11 and more as x" : "",
      means ? fmt::format("~ of the means, as {} is 0 at some seeds; ", c.baseline) : "");
}

std::string legend_of(const Comparison& c) {
  std::size_t most = 0;
  for (const ComparisonCell& cell : c.cells) most = std::max(most, cell.value.n);
  std::string text =
      most > 1 ? fmt::format("mean ± 95 % interval over {} {}; ", most, c.sample) : "";
  if (c.policies.size() > 1) text += "* best; ";
  if (std::ranges::find(c.policies, c.baseline) != c.policies.end()) {
    text += legend_of_changes(c);
  } else if (!c.baseline.empty()) {
    text += fmt::format("no run of the baseline {} yet; ", c.baseline);
  }
  return text.substr(0, text.size() - std::min<std::size_t>(text.size(), 2));
}

}  // namespace

TableColumn column_of(const Comparison& c, std::size_t point, std::size_t metric) {
  const MetricInfo& info = c.metrics[metric];
  const std::vector<double> means = means_of(c, point, metric);
  double largest = 0;
  for (const double mean : means) largest = std::max(largest, std::abs(mean));
  const auto [low, high] = std::ranges::minmax_element(means);
  const bool differ = !means.empty() && *low < *high;
  const double best = differ ? (info.lower_is_better ? *low : *high) : std::nan("");

  const DisplayUnit unit = display_unit(info.unit, largest);
  TableColumn column{heading_of(info, unit), {}};
  for (std::size_t p = 0; p < c.policies.size(); ++p) {
    const ComparisonCell& cell = c.cell(point, p, metric);
    column.cells.push_back(
        {shown(cell.value, unit), change_of(c, point, p, metric), cell.value.mean == best});
  }
  return column;
}

bool has_row(const Comparison& c, std::size_t point, std::size_t policy) {
  if (c.failed_at(point, policy) > 0) return true;
  for (std::size_t m = 0; m < c.metrics.size(); ++m) {
    if (c.cell(point, policy, m).value.n > 0) return true;
  }
  return false;
}

std::string row_name(const Comparison& c, std::size_t point, std::size_t policy) {
  std::string name = c.policies[policy];
  if (name == c.baseline) name += " (baseline)";
  const std::size_t failed = c.failed_at(point, policy);
  if (failed > 0) name += fmt::format(" ({} failed)", failed);
  return name;
}

std::vector<std::string> notes_of(const Comparison& c) {
  std::vector<std::string> notes;
  std::string legend = legend_of(c);
  if (!legend.empty()) notes.push_back(std::move(legend));
  const std::size_t failed = c.failed_runs();
  if (failed > 0) {
    notes.push_back(
        fmt::format("{} of {} runs failed and are not in the means; --resume tries them again",
                    failed, c.runs));
  }
  return notes;
}

}  // namespace kairos
