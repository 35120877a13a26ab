#include "experiments/gallery/expected_row.hpp"

#include <algorithm>

#include "experiments/formulas/formula.hpp"
#include "experiments/gallery/network_amounts.hpp"
#include "experiments/gallery/select_runs.hpp"
#include "experiments/statistics/readable.hpp"
#include "sim/base/find_by_name.hpp"
#include "sim/base/mistakes.hpp"
#include "sim/base/unit_ratio.hpp"
#include "workloads/graph_algorithms.hpp"

namespace kairos {
namespace {

using Kind = UsedNumber::Kind;

std::string label_of(const ExpectConfig& row) {
  if (!row.name.empty()) return row.name;
  std::string label = row.metric.empty() ? row.formula : row.metric;
  if (!row.of.empty()) label += " of " + row.of;
  for (const Where::Condition& condition : row.where.conditions) {
    label += ", " + point_title({{condition.key, condition.values.back()}});
  }
  return label.empty() ? "not reproducible" : label;
}

/// Checks one row after the other.
class Checker {
 public:
  explicit Checker(const Sweep& sweep)
      : sweep_(sweep),
        rows_(sweep.experiment->expect),
        metrics_(known_metrics(sweep.experiment->report.formulas)) {}

  std::vector<ExpectedRow> take() {
    Mistakes mistakes;
    std::string source;
    for (const ExpectConfig& row : rows_) {
      if (!row.source.empty()) source = row.source;
      ExpectedRow& added = checked_.emplace_back();
      added.source = source;
      mistakes.attempt([&] { check(row, added); });
    }
    mistakes.report();
    refuse_cycles();
    refuse_other_units();
    return std::move(checked_);
  }

 private:
  void check(const ExpectConfig& config, ExpectedRow& row) {
    row.config = config;
    row.label = label_of(config);
    refuse_second_name(config);
    if (!config.formula.empty()) row.expression = std::make_shared<Expression>(config.formula);
    if (row.expression) {
      for (const std::string& name : row.expression->names()) {
        row.numbers.push_back(number(name, config, true));
      }
    } else if (!config.metric.empty()) {
      row.numbers.push_back(number(config.metric, config, false));
    }
    choose_unit(row);
    choose_tolerance(row);
    choose_runs(row);
    choose_other(row);
  }

  void refuse_second_name(const ExpectConfig& config) const {
    if (config.name.empty()) return;
    const auto first = std::ranges::find(rows_, config.name, &ExpectConfig::name);
    if (&*first == &config) return;
    throw InputError(config.place,
                     "two rows have the name '" + config.name + "'; rename one of them");
  }

  [[nodiscard]] const MetricInfo* metric(const std::string& name) const {
    const auto found = std::ranges::find(metrics_, name, &MetricInfo::name);
    return found == metrics_.end() ? nullptr : &*found;
  }

  /// Metrics come first, then amounts of networks, then other rows.
  [[nodiscard]] UsedNumber number(const std::string& name, const ExpectConfig& config,
                                  bool may_be_row) const {
    if (const MetricInfo* info = metric(name)) {
      if (info->repeatable) return {Kind::metric, name};
      throw InputError(config.place, "metric '" + name +
                                         "' is a time of this computer, which differs from run to "
                                         "run; compare another metric");
    }
    if (is_network_amount(name)) return {Kind::amount, name};
    const auto found = std::ranges::find(rows_, name, &ExpectConfig::name);
    if (may_be_row && found != rows_.end()) {
      return {Kind::row, name, static_cast<std::size_t>(found - rows_.begin())};
    }
    std::vector<std::string> known = names_in(metrics_);
    for (const MetricInfo& amount : network_amounts()) known.push_back(amount.name);
    for (const ExpectConfig& row : rows_) {
      if (may_be_row && !row.name.empty()) known.push_back(row.name);
    }
    throw InputError(config.place,
                     unknown_name("metric", name, known, " (see 'kairos list metrics')"));
  }

  void choose_unit(ExpectedRow& row) const {
    const std::string& written = row.config.written_unit();
    if (row.config.metric.empty()) {
      row.unit = written.empty() ? "1" : written;
      return;
    }
    const std::string& name = row.config.metric;
    const MetricInfo* info = metric(name);
    if (info == nullptr) {
      info = &*std::ranges::find(network_amounts(), name, &MetricInfo::name);
    }
    row.unit = written.empty() ? info->unit : written;
    const std::optional<double> ratio = unit_ratio(info->unit, row.unit);
    if (!ratio) {
      throw InputError(row.config.place,
                       "'" + name + "' is in " + info->unit + ", which cannot be converted to '" +
                           row.unit + "'; write another unit, or 'formula' in place of 'metric'");
    }
    row.ratio = *ratio;
  }

  static void choose_tolerance(ExpectedRow& row) {
    // Differences of temperatures in C are in K.
    const std::string unit = row.unit == "C" ? "K" : row.unit;
    for (const Tolerance& written : row.config.tolerance) {
      if (written.unit.empty()) {
        row.tolerance.push_back(written);
        continue;
      }
      const std::optional<double> ratio =
          written.unit == row.unit ? 1 : unit_ratio(written.unit, unit);
      if (!ratio) {
        throw InputError(row.config.place, "the tolerance is in '" + written.unit +
                                               "', but the value is in '" + row.unit +
                                               "'; write a share such as '2 %', or a difference "
                                               "in this unit");
      }
      row.tolerance.push_back({written.amount * *ratio, unit});
    }
    constexpr double of_arithmetic = 1e-9;
    const bool is_exact = row.config.kind == ExpectKind::arithmetic;
    if (is_exact && row.tolerance.empty()) row.tolerance.push_back({of_arithmetic, ""});
  }

  void choose_runs(ExpectedRow& row) const {
    const std::vector<std::size_t> found = select_runs(row.config.where, sweep_, row.config.place);
    const bool uses_amounts = std::ranges::any_of(
        row.numbers, [](const UsedNumber& n) { return n.kind == Kind::amount; });
    if (!row.uses_metrics() && !uses_amounts) return;
    row.runs = by_seeds(found, sweep_);
    if (!row.uses_metrics()) keep_one_per_point(row);
    if (!row.config.over) refuse_several(row);
    for (const UsedNumber& number : row.numbers) {
      if (number.kind == Kind::amount) try_amount(number.name, row);
    }
  }

  /// Amounts of networks depend neither on the policy nor, unless scenarios are drawn, on the seed.
  void keep_one_per_point(ExpectedRow& row) const {
    std::vector<std::vector<std::size_t>> kept;
    for (std::vector<std::size_t>& group : row.runs) {
      if (!sweep_.experiment->draw) group.resize(1);
      const auto& point = key_of(group).point;
      const bool is_new = kept.empty() || key_of(kept.back()).point != point;
      if (is_new) kept.push_back(group);
    }
    row.runs = std::move(kept);
  }

  [[nodiscard]] const RunKey& key_of(const std::vector<std::size_t>& group) const {
    return sweep_.runs[group.front()].key;
  }

  void refuse_several(const ExpectedRow& row) const {
    if (row.runs.size() < 2) return;
    const RunKey& first = key_of(row.runs.front());
    const RunKey& last = key_of(row.runs.back());
    std::string what = "policies '" + first.policy + "' and '" + last.policy + "'";
    std::string key = "policy";
    for (std::size_t i = 0; i < first.point.size(); ++i) {
      if (first.point[i].second == last.point[i].second) continue;
      key = first.point[i].first;
      what = "'" + first.point[i].second + "' and '" + last.point[i].second + "' of '" + key + "'";
      break;
    }
    throw InputError(row.config.place, "the row is about runs of " + what + "; add '" + key +
                                           "' to 'where', or say with 'over' how their values "
                                           "become one");
  }

  /// Finds mistakes in 'of' and 'on' before anything runs.
  void try_amount(const std::string& name, const ExpectedRow& row) const {
    try {
      const NetworkPart part{row.config.of, row.config.on};
      static_cast<void>(network_amount(name, part, sweep_.runs[row.runs.front().front()]));
    } catch (const InputError& error) {
      throw InputError(row.config.place, error.what());
    }
  }

  /// Reads 'than' as a number, or as the name of a row with a published value in the same unit.
  void choose_other(ExpectedRow& row) const {
    if (!row.config.than) return;
    const std::string& text = scalar_text(*row.config.than, "number or name of a row");
    const auto found = std::ranges::find(rows_, text, &ExpectConfig::name);
    if (found == rows_.end()) {
      row.than_number = number_of(*row.config.than);
      return;
    }
    if (!found->value || &*found == &rows_[checked_.size() - 1]) {
      throw InputError(row.config.place, "row '" + text +
                                             "' has no published value of its own to compare with; "
                                             "name another row in 'than', or write a number");
    }
    row.than = static_cast<std::size_t>(found - rows_.begin());
  }

  double number_of(const Value& than) const {
    double number = 0;
    try {
      Codec<double>::read(than, number);
    } catch (const InputError&) {
      std::vector<std::string> names;
      for (const ExpectConfig& row : rows_) {
        if (!row.name.empty()) names.push_back(row.name);
      }
      throw InputError(than.place, names.empty()
                                       ? "'than' is neither a number nor the name of a row; write "
                                         "a number such as 0"
                                       : unknown_name("row", than.text, names));
    }
    return number;
  }

  void refuse_other_units() const {
    for (const ExpectedRow& row : checked_) {
      if (!row.than || checked_[*row.than].unit == row.unit) continue;
      throw InputError(row.config.place, "the row is in '" + row.unit + "', but '" +
                                             checked_[*row.than].label + "' is in '" +
                                             checked_[*row.than].unit +
                                             "'; write both in the same unit");
    }
  }

  /// Refuses rows whose expressions use each other.
  void refuse_cycles() const {
    std::vector<std::pair<std::size_t, std::size_t>> uses;
    for (std::size_t i = 0; i < checked_.size(); ++i) {
      for (const UsedNumber& number : checked_[i].numbers) {
        if (number.kind == Kind::row) uses.emplace_back(i, number.row);
      }
    }
    std::ranges::sort(uses);
    const std::vector<std::size_t> cycle = find_cycle(checked_.size(), uses);
    if (cycle.empty()) return;
    throw InputError(rows_[cycle.front()].place,
                     "row '" + rows_[cycle.front()].name +
                         "' uses its own value; change one of the expressions on the way");
  }

  const Sweep& sweep_;
  const std::vector<ExpectConfig>& rows_;
  std::vector<MetricInfo> metrics_;
  std::vector<ExpectedRow> checked_;
};

}  // namespace

bool ExpectedRow::uses_metrics() const {
  return std::ranges::any_of(numbers, [](const UsedNumber& n) { return n.kind == Kind::metric; });
}

std::vector<ExpectedRow> expected_rows(const Sweep& sweep) {
  return Checker(sweep).take();
}

}  // namespace kairos
