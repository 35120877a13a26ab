// Example: a formula over streams, deadline_misses / jobs, is 0.5 for a stream with 1 miss in 2
// jobs and 0 for a stream with 4 jobs in time. Its value is 0.25, whereas over the run it is 1 / 6.
#include "experiments/formulas/formula_values.hpp"

#include <map>
#include <set>
#include <string_view>

#include "experiments/formulas/mean.hpp"
#include "sim/metrics/stream_subject.hpp"

namespace kairos {
namespace {

/// Metrics by name.
using Row = std::map<std::string, double, std::less<>>;

/// The metrics that formulas use, by subject. The row of the whole run always exists.
std::map<std::string, Row> rows_of(std::span<const Formula> formulas,
                                   const std::vector<Metric>& metrics) {
  std::set<std::string_view> used;
  for (const Formula& formula : formulas) {
    used.insert(formula.expression.names().begin(), formula.expression.names().end());
  }
  std::map<std::string, Row> rows{{"", {}}};
  for (const Metric& metric : metrics) {
    if (used.contains(metric.name)) rows[metric.subject][metric.name] = metric.value;
  }
  return rows;
}

std::optional<double> value_of(const Formula& formula, const Row& row) {
  std::vector<double> numbers;
  for (const std::string& name : formula.expression.names()) {
    const auto found = row.find(name);
    if (found == row.end()) return std::nullopt;
    numbers.push_back(found->second);
  }
  return formula.expression.value(numbers);
}

/// The mean over the streams that have a value.
std::optional<double> mean_over_streams(const Formula& formula, const Workload& workload,
                                        const std::map<std::string, Row>& rows) {
  Mean mean;
  for (const Stream& stream : workload.streams) {
    const auto row = rows.find(stream_subject(stream, workload));
    if (!stream.is_named || row == rows.end()) continue;
    if (const auto value = value_of(formula, row->second)) mean.add(*value);
  }
  return mean.value();
}

}  // namespace

void add_formula_values(std::span<const Formula> formulas, const Workload& workload,
                        std::vector<Metric>& metrics) {
  if (formulas.empty()) return;
  std::map<std::string, Row> rows = rows_of(formulas, metrics);
  const auto add = [&](const Formula& formula, const std::string& subject,
                       std::optional<double> value) {
    if (!value) return;
    metrics.push_back({formula.name(), subject, *value});
    rows[subject][formula.name()] = *value;
  };
  for (const Formula& formula : formulas) {
    if (formula.config.over == FormulaScope::streams) {
      add(formula, "", mean_over_streams(formula, workload, rows));
    } else if (formula.config.over == FormulaScope::run) {
      const bool has_subjects = !formula.expression.names().empty();
      for (const auto& [subject, row] : rows) {
        if (subject.empty() || has_subjects) add(formula, subject, value_of(formula, row));
      }
    }
  }
}

}  // namespace kairos
