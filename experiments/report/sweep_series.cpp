#include "experiments/report/sweep_series.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

namespace kairos {
namespace {

/// "3 /ms" is 3 with the unit "/ms".
std::optional<std::pair<double, std::string>> parse_quantity(const std::string& text) {
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
  std::string unit(rest, text.data() + text.size());
  unit.erase(0, unit.find_first_not_of(' '));
  return std::pair{value, unit};
}

Sweeping read_key(std::span<const RunRecord> records, std::size_t position) {
  Sweeping sweeping{records[0].key.point[position].first, {}, {}, {}};
  for (const RunRecord& record : records) {
    const std::string& value = record.key.point.at(position).second;
    if (std::ranges::find(sweeping.values, value) == sweeping.values.end()) {
      sweeping.values.push_back(value);
    }
  }
  std::set<std::string> units;
  for (const std::string& value : sweeping.values) {
    const auto quantity = parse_quantity(value);
    if (!quantity) return sweeping;
    units.insert(quantity->second);
  }
  if (units.size() > 1) return sweeping;
  sweeping.unit = *units.begin();
  for (const std::string& value : sweeping.values) {
    sweeping.numbers.push_back(parse_quantity(value)->first);
  }
  return sweeping;
}

}  // namespace

Sweeping choose_key(std::span<const RunRecord> records) {
  Sweeping chosen;
  for (std::size_t i = 0; !records.empty() && i < records[0].key.point.size(); ++i) {
    Sweeping candidate = read_key(records, i);
    if (candidate.values.size() < 2) continue;
    if (!candidate.numbers.empty()) return candidate;
    if (chosen.key.empty()) chosen = std::move(candidate);
  }
  return chosen;
}

namespace {

/// The x of a record, or nothing where another key differs from the first record's.
std::optional<double> x_of(const RunRecord& record, const RunRecord& first,
                           const Sweeping& sweeping) {
  double x = 0;
  for (std::size_t i = 0; i < record.key.point.size(); ++i) {
    const auto& [key, value] = record.key.point[i];
    if (key != sweeping.key) {
      if (value != first.key.point.at(i).second) return std::nullopt;
      continue;
    }
    const auto at = static_cast<std::size_t>(std::ranges::find(sweeping.values, value) -
                                             sweeping.values.begin());
    x = sweeping.numbers.empty() ? static_cast<double>(at) : sweeping.numbers[at];
  }
  return x;
}

}  // namespace

std::vector<Series> read_series(std::span<const RunRecord> records, const Sweeping& sweeping,
                                const std::string& metric_name) {
  std::vector<std::string> policies;
  std::vector<std::map<double, std::vector<double>>> samples;
  for (const RunRecord& record : records) {
    const std::optional<double> x = x_of(record, records[0], sweeping);
    const auto metric = std::ranges::find_if(record.outcome.metrics, [&](const Metric& m) {
      return m.name == metric_name && m.subject.empty() && std::isfinite(m.value);
    });
    if (!x || metric == record.outcome.metrics.end()) continue;
    const auto policy = std::ranges::find(policies, record.key.policy);
    const auto position = static_cast<std::size_t>(policy - policies.begin());
    if (policy == policies.end()) {
      policies.push_back(record.key.policy);
      samples.emplace_back();
    }
    samples[position][*x].push_back(metric->value);
  }
  std::vector<Series> series;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    series.push_back({policies[i], {}});
    for (const auto& [x, values] : samples[i]) {
      series.back().by_x[x] = estimate(values);
    }
  }
  return series;
}

}  // namespace kairos
