#include "experiments/charts/sweep_plot_svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "experiments/charts/plot_axis.hpp"
#include "experiments/charts/svg.hpp"

namespace kairos {
namespace {

constexpr double margin = 16;

std::string text(double x, double y, const std::string& what, const std::string& style = "") {
  return fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" {}>{}</text>\n", x, y, style,
                     svg::escaped(what));
}
std::string line(double x1, double y1, double x2, double y2, const std::string& colour) {
  return fmt::format(
      "<path d=\"M{:.2f} {:.2f}L{:.2f} {:.2f}\" stroke=\"{}\" "
      "fill=\"none\"/>\n",
      x1, y1, x2, y2, colour);
}

/// A marker; each of 24 policies has a different combination of shape and colour.
std::string marker(std::size_t i, double x, double y) {
  constexpr std::array shapes{"M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
                              "M-3.6 -3.6h7.2v7.2h-7.2z",
                              "M0 -4.8L4.4 3.4H-4.4z",
                              "M0 -5L5 0L0 5L-5 0z",
                              "M0 4.8L4.4 -3.4H-4.4z",
                              "M-5 -1.6h3.4v-3.4h3.2v3.4h3.4v3.2h-3.4v3.4h-3.2v-3.4h-3.4z"};
  return fmt::format(
      "<path class=\"marker\" transform=\"translate({:.2f} "
      "{:.2f})\" d=\"{}\" fill=\"{}\" "
      "stroke=\"#FFFFFF\" stroke-width=\"0.8\"/>\n",
      x, y, shapes[i % shapes.size()], svg::colour(i));
}

const std::string middle = "text-anchor=\"middle\"";

/// Adds the value axis at `axis_x`, with its name beside it and grid lines up to `right`.
void add_value_axis(std::string& body, const PlotAxis& y, double axis_x, double right,
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

/// The additional height of the labels if they are rotated because they do not fit side by side;
/// zero if they fit.
double slant(const PlotAxis& x) {
  double longest = 0, previous = -std::numeric_limits<double>::infinity();
  bool fits = true;
  for (const auto& [value, label] : x.ticks) {
    const double width = svg::text_width(label, 12);
    fits = fits && x.at(value) - width / 2 > previous + 6;
    previous = x.at(value) + width / 2;
    longest = std::max(longest, width);
  }
  return fits ? 0 : longest / 2;  // The factor is the sine of 30 degrees.
}

void add_sweep_axis(std::string& body, const PlotAxis& x, double bottom, const Sweeping& sweeping) {
  body += line(x.from, bottom, x.to, bottom, "#222222");
  const double lower = slant(x);
  for (const auto& [value, label] : x.ticks) {
    const double at = x.at(value);
    body += line(at, bottom, at, bottom + 5, "#222222");
    body += lower > 0
                ? text(at + 4, bottom + 17, label,
                       fmt::format("text-anchor=\"end\" transform=\"rotate(-30 {:.2f} {:.2f})\"",
                                   at + 4, bottom + 17))
                : text(at, bottom + 19, label, middle);
  }
  const bool has_unit = !sweeping.numbers.empty() && !sweeping.unit.empty();
  const std::string name = has_unit ? sweeping.key + " (" + sweeping.unit + ")" : sweeping.key;
  body += text((x.from + x.to) / 2, bottom + 40 + lower, name, middle);
}

/// The horizontal distance of policies at the same x, which keeps equal values and whiskers
/// visible.
double spread(const PlotAxis& x, const Sweeping& sweeping, std::size_t policies) {
  double gap = x.to - x.from;
  for (const double value : sweeping.numbers) {
    for (const double other : sweeping.numbers) {
      if (value < other) gap = std::min(gap, x.at(other) - x.at(value));
    }
  }
  if (sweeping.numbers.empty()) gap = x.at(1) - x.at(0);
  return std::min(3.0, 0.5 * gap / static_cast<double>(std::max<std::size_t>(policies, 1)));
}

/// A vertical line, with a cap at each end that lies within the axis.
std::string whisker(double x, const PlotAxis& y, double low, double high,
                    const std::string& colour) {
  std::string path = fmt::format("M{:.2f} {:.2f}V{:.2f}", x, y.at(low), y.at(high));
  for (const double end : {low, high}) {
    if (end >= y.low) path += fmt::format("M{:.2f} {:.2f}h6", x - 3, y.at(end));
  }
  return fmt::format("<path class=\"whisker\" d=\"{}\" stroke=\"{}\" fill=\"none\"/>\n", path,
                     colour);
}

void add_line(std::string& body, std::size_t i, const Series& series, const PlotAxis& x,
              const PlotAxis& y, double unit) {
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
      "<path class=\"line\" d=\"{}\" stroke=\"{}\" "
      "stroke-width=\"1.6\" fill=\"none\"{}/>\n{}",
      path, colour, i >= 8 ? " stroke-dasharray=\"6 3\"" : "", markers);
}

/// Explains the whiskers, if there are any.
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
  PlotAxis y = value_axis(range_of(series, scale.unit), false);
  y.from = bottom;
  y.to = top;
  double widest_label = 0;
  for (const auto& [value, label] : y.ticks) {
    widest_label = std::max(widest_label, svg::text_width(label, 12));
  }
  PlotAxis x = sweep_axis(sweeping);
  x.from = margin + 24 + widest_label;
  x.to = x.from + 560;

  std::string body = text(margin, 26, title, "font-size=\"15\" font-weight=\"bold\"");
  add_value_axis(body, y, x.from, x.to, scale.label);
  add_sweep_axis(body, x, bottom, sweeping);
  const double apart = spread(x, sweeping, series.size());
  double widest_policy = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    PlotAxis shifted = x;
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
  const double lower = slant(x);
  add_note(body, series, margin, bottom + 40 + lower);
  return svg::document(x.to + 50 + widest_policy + margin, bottom + 74 + lower, body);
}

/// Adds a bar that begins at zero. A logarithmic axis has no zero, so it gets a marker.
void add_bar(std::string& body, std::size_t i, const Estimate95& e, const PlotAxis& x,
             double unit) {
  const double y = 56 + 30 * static_cast<double>(i);
  const double mean = x.at(e.mean / unit);
  const double zero = x.is_log ? mean : x.at(0);
  double end = std::max(mean, zero);
  if (x.is_log) {
    body += line(x.from, y, x.to, y, "#EEEEEE") + marker(i, mean, y);
  } else {
    body += fmt::format(
        "<rect class=\"bar\" x=\"{:.2f}\" y=\"{:.2f}\" "
        "width=\"{:.2f}\" height=\"18\" "
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
  PlotAxis x = value_axis(range_of(series, scale.unit), true);
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

/// The description of a metric. An unknown metric has no unit.
MetricInfo info_of(const std::string& name, const std::vector<MetricInfo>& known) {
  const auto found = std::ranges::find(known, name, &MetricInfo::name);
  return found == known.end() ? MetricInfo{name, "", "", true, true} : *found;
}

}  // namespace

std::string sweep_plot_svg(std::span<const RunRecord> records, const std::string& metric_name,
                           const std::string& title, const std::vector<MetricInfo>& known) {
  const Sweeping sweeping = choose_key(records);
  const std::vector<Series> series = read_series(records, sweeping, metric_name);
  double largest = 0;
  for (const Series& one : series) {
    for (const auto& [x, e] : one.by_x) largest = std::max(largest, std::abs(e.mean));
  }
  const Scale scale = scale_of(info_of(metric_name, known), largest);
  if (sweeping.key.empty()) return draw_bars(series, scale, title);
  const std::string kept = kept_values(records, sweeping);
  return draw_lines(series, sweeping, scale, kept.empty() ? title : title + ": " + kept);
}

}  // namespace kairos
