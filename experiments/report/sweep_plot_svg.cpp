#include "experiments/report/sweep_plot_svg.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "experiments/report/gantt_svg.hpp"
#include "experiments/report/statistics.hpp"

namespace kairos {
namespace {

constexpr double margin = 16;

struct Series {
  std::string policy;
  std::map<double, Estimate95> by_x;
};

double lowest(const Estimate95& e) {
  return std::isnan(e.half_width) ? e.mean : e.mean - e.half_width;
}
double highest(const Estimate95& e) {
  return std::isnan(e.half_width) ? e.mean : e.mean + e.half_width;
}

/// What is on the x axis: a swept key with its values, or nothing when the key is empty.
struct Sweeping {
  std::string key, unit;
  std::vector<std::string> values;  ///< In order of appearance.
  std::vector<double> numbers;      ///< Of each value; empty: categories.
};

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
      series.back().by_x[x] = estimate(values);
    }
  }
  return series;
}

/// How a metric is shown: 0.002 of latency_mean_s is 2 on an axis named "latency mean (ms)".
struct Scale {
  std::string label;
  double unit = 1;
};

Scale scale_of(const std::string& metric_name, double largest) {
  const std::string suffix = metric_name.substr(metric_name.rfind('_') + 1);
  const std::map<std::string, std::string> units{{"s", "s"}, {"j", "J"}, {"w", "W"}, {"js", "J s"}};
  const auto unit = units.find(suffix);
  const bool is_rate = metric_name.ends_with("_per_s");
  std::string words = metric_name;
  std::ranges::replace(words, '_', ' ');
  if (unit == units.end() || is_rate) return {words, 1};
  words.resize(words.size() - suffix.size() - 1);
  if (suffix == "s") {
    const auto [seconds, name] = svg::time_unit(largest);
    return {words + " (" + name + ")", seconds};
  }
  Scale scale{words + " (" + unit->second + ")", 1};
  for (const auto& [size, prefix] : {std::pair{1e-3, "m"}, {1e-6, "µ"}, {1e-9, "n"}}) {
    if (largest < 1000 * size) scale = {words + " (" + prefix + unit->second + ")", size};
  }
  return scale;
}

/// Of the values of a plot, whiskers included.
struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  bool is_log = false;
};

/// Whiskers of what is never negative are cut at zero, or on a log axis below the smallest mean.
Range range_of(const std::vector<Series>& series, double unit) {
  Range means;
  Range whiskers;
  for (const Series& one : series) {
    for (const auto& [x, e] : one.by_x) {
      means = {std::min(means.low, e.mean / unit), std::max(means.high, e.mean / unit)};
      whiskers = {std::min(whiskers.low, lowest(e) / unit),
                  std::max(whiskers.high, highest(e) / unit)};
    }
  }
  if (!(means.low <= means.high)) return {0, 1, false};
  constexpr double linear_up_to = 20;
  whiskers.is_log = means.low > 0 && means.high / means.low > linear_up_to;
  if (whiskers.is_log) whiskers.low = std::max(whiskers.low, means.low / 2);
  if (means.low >= 0) whiskers.low = std::max(whiskers.low, 0.0);
  return whiskers;
}

/// Maps a range of values to a range of pixels.
struct Axis {
  double low = 0, high = 1;  ///< In shown units.
  double from = 0, to = 1;   ///< In pixels.
  bool is_log = false;
  std::vector<std::pair<double, std::string>> ticks;

  [[nodiscard]] double at(double value) const {
    value = std::clamp(value, low, high);
    const double share =
        is_log ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return from + (to - from) * share;
  }
};

/// Every decade, with its 2 and 5 where decades are few.
void add_log_ticks(Axis& axis) {
  const bool few = axis.high / axis.low < 2000;
  for (double decade = std::floor(std::log10(axis.low)); std::pow(10, decade) <= axis.high;
       ++decade) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      const double value = digit * std::pow(10, decade);
      const bool shown =
          (digit == 1 || few) && value >= axis.low * 0.999 && value <= axis.high * 1.001;
      if (shown) axis.ticks.emplace_back(value, svg::number(value));
    }
  }
}

/// Holds the range with some air. `anchored`: bars stand on its zero.
Axis value_axis(const Range& range, bool anchored) {
  const auto [low, high, is_log] = range;
  Axis axis{.low = low, .high = high, .is_log = is_log, .ticks = {}};
  if (axis.is_log) {
    axis.low /= 1.3;
    axis.high *= 1.3;
    add_log_ticks(axis);
    return axis;
  }
  const bool zero_is_near = low > 0 && low < high / 2;
  if (low >= 0 && (anchored || zero_is_near)) axis.low = 0;
  if (anchored && high < 0) axis.high = 0;
  const double room = std::max(axis.high - axis.low, std::max(std::abs(high), 1e-12) * 1e-3);
  axis.high += room * 0.07;
  if (axis.low != 0) axis.low -= room * 0.07;
  for (const double tick : svg::round_ticks(axis.low, axis.high, 6)) {
    axis.ticks.emplace_back(tick, svg::number(tick));
  }
  return axis;
}

Axis sweep_axis(const Sweeping& sweeping) {
  Axis axis{.ticks = {}};
  if (sweeping.numbers.empty()) {
    axis.low = -0.5;
    axis.high = static_cast<double>(sweeping.values.size()) - 0.5;
    for (std::size_t i = 0; i < sweeping.values.size(); ++i) {
      axis.ticks.emplace_back(static_cast<double>(i), sweeping.values[i]);
    }
    return axis;
  }
  const auto [low, high] = std::ranges::minmax(sweeping.numbers);
  constexpr double linear_up_to = 50;
  axis.is_log = low > 0 && high / low > linear_up_to;
  const double air = (high - low) * 0.03;
  axis.low = axis.is_log ? low / 1.15 : low - air;
  axis.high = axis.is_log ? high * 1.15 : high + air;
  if (axis.is_log) {
    add_log_ticks(axis);
  } else {
    for (const double tick : svg::round_ticks(low, high, 7))
      axis.ticks.emplace_back(tick, svg::number(tick));
  }
  return axis;
}

std::string text(double x, double y, const std::string& what, const std::string& style = "") {
  return fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" {}>{}</text>\n", x, y, style,
                     svg::escaped(what));
}
std::string line(double x1, double y1, double x2, double y2, const std::string& colour) {
  return fmt::format("<path d=\"M{:.2f} {:.2f}L{:.2f} {:.2f}\" stroke=\"{}\" fill=\"none\"/>\n", x1,
                     y1, x2, y2, colour);
}

/// A shape and colour of its own for each of 24 policies.
std::string marker(std::size_t i, double x, double y) {
  constexpr std::array shapes{"M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
                              "M-3.6 -3.6h7.2v7.2h-7.2z",
                              "M0 -4.8L4.4 3.4H-4.4z",
                              "M0 -5L5 0L0 5L-5 0z",
                              "M0 4.8L4.4 -3.4H-4.4z",
                              "M-5 -1.6h3.4v-3.4h3.2v3.4h3.4v3.2h-3.4v3.4h-3.2v-3.4h-3.4z"};
  return fmt::format(
      "<path class=\"marker\" transform=\"translate({:.2f} {:.2f})\" d=\"{}\" fill=\"{}\" "
      "stroke=\"#FFFFFF\" stroke-width=\"0.8\"/>\n",
      x, y, shapes[i % shapes.size()], svg::colour(i));
}

const std::string middle = "text-anchor=\"middle\"";

/// The value axis stands at `axis_x` with its name along it; grid lines reach to `right`.
void add_value_axis(std::string& body, const Axis& y, double axis_x, double right,
                    const std::string& name) {
  for (const auto& [value, label] : y.ticks) {
    body += line(axis_x, y.at(value), right, y.at(value), "#DDDDDD");
    body += text(axis_x - 7, y.at(value) + 4, label, "text-anchor=\"end\"");
  }
  body += line(axis_x, y.from, axis_x, y.to, "#222222");
  const double center = (y.from + y.to) / 2;
  body +=
      text(margin + 6, center, name,
           fmt::format("{} transform=\"rotate(-90 {:.2f} {:.2f})\"", middle, margin + 6, center));
}

void add_sweep_axis(std::string& body, const Axis& x, double bottom, const Sweeping& sweeping) {
  body += line(x.from, bottom, x.to, bottom, "#222222");
  for (const auto& [value, label] : x.ticks) {
    body += line(x.at(value), bottom, x.at(value), bottom + 5, "#222222");
    body += text(x.at(value), bottom + 19, label, middle);
  }
  const bool has_unit = !sweeping.numbers.empty() && !sweeping.unit.empty();
  const std::string name = has_unit ? sweeping.key + " (" + sweeping.unit + ")" : sweeping.key;
  body += text((x.from + x.to) / 2, bottom + 40, name, middle);
}

/// How far apart policies stand at the same x, so that equal ones and whiskers show.
double spread(const Axis& x, const Sweeping& sweeping, std::size_t policies) {
  double gap = x.to - x.from;
  for (const double value : sweeping.numbers) {
    for (const double other : sweeping.numbers) {
      if (value < other) gap = std::min(gap, x.at(other) - x.at(value));
    }
  }
  if (sweeping.numbers.empty()) gap = x.at(1) - x.at(0);
  return std::min(3.0, 0.5 * gap / static_cast<double>(std::max<std::size_t>(policies, 1)));
}

/// A vertical line with a cap at each end that is not cut off by the axis.
std::string whisker(double x, const Axis& y, double low, double high, const std::string& colour) {
  std::string path = fmt::format("M{:.2f} {:.2f}V{:.2f}", x, y.at(low), y.at(high));
  for (const double end : {low, high}) {
    if (end >= y.low) path += fmt::format("M{:.2f} {:.2f}h6", x - 3, y.at(end));
  }
  return fmt::format("<path class=\"whisker\" d=\"{}\" stroke=\"{}\" fill=\"none\"/>\n", path,
                     colour);
}

void add_line(std::string& body, std::size_t i, const Series& series, const Axis& x, const Axis& y,
              double unit) {
  const std::string colour = svg::colour(i);
  std::string path;
  std::string markers;
  for (const auto& [value, e] : series.by_x) {
    const double at = x.at(value);
    const double mean = y.at(e.mean / unit);
    path += fmt::format("{}{:.2f} {:.2f}", path.empty() ? 'M' : 'L', at, mean);
    markers += marker(i, at, mean);
    if (e.half_width > 0) {
      body += whisker(at, y, lowest(e) / unit, highest(e) / unit, colour);
    }
  }
  body += fmt::format(
      "<path class=\"line\" d=\"{}\" stroke=\"{}\" stroke-width=\"1.6\" fill=\"none\"{}/>\n{}",
      path, colour, i >= 8 ? " stroke-dasharray=\"6 3\"" : "", markers);
}

/// What the whiskers are, where there are any.
void add_note(std::string& body, const std::vector<Series>& series, double x, double y) {
  std::size_t seeds = 0;
  for (const Series& one : series) {
    for (const auto& [at, e] : one.by_x) seeds = std::max(seeds, e.n);
  }
  if (seeds < 2) return;
  body += text(x, y + 22, fmt::format("mean and 95 % confidence interval over {} seeds", seeds),
               "font-size=\"10\" fill=\"#666666\"");
}

std::string draw_lines(const std::vector<Series>& series, const Sweeping& sweeping,
                       const Scale& scale, const std::string& title) {
  constexpr double top = 46;
  const double bottom = std::max(400.0, top + 18 * static_cast<double>(series.size()));
  Axis y = value_axis(range_of(series, scale.unit), false);
  y.from = bottom;
  y.to = top;
  double widest_label = 0;
  for (const auto& [value, label] : y.ticks) {
    widest_label = std::max(widest_label, svg::text_width(label, 12));
  }
  Axis x = sweep_axis(sweeping);
  x.from = margin + 24 + widest_label;
  x.to = x.from + 560;

  std::string body = text(margin, 26, title, "font-size=\"15\" font-weight=\"bold\"");
  add_value_axis(body, y, x.from, x.to, scale.label);
  add_sweep_axis(body, x, bottom, sweeping);
  const double apart = spread(x, sweeping, series.size());
  double widest_policy = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    Axis shifted = x;
    const double shift =
        apart * (static_cast<double>(i) - static_cast<double>(series.size() - 1) / 2);
    shifted.from += shift;
    shifted.to += shift;
    add_line(body, i, series[i], shifted, y, scale.unit);
    const double at = top + 8 + 18 * static_cast<double>(i);
    body += line(x.to + 18, at, x.to + 42, at, svg::colour(i)) + marker(i, x.to + 30, at) +
            text(x.to + 50, at + 4, series[i].policy);
    widest_policy = std::max(widest_policy, svg::text_width(series[i].policy, 12));
  }
  add_note(body, series, margin, bottom + 40);
  return svg::document(x.to + 50 + widest_policy + margin, bottom + 74, body);
}

/// A bar from zero; on a log axis, which has no zero, a marker.
void add_bar(std::string& body, std::size_t i, const Estimate95& e, const Axis& x, double unit) {
  const double y = 56 + 30 * static_cast<double>(i);
  const double mean = x.at(e.mean / unit);
  const double zero = x.is_log ? mean : x.at(0);
  double end = std::max(mean, zero);
  if (x.is_log) {
    body += line(x.from, y, x.to, y, "#EEEEEE") + marker(i, mean, y);
  } else {
    body += fmt::format(
        "<rect class=\"bar\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"18\" "
        "fill=\"{}\"/>\n",
        std::min(mean, zero), y - 9, std::abs(mean - zero), svg::colour(i));
  }
  if (e.half_width > 0) {
    const double low = x.at(lowest(e) / unit);
    const double high = x.at(highest(e) / unit);
    end = std::max(end, high);
    std::string path =
        fmt::format("M{:.2f} {:.2f}H{:.2f}M{:.2f} {:.2f}v8", low, y, high, high, y - 4);
    if (lowest(e) / unit >= x.low) path += fmt::format("M{:.2f} {:.2f}v8", low, y - 4);
    body +=
        fmt::format("<path class=\"whisker\" d=\"{}\" stroke=\"#222222\" fill=\"none\"/>\n", path);
  }
  std::string value = fmt::format("{:.4g}", e.mean / unit);
  if (e.half_width > 0) value += fmt::format(" ± {:.2g}", e.half_width / unit);
  body += text(end + 8, y + 4, value);
}

std::string draw_bars(const std::vector<Series>& series, const Scale& scale,
                      const std::string& title) {
  double widest_policy = 0;
  for (const Series& one : series) {
    widest_policy = std::max(widest_policy, svg::text_width(one.policy, 12));
  }
  Axis x = value_axis(range_of(series, scale.unit), true);
  x.from = margin + widest_policy + 10;
  x.to = x.from + 520;
  const double bottom = 46 + 30 * static_cast<double>(std::max<std::size_t>(series.size(), 1));

  std::string body = text(margin, 26, title, "font-size=\"15\" font-weight=\"bold\"");
  for (const auto& [value, label] : x.ticks) {
    body += line(x.at(value), 40, x.at(value), bottom, "#DDDDDD");
    body += text(x.at(value), bottom + 18, label, middle);
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    body +=
        text(x.from - 8, 60 + 30 * static_cast<double>(i), series[i].policy, "text-anchor=\"end\"");
    add_bar(body, i, series[i].by_x.begin()->second, x, scale.unit);
  }
  const double zero = x.is_log ? x.from : x.at(0);
  body += line(x.from, bottom, x.to, bottom, "#222222") + line(zero, 40, zero, bottom, "#222222") +
          text((x.from + x.to) / 2, bottom + 40, scale.label, middle);
  add_note(body, series, margin, bottom + 40);
  return svg::document(x.to + 110 + margin, bottom + 74, body);
}

}  // namespace

std::string sweep_plot_svg(std::span<const RunRecord> records, const std::string& metric_name,
                           const std::string& title) {
  const Sweeping sweeping = choose_key(records);
  const std::vector<Series> series = read_series(records, sweeping, metric_name);
  double largest = 0;
  for (const Series& one : series) {
    for (const auto& [x, e] : one.by_x) largest = std::max(largest, std::abs(e.mean));
  }
  const Scale scale = scale_of(metric_name, largest);
  return sweeping.key.empty() ? draw_bars(series, scale, title)
                              : draw_lines(series, sweeping, scale, title);
}

}  // namespace kairos
