#include "experiments/report/chip_panels.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "experiments/report/plot_axis.hpp"
#include "experiments/report/svg.hpp"

namespace kairos {
namespace {

constexpr double picture_width = 1000;
constexpr double margin = 16;
constexpr double panel_height = 130;
constexpr double gap = 34;

struct Line {
  std::size_t colour = 0;
  std::vector<Sample> samples;
  enum class Kind { through_points, mean_until, value_from } kind = Kind::through_points;
};

struct Panel {
  std::string title;
  std::vector<Line> lines;
};

double x_of(const PanelFrame& frame, Time at) {
  const double share = (at - frame.begin).seconds() / (frame.end - frame.begin).seconds();
  return frame.left + (frame.right - frame.left) * std::clamp(share, 0.0, 1.0);
}

/// Of samples that each hold the mean since the one before: the mean up to the last of them.
Sample mean_of(std::span<const Sample> samples, Time since) {
  double sum = 0;
  Time from = since;
  for (const Sample& sample : samples) {
    sum += sample.value * (sample.at - from).seconds();
    from = sample.at;
  }
  return {from, from > since ? sum / (from - since).seconds() : samples.back().value};
}

/// The samples that the frame shows: for every pixel the mean, or else its extremes.
std::vector<Sample> visible(const Line& line, const PanelFrame& frame) {
  std::vector<Sample> inside;
  for (std::size_t i = 0; i < line.samples.size(); ++i) {
    const bool begins_later = i + 1 < line.samples.size() && line.samples[i + 1].at < frame.begin;
    if (begins_later ||
        (line.kind == Line::Kind::mean_until && line.samples[i].at <= frame.begin)) {
      continue;
    }
    inside.push_back(line.samples[i]);
    if (line.samples[i].at > frame.end) break;
  }
  std::vector<Sample> kept;
  for (std::size_t first = 0, next = 0; first < inside.size(); first = next) {
    const double pixel = std::floor(x_of(frame, inside[first].at));
    while (next < inside.size() && std::floor(x_of(frame, inside[next].at)) == pixel) ++next;
    if (line.kind == Line::Kind::mean_until) {
      const Time since = kept.empty() ? frame.begin : kept.back().at;
      kept.push_back(mean_of(std::span(inside).subspan(first, next - first), since));
      continue;
    }
    const auto begin = inside.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = inside.begin() + static_cast<std::ptrdiff_t>(next);
    const auto [low, high] = std::minmax_element(
        begin, end, [](const Sample& a, const Sample& b) { return a.value < b.value; });
    std::vector<Sample> some{*begin, *low, *high, *(end - 1)};
    std::ranges::stable_sort(some, {}, &Sample::at);
    kept.insert(kept.end(), some.begin(), some.end());
  }
  return kept;
}

std::string path_of(const Line& line, const std::vector<Sample>& samples, const PanelFrame& frame,
                    const Axis& axis) {
  std::string path;
  double before = 0;
  for (const Sample& sample : samples) {
    const double x = x_of(frame, sample.at), y = axis.at(sample.value);
    if (path.empty()) {
      const bool reaches_back = line.kind == Line::Kind::mean_until;
      path = fmt::format("M{:.1f} {:.1f}", reaches_back ? frame.left : x, y);
      if (reaches_back) path += fmt::format("H{:.1f}", x);
    } else if (line.kind == Line::Kind::through_points) {
      path += fmt::format("L{:.1f} {:.1f}", x, y);
    } else if (line.kind == Line::Kind::mean_until) {
      path += fmt::format("V{:.1f}H{:.1f}", y, x);
    } else if (y != before) {
      path += fmt::format("H{:.1f}V{:.1f}", x, y);
    }
    before = y;
  }
  if (line.kind == Line::Kind::value_from) path += fmt::format("H{:.1f}", frame.right);
  return path;
}

void add_panel(std::string& body, const Panel& panel, const PanelFrame& frame, double top) {
  std::vector<std::vector<Sample>> shown;
  Range range;
  for (const Line& line : panel.lines) {
    shown.push_back(visible(line, frame));
    for (const Sample& sample : shown.back()) {
      range = {std::min(range.low, sample.value), std::max(range.high, sample.value), false};
    }
  }
  if (!(range.low <= range.high)) range = {0, 1, false};
  Axis axis = value_axis(range, false);
  axis.from = top + panel_height;
  axis.to = top;
  body += fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"12\" font-weight=\"bold\">{}</text>\n"
      "<rect class=\"panel\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
      "fill=\"#F8F8F8\"/>\n",
      frame.left, top - 6, panel.title, frame.left, top, frame.right - frame.left, panel_height);
  for (const auto& [value, text] : axis.ticks) {
    body += fmt::format(
        "<path d=\"M{0:.1f} {1:.1f}H{2:.1f}\" stroke=\"#DDDDDD\" fill=\"none\"/>"
        "<text x=\"{3:.1f}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}</text>\n",
        frame.left, axis.at(value), frame.right, frame.left - 6, axis.at(value) + 4, text);
  }
  for (std::size_t i = 0; i < panel.lines.size(); ++i) {
    if (shown[i].empty()) continue;
    body += fmt::format(
        "<path class=\"line\" d=\"{}\" stroke=\"{}\" stroke-width=\"1.3\" fill=\"none\"/>\n",
        path_of(panel.lines[i], shown[i], frame, axis), svg::colour(panel.lines[i].colour));
  }
}

std::vector<Panel> panels_of(const ChipLog& log, const Platform& platform) {
  std::vector<Panel> panels;
  if (log.has_temperatures()) {
    panels = {{"temperature (°C)", {}}, {"power (W)", {}}};
    for (const ElementId e : ids<ElementId>(platform.elements.size())) {
      const std::size_t colour = index(platform.elements[e].cluster);
      panels[0].lines.push_back({colour, log.temperatures(e), Line::Kind::through_points});
      panels[1].lines.push_back({colour, log.powers(e), Line::Kind::mean_until});
    }
  }
  panels.push_back({"frequency (GHz)", {}});
  for (const ClusterId c : ids<ClusterId>(platform.clusters.size())) {
    if (platform.clusters[c].points.size() < 2) continue;
    Line line{index(c), log.frequencies(c), Line::Kind::value_from};
    for (Sample& sample : line.samples) sample.value /= 1e9;
    panels.back().lines.push_back(std::move(line));
  }
  if (panels.back().lines.empty()) panels.pop_back();
  return panels;
}

void add_key(std::string& body, const PanelFrame& frame, const Platform& platform, double y) {
  double x = frame.left;
  for (const ClusterId c : ids<ClusterId>(platform.clusters.size())) {
    const std::string& name = platform.clusters[c].name;
    body += fmt::format(
        "<path d=\"M{0:.1f} {1:.1f}h14\" stroke=\"{2}\" stroke-width=\"3\"/>"
        "<text x=\"{3:.1f}\" y=\"{4:.1f}\">{5}</text>\n",
        x, y - 4, svg::colour(index(c)), x + 18, y, svg::escaped(name));
    x += 18 + svg::text_width(name, 12) + 16;
  }
}

void add_times(std::string& body, const PanelFrame& frame, double y) {
  const auto [unit, name] = svg::time_unit((frame.end - frame.begin).seconds());
  for (const double tick :
       svg::round_ticks(frame.begin.seconds() / unit, frame.end.seconds() / unit, 9)) {
    const double x = x_of(frame, Time(to_duration(Seconds(tick * unit))));
    body += fmt::format(
        "<path d=\"M{0:.1f} {1:.1f}v5\" stroke=\"#222222\" fill=\"none\"/>"
        "<text x=\"{0:.1f}\" y=\"{2:.1f}\" text-anchor=\"middle\">{3}</text>\n",
        x, y, y + 18, svg::number(tick));
  }
  body += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">time ({})</text>\n",
                      (frame.left + frame.right) / 2, y + 36, name);
}

}  // namespace

double add_chip_panels(std::string& body, const PanelFrame& frame, const ChipLog& log,
                       const Platform& platform) {
  const std::vector<Panel> panels = panels_of(log, platform);
  if (panels.empty()) return frame.top;
  double y = frame.top + 14;
  add_key(body, frame, platform, y);
  y += gap - 8;
  for (const Panel& panel : panels) {
    add_panel(body, panel, frame, y);
    y += panel_height + gap;
  }
  y -= gap;
  add_times(body, frame, y);
  return y + 44;
}

std::string chip_svg(const ChipLog& log, const Platform& platform, Time end,
                     const std::string& title) {
  std::string body =
      fmt::format("<text x=\"{}\" y=\"26\" font-size=\"15\" font-weight=\"bold\">{}</text>\n",
                  margin, svg::escaped(title));
  const PanelFrame frame{margin + 50, picture_width - 2 * margin, 36, Time{}, end};
  const double bottom = add_chip_panels(body, frame, log, platform);
  return svg::document(picture_width, bottom + margin, body);
}

}  // namespace kairos
