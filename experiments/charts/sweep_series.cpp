#include "experiments/charts/sweep_series.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "experiments/statistics/readable.hpp"

namespace kairos {
namespace {

/// Splits "3 /ms" into 3 and the unit "/ms".
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

/// True if the values of other keys form the series: there is one policy and not too many values.
bool others_make_series(std::span<const RunRecord> records, const Sweeping& sweeping) {
  constexpr std::size_t most = 12;
  std::set<std::vector<std::string>> others;
  for (const RunRecord& record : records) {
    if (record.key.policy != records[0].key.policy) return false;
    std::vector<std::string> values;
    for (const auto& [key, value] : record.key.point) {
      if (key != sweeping.key) values.push_back(value);
    }
    others.insert(std::move(values));
  }
  return others.size() > 1 && others.size() <= most;
}

/// The values of the other keys, such as "bus".
std::string other_values(const RunRecord& record, const Sweeping& sweeping) {
  std::string text;
  for (const auto& [key, value] : record.key.point) {
    if (key != sweeping.key) text += (text.empty() ? "" : ", ") + shown_value(value);
  }
  return text;
}

/// The x of a record; empty if another key differs from its value in `kept`.
std::optional<double> x_of(const RunRecord& record, const RunRecord* kept,
                           const Sweeping& sweeping) {
  double x = 0;
  for (std::size_t i = 0; i < record.key.point.size(); ++i) {
    const auto& [key, value] = record.key.point[i];
    if (key != sweeping.key) {
      if (kept != nullptr && value != kept->key.point.at(i).second) return std::nullopt;
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
  const bool by_others = others_make_series(records, sweeping);
  for (const RunRecord& record : records) {
    const std::optional<double> x = x_of(record, by_others ? nullptr : &records[0], sweeping);
    const std::string name = by_others ? other_values(record, sweeping) : record.key.policy;
    const auto metric = std::ranges::find_if(record.outcome.metrics, [&](const Metric& m) {
      return m.name == metric_name && m.subject.empty() && std::isfinite(m.value);
    });
    if (!x || metric == record.outcome.metrics.end()) continue;
    const auto policy = std::ranges::find(policies, name);
    const auto position = static_cast<std::size_t>(policy - policies.begin());
    if (policy == policies.end()) {
      policies.push_back(name);
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

std::string kept_values(std::span<const RunRecord> records, const Sweeping& sweeping) {
  std::string text;
  if (records.empty() || others_make_series(records, sweeping)) return text;
  for (std::size_t i = 0; i < records[0].key.point.size(); ++i) {
    const std::string& key = records[0].key.point[i].first;
    const std::string& first = records[0].key.point[i].second;
    const auto differs = [&](const RunRecord& r) { return r.key.point.at(i).second != first; };
    if (key == sweeping.key || std::ranges::none_of(records, differs)) continue;
    text += (text.empty() ? "" : ", ") + key + " = " + shown_value(first);
  }
  return text;
}

}  // namespace kairos
