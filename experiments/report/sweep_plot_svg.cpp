#include "experiments/report/sweep_plot_svg.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <vector>

#include <boost/math/distributions/students_t.hpp>
#include <fmt/format.h>

#include "experiments/report/gantt_svg.hpp"

namespace kairos {
namespace {

constexpr double margin = 16;

/// Mean over seeds and half the width of its 95 % confidence interval.
struct Estimate {
  double x = 0, mean = 0, half_width = 0;
};

struct Series {
  std::string policy;
  std::vector<Estimate> estimates;  ///< By x.
};

/// What is on the x axis: a swept key with its values, or nothing when the key is empty.
struct Sweeping {
  std::string key, unit;
  std::vector<std::string> values;  ///< In order of appearance.
  std::vector<double> numbers;      ///< Of each value; empty: categories.
};

/// mean +- t(0.975, n - 1) s / sqrt(n); no interval from one sample.
Estimate estimate_of(double x, std::span<const double> samples) {
  const auto n = static_cast<double>(samples.size());
  double sum = 0;
  for (const double s : samples) sum += s;
  const double mean = sum / n;
  if (samples.size() < 2) return {x, mean, 0};
  double squares = 0;
  for (const double s : samples) squares += (s - mean) * (s - mean);
  const double t = quantile(boost::math::students_t(n - 1), 0.975);
  return {x, mean, t * std::sqrt(squares / (n - 1) / n)};
}

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

/// The first key with numbers, else the first key, among those that take several values.
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
      series.back().estimates.push_back(estimate_of(x, values));
    }
  }
  return series;
}

/// The unit in which a metric is shown: "latency_mean_s" of 0.002 is "latency mean (ms)" of 2.
struct Scale {
  std::string label;
  double unit = 1;
};

Scale scale_of(const std::string& metric_name, double largest) {
  const auto underscore = metric_name.rfind('_');
  const std::string suffix =
      underscore == std::string::npos ? "" : metric_name.substr(underscore + 1);
  std::string words = metric_name;
  std::string unit;
  double factor = 1;
  const bool is_rate = metric_name.ends_with("_per_s");
  if (suffix == "s" && !is_rate) {
    std::tie(factor, unit) = svg::time_unit(largest);
  } else if (suffix == "j" || suffix == "w" || suffix == "js") {
    unit = suffix == "j" ? "J" : suffix == "w" ? "W" : "J s";
    for (const auto& [size, prefix] : {std::pair{1e-3, "m"}, {1e-6, "µ"}, {1e-9, "n"}}) {
      if (largest < 1000 * size && largest > 0) factor = size;
      if (factor == size) unit = prefix + unit.substr(unit.find_first_of("JW"));
    }
  } else if (is_rate) {
    words.resize(words.size() - 6);
    unit = "1/s";
  }
  if (!unit.empty() && !is_rate) words.resize(underscore);
  std::ranges::replace(words, '_', ' ');
  return {unit.empty() ? words : fmt::format("{} ({})", words, unit), factor};
}

