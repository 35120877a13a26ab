// Example: with over: max, a row whose runs have the values 1 and 3 at the seeds of one sweep point
// and 4 and 6 at those of another one has max(2, 5) = 5.
#include "experiments/gallery/compare_rows.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

#include "experiments/gallery/network_amounts.hpp"

namespace kairos {
namespace {

double combined(const std::vector<double>& values, Combination over) {
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  switch (over) {
    case Combination::mean:
      return sum / static_cast<double>(values.size());
    case Combination::min:
      return *std::ranges::min_element(values);
    case Combination::max:
      return *std::ranges::max_element(values);
    case Combination::sum:
      return sum;
  }
  return sum;
}

/// Evaluates rows, each of them once. A row without a value throws InputError with the reason.
class Evaluation {
 public:
  Evaluation(const std::vector<ExpectedRow>& rows, const Sweep& sweep, const Outcomes& outcomes)
      : rows_(rows), sweep_(sweep), outcomes_(outcomes), values_(rows.size()) {}

  double value(std::size_t row) {
    if (!values_[row]) values_[row] = evaluate(rows_[row]);
    return *values_[row];
  }

 private:
  double evaluate(const ExpectedRow& row) {
    if (row.runs.empty()) return value_in(row, nullptr);
    std::vector<double> of_groups;
    for (const std::vector<std::size_t>& group : row.runs) {
      std::vector<double> of_seeds;
      of_seeds.reserve(group.size());
      for (const std::size_t run : group) of_seeds.push_back(value_in(row, &sweep_.runs[run]));
      of_groups.push_back(combined(of_seeds, Combination::mean));
    }
    return combined(of_groups, row.config.over.value_or(Combination::mean));
  }

  double value_in(const ExpectedRow& row, const RunConfig* run) {
    std::vector<double> numbers;
    for (const UsedNumber& used : row.numbers) numbers.push_back(number(used, row, run));
    if (!row.expression) return numbers.front() * row.ratio;
    const std::optional<double> value = row.expression->value(numbers);
    if (!value) throw InputError("the formula '" + row.config.formula + "' has no finite value");
    return *value;
  }

  double number(const UsedNumber& used, const ExpectedRow& row, const RunConfig* run) {
    switch (used.kind) {
      case UsedNumber::Kind::metric:
        return metric(used.name, row.config.of, *run);
      case UsedNumber::Kind::amount:
        return amount(used.name, {row.config.of, row.config.on}, *run);
      case UsedNumber::Kind::row:
        return value(used.row);
    }
    return 0;
  }

  [[nodiscard]] double metric(const std::string& name, const std::string& of,
                              const RunConfig& run) const {
    const Outcome& outcome = outcomes_.at(run.key.index);
    if (!outcome.failure.empty()) throw InputError(outcome.failure);
    for (const Metric& metric : outcome.metrics) {
      if (metric.name == name && metric.subject == of) return metric.value;
    }
    throw InputError("the run has no value of '" + name + "'" +
                     (of.empty() ? std::string() : " for '" + of + "'"));
  }

  /// Amounts are the same for all policies and, unless scenarios are drawn, for all seeds.
  double amount(const std::string& name, const NetworkPart& part, const RunConfig& run) {
    const std::uint64_t seed = run.experiment->draw ? run.key.seed : 0;
    const auto [found, is_new] =
        amounts_.try_emplace({name, part.of, part.on, run.experiment.get(), seed}, 0.0);
    if (is_new) found->second = network_amount(name, part, run);
    return found->second;
  }

  using AmountKey =
      std::tuple<std::string, std::string, std::string, const ExperimentConfig*, std::uint64_t>;

  const std::vector<ExpectedRow>& rows_;
  const Sweep& sweep_;
  const Outcomes& outcomes_;
  std::vector<std::optional<double>> values_;
  std::map<AmountKey, double> amounts_;  ///< It is never iterated.
};

/// A row that only serves others is not compared.
bool is_compared(const ExpectConfig& row) {
  return row.value.has_value() || row.kind == ExpectKind::not_reproducible;
}

ComparedRow compare(std::size_t position, const std::vector<ExpectedRow>& rows,
                    Evaluation& evaluation) {
  const ExpectedRow& row = rows[position];
  const ExpectConfig& config = row.config;
  ComparedRow compared{row.label,     config.kind, row.unit, {},         {},
                       row.tolerance, {},          {},       row.source, config.why};
  if (config.value) compared.published = config.value->number;
  try {
    const bool has_value = row.expression != nullptr || !row.numbers.empty();
    if (has_value) compared.simulated = evaluation.value(position);
    compared.than = {row.than_number, row.than_number};
    if (row.than) {
      compared.than = {rows[*row.than].config.value->number, evaluation.value(*row.than)};
    }
  } catch (const InputError& error) {
    compared.simulated.reset();
    compared.why = error.what();
  }
  compared.verdict = verdict_of(compared);
  return compared;
}

}  // namespace

std::vector<std::size_t> runs_of(const std::vector<ExpectedRow>& rows) {
  std::set<std::size_t> runs;
  for (const ExpectedRow& row : rows) {
    if (!row.uses_metrics()) continue;
    for (const std::vector<std::size_t>& group : row.runs) runs.insert(group.begin(), group.end());
  }
  return {runs.begin(), runs.end()};
}

std::vector<ComparedRow> compare_rows(const std::vector<ExpectedRow>& rows, const Sweep& sweep,
                                      const Outcomes& outcomes) {
  Evaluation evaluation(rows, sweep, outcomes);
  std::vector<ComparedRow> compared;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (is_compared(rows[i].config)) compared.push_back(compare(i, rows, evaluation));
  }
  return compared;
}

}  // namespace kairos
