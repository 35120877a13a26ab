#include "experiments/report/table.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/report/csv_row.hpp"
#include "experiments/report/readable.hpp"

namespace kairos {
namespace {

using Row = std::vector<std::string>;

constexpr std::size_t widest_table = 132;

/// The last `count` components of a dotted key.
std::string end_of(const std::string& key, std::size_t count) {
  std::size_t from = key.size();
  for (std::size_t i = 0; i < count && from != std::string::npos; ++i) {
    from = from == 0 ? std::string::npos : key.rfind('.', from - 1);
  }
  return from == std::string::npos ? key : key.substr(from + 1);
}

bool is_present(const Comparison& c, std::size_t point, std::size_t policy) {
  for (std::size_t m = 0; m < c.metrics.size(); ++m) {
    if (c.cell(point, policy, m).value.n > 0) return true;
  }
  return false;
}

bool has_change(const Comparison& c, std::size_t point, std::size_t policy, std::size_t metric) {
  const ComparisonCell& cell = c.cell(point, policy, metric);
  const Estimate95& change = c.metrics[metric].has_ratio() ? cell.ratio : cell.difference;
  return change.n > 0 && c.policies[policy] != c.baseline;
}

/// One metric at one sweep point, for all policies.
struct Column {
  std::string heading;
  Row values, changes;  ///< By policy.

  Column(const Comparison& c, std::size_t point, std::size_t metric);

  [[nodiscard]] std::size_t width() const { return values_width() + changes_width() + 2; }
  [[nodiscard]] std::string title() const { return fmt::format("  {:>{}}", heading, width() - 2); }
  [[nodiscard]] std::string cell(std::size_t policy) const {
    return fmt::format("  {:>{}}{:<{}}", values[policy], values_width(), changes[policy],
                       changes_width());
  }

 private:
  [[nodiscard]] std::size_t values_width() const {
    return std::max(widest(values), heading.size() - std::min(heading.size(), changes_width()));
  }
  [[nodiscard]] std::size_t changes_width() const { return widest(changes); }
  /// In columns of the terminal: the second byte of a UTF-8 character takes none.
  static std::size_t widest(const Row& texts) {
    std::size_t most = 0;
    for (const std::string& text : texts) {
      const auto columns = std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
      most = std::max(most, static_cast<std::size_t>(columns));
    }
    return most;
  }
};

Column::Column(const Comparison& c, std::size_t point, std::size_t metric) {
  const MetricInfo& info = c.metrics[metric];
  std::vector<double> means;
  double largest = 0;
  for (std::size_t p = 0; p < c.policies.size(); ++p) {
    const Estimate95& value = c.cell(point, p, metric).value;
    if (value.n == 0 || !std::isfinite(value.mean)) continue;
    means.push_back(value.mean);
    largest = std::max(largest, std::abs(value.mean));
  }
  const auto [low, high] = std::ranges::minmax_element(means);
  const bool differ = !means.empty() && *low < *high;
  const double best = differ ? (info.lower_is_better ? *low : *high) : std::nan("");

  const ShownUnit unit = shown_unit(info, largest);
  heading = short_name(info) + (unit.name.empty() ? "" : " " + unit.name);
  for (std::size_t p = 0; p < c.policies.size(); ++p) {
    const ComparisonCell& cell = c.cell(point, p, metric);
    std::string change;
    if (has_change(c, point, p, metric)) {
      change =
          info.has_ratio() ? shown_change(cell.ratio.mean) : shown_difference(cell.difference.mean);
      if (cell.ratio_of_means) change.insert(0, "~");
    }
    values.push_back(shown(cell.value, unit));
    changes.push_back(fmt::format("{}{:>8}", cell.value.mean == best ? "*" : " ", change));
  }
  if (c.baseline.empty()) {
    for (std::string& change : changes) change.resize(1);
  }
}

/// Cuts columns into as few equal lots as fit the screen beside the policies.
std::vector<std::span<const Column>> lots_of(std::span<const Column> columns, std::size_t beside) {
  for (std::size_t lots = 1;; ++lots) {
    const std::size_t most = (columns.size() + lots - 1) / lots;
    std::vector<std::span<const Column>> result;
    bool fits = true;
    for (std::size_t from = 0; from < columns.size(); from += most) {
      result.push_back(columns.subspan(from, std::min(most, columns.size() - from)));
      std::size_t width = beside;
      for (const Column& column : result.back()) width += column.width();
      fits = fits && width <= widest_table;
    }
    if (fits || most <= 1) return result;
  }
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string block(const Comparison& c, std::size_t point, const Row& names) {
  std::vector<Column> columns;
  for (std::size_t m = 0; m < c.metrics.size(); ++m) columns.emplace_back(c, point, m);
  std::size_t beside = 0;
  for (const std::string& name : names) beside = std::max(beside, name.size());

  std::string text;
  const std::string title = point_title(c.points[point]);
  if (!title.empty()) text += title + '\n';
  for (const std::span<const Column> lot : lots_of(columns, beside)) {
    std::string line(beside, ' ');
    for (const Column& column : lot) line += column.title();
    text += without_trailing_spaces(line);
    for (std::size_t p = 0; p < names.size(); ++p) {
      if (!is_present(c, point, p)) continue;
      line = fmt::format("{:<{}}", names[p], beside);
      for (const Column& column : lot) line += column.cell(p);
      text += without_trailing_spaces(line);
    }
  }
  return text;
}

/// Explains the kinds of changes that the table shows.
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
      factors ? ", from 11 times on as a factor x" : "",
      means ? fmt::format("~ of the means, as {} is 0 at some seeds; ", c.baseline) : "");
}

/// What the signs in the table mean, as far as it has them.
std::string legend(const Comparison& c) {
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
  if (text.empty()) return text;
  text.resize(text.size() - 2);
  return '\n' + text + '\n';
}

}  // namespace

std::string point_title(const Comparison::Point& point) {
  std::string title;
  for (const auto& entry : point) {
    const std::string& key = entry.first;
    std::size_t components = 1;
    const auto is_taken = [&](const auto& other) {
      return other.first != key && end_of(other.first, components) == end_of(key, components);
    };
    while (end_of(key, components) != key && std::ranges::any_of(point, is_taken)) ++components;
    title +=
        (title.empty() ? "" : ", ") + end_of(key, components) + " = " + shown_value(entry.second);
  }
  return title;
}

std::string table_text(const Comparison& c) {
  if (c.points.empty()) return "no runs yet\n";
  Row names;
  for (const std::string& policy : c.policies) {
    names.push_back(policy == c.baseline ? policy + " (baseline)" : policy);
  }
  std::string text;
  for (std::size_t point = 0; point < c.points.size(); ++point) {
    text += (point > 0 ? "\n" : "") + block(c, point, names);
  }
  return text + legend(c);
}

std::string table_csv(const Comparison& c) {
  Row heading;
  if (!c.points.empty()) {
    for (const auto& [key, value] : c.points.front()) heading.push_back(key);
  }
  for (const char* name :
       {"policy", "metric", "unit", "mean", "half_width_95", "n", "ratio_to_baseline",
        "ratio_half_width_95", "difference_to_baseline", "difference_half_width_95"}) {
    heading.emplace_back(name);
  }
  std::string text = csv_row(heading);
  for (std::size_t point = 0; point < c.points.size(); ++point) {
    for (std::size_t policy = 0; policy < c.policies.size(); ++policy) {
      for (std::size_t m = 0; m < c.metrics.size(); ++m) {
        const auto& [value, ratio, of_means, difference] = c.cell(point, policy, m);
        if (value.n == 0) continue;
        Row row;
        for (const auto& [key, text_of_value] : c.points[point]) row.push_back(text_of_value);
        row.insert(row.end(),
                   {c.policies[policy], c.metrics[m].name, c.metrics[m].unit,
                    csv_number(value.mean), csv_number(value.half_width), std::to_string(value.n),
                    csv_number(ratio.mean), csv_number(ratio.half_width),
                    csv_number(difference.mean), csv_number(difference.half_width)});
        text += csv_row(row);
      }
    }
  }
  return text;
}

std::string table_json(const Comparison& c) {
  using Json = nlohmann::ordered_json;  // writes NaN as null
  Json rows = Json::array();
  for (std::size_t point = 0; point < c.points.size(); ++point) {
    Json keys = Json::object();
    for (const auto& [key, value] : c.points[point]) keys[key] = value;
    for (std::size_t policy = 0; policy < c.policies.size(); ++policy) {
      for (std::size_t m = 0; m < c.metrics.size(); ++m) {
        const auto& [value, ratio, of_means, difference] = c.cell(point, policy, m);
        if (value.n == 0) continue;
        rows.push_back({{"point", keys},
                        {"policy", c.policies[policy]},
                        {"metric", c.metrics[m].name},
                        {"unit", c.metrics[m].unit},
                        {"mean", value.mean},
                        {"half_width_95", value.half_width},
                        {"n", value.n},
                        {"ratio_to_baseline", ratio.mean},
                        {"ratio_half_width_95", ratio.half_width},
                        {"difference_to_baseline", difference.mean},
                        {"difference_half_width_95", difference.half_width}});
      }
    }
  }
  const Json document = {{"baseline", c.baseline}, {"rows", rows}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace kairos
