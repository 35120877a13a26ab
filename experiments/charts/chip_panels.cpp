#include "experiments/charts/chip_panels.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "experiments/charts/panel_lines.hpp"
#include "experiments/charts/svg.hpp"
#include "sim/base/display_units.hpp"

namespace kairos {
namespace {

constexpr double picture_width = 1000;
constexpr double margin = 16;
constexpr double panel_height = 130;
constexpr double gap = 34;

/// A thin dashed line across a panel. It is drawn if its value lies within the axis.
struct Level {
  double value = 0;
  std::string text;
};

struct Panel {
  std::string title;
  std::vector<Line> lines;
  std::vector<Level> levels;
  bool has_bands = false;  ///< True if each line has a band from its lowest to its highest value.
};

/// Adds the levels. Their texts are above the lines at the right, with an outline that hides other
/// lines.
void add_levels(std::string& body, const Panel& panel, const PanelFrame& frame,
                const PlotAxis& axis) {
  for (const Level& level : panel.levels) {
    if (level.value < axis.low || level.value > axis.high) continue;
    const double y = axis.at(level.value);
    body += fmt::format(
        "<path class=\"level\" d=\"M{0:.1f} {1:.1f}H{2:.1f}\" stroke=\"#222222\" "
        "stroke-width=\"0.8\" stroke-dasharray=\"6 4\" fill=\"none\"/>"
        "<text x=\"{3:.1f}\" y=\"{4:.1f}\" font-size=\"10\" text-anchor=\"end\" "
        "stroke=\"#F8F8F8\" stroke-width=\"3\" paint-order=\"stroke\">{5}</text>\n",
        frame.left, y, frame.right, frame.right - 4, y - 3, svg::escaped(level.text));
  }
}

/// The axis that covers the lowest to the highest value of all lines.
PlotAxis axis_of(const std::vector<std::vector<Sample>>& lines, double top) {
  ValueRange range;
  for (const std::vector<Sample>& line : lines) {
    for (const Sample& sample : line) {
      range = {std::min(range.low, sample.low), std::max(range.high, sample.high), false};
    }
  }
  if (!(range.low <= range.high)) range = {0, 1, false};
  PlotAxis axis = value_axis(range, false);
  axis.from = top + panel_height;
  axis.to = top;
  return axis;
}

/// Adds the title, the background and the value axis.
void add_frame(std::string& body, const Panel& panel, const PanelFrame& frame, double top,
               const PlotAxis& axis) {
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
}

void add_panel(std::string& body, const Panel& panel, const PanelFrame& frame, double top) {
  std::vector<std::vector<Sample>> shown;
  for (const Line& line : panel.lines) shown.push_back(visible(line, frame));
  const PlotAxis axis = axis_of(shown, top);
  add_frame(body, panel, frame, top, axis);
  for (std::size_t i = 0; i < panel.lines.size() && panel.has_bands; ++i) {
    if (shown[i].empty()) continue;
    body += fmt::format("<path class=\"band\" d=\"{}\" fill=\"{}\" fill-opacity=\"0.2\"/>\n",
                        band_of(shown[i], frame, axis), panel.lines[i].colour);
  }
  for (std::size_t i = 0; i < panel.lines.size(); ++i) {
    if (shown[i].empty()) continue;
    body += fmt::format(
        "<path class=\"line\" d=\"{}\" stroke=\"{}\" stroke-width=\"1.3\" fill=\"none\"/>\n",
        path_of(panel.lines[i], panel.has_bands, shown[i], frame, axis), panel.lines[i].colour);
  }
  add_levels(body, panel, frame, axis);
}

/// Black or grey, for zones.
std::string colour_of_zone(std::size_t i) {
  constexpr std::array colours{"#000000", "#777777", "#AAAAAA"};
  return colours[i % colours.size()];
}

Panel temperatures_of(const ChipHistory& history) {
  Panel panel{
      history.is_grouped ? "temperature (°C): mean and range of clusters" : "temperature (°C)",
      {},
      {},
      history.is_grouped};
  for (const auto& series : history.temperatures) {
    panel.lines.push_back({svg::colour(series.cluster), &series.samples});
  }
  for (std::size_t i = 0; i < history.zones.size(); ++i) {
    panel.lines.push_back({colour_of_zone(i), &history.zones[i].samples});
  }
  for (const auto& trip : history.trips) {
    panel.levels.push_back({trip.celsius, "trip of " + trip.zones});
  }
  return panel;
}

Panel powers_of(const ChipHistory& history) {
  Panel panel{history.is_grouped ? "power of clusters (W)" : "power (W)", {}, {}};
  for (const auto& series : history.powers) {
    panel.lines.push_back({svg::colour(series.cluster), &series.samples, Line::Kind::means});
  }
  return panel;
}

Panel frequencies_of(const ChipHistory& history) {
  constexpr double gigahertz = 1e9;
  Panel panel{"frequency (GHz)", {}, {}};
  for (const auto& series : history.frequencies) {
    panel.lines.push_back(
        {svg::colour(series.cluster), &series.samples, Line::Kind::values, gigahertz});
  }
  return panel;
}

/// Adds the names of clusters, then of zones. Returns their lower end.
double add_key(std::string& body, const PanelFrame& frame, const ChipHistory& history, double y) {
  svg::Key key(frame.left, frame.right, y);
  for (std::size_t i = 0; i < history.clusters.size(); ++i) {
    key.add(svg::Key::Mark::stroke, svg::colour(i), history.clusters[i]);
  }
  for (std::size_t i = 0; i < history.zones.size(); ++i) {
    key.add(svg::Key::Mark::stroke, colour_of_zone(i), "zone " + history.zones[i].name);
  }
  body += key.text();
  return key.y();
}

void add_times(std::string& body, const PanelFrame& frame, double y) {
  const auto [name, unit] = display_unit("s", (frame.end - frame.begin).seconds(), 2);
  for (const double tick :
       svg::round_ticks(frame.begin.seconds() / unit, frame.end.seconds() / unit, 9)) {
    const double x = x_of(frame, Time(to_duration(Seconds(tick * unit))));
    body += fmt::format(
        "<path d=\"M{0:.1f} {1:.1f}v5\" stroke=\"#222222\" fill=\"none\"/>"
        "<text x=\"{0:.1f}\" y=\"{2:.1f}\" text-anchor=\"middle\">{3}</text>\n",
        x, y, y + 18, svg::number(tick));
  }
  body += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">time ({})</text>\n",
                      (frame.left + frame.right) / 2, y + 36, typeset(name));
}

}  // namespace

double add_chip_panels(std::string& body, const PanelFrame& frame, const ChipHistory& history) {
  std::vector<Panel> panels{temperatures_of(history), powers_of(history), frequencies_of(history)};
  std::erase_if(panels, [](const Panel& panel) { return panel.lines.empty(); });
  if (panels.empty()) return frame.top;
  double y = add_key(body, frame, history, frame.top + 14) + gap - 8;
  for (const Panel& panel : panels) {
    add_panel(body, panel, frame, y);
    y += panel_height + gap;
  }
  y -= gap;
  add_times(body, frame, y);
  return y + 44;
}

std::string chip_svg(const ChipHistory& history, const std::string& title) {
  std::string body =
      fmt::format("<text x=\"{}\" y=\"26\" font-size=\"15\" font-weight=\"bold\">{}</text>\n",
                  margin, svg::escaped(title));
  const PanelFrame frame{margin + 50, picture_width - 2 * margin, 36, Time{}, history.end};
  const double bottom = add_chip_panels(body, frame, history);
  return svg::document(picture_width, bottom + margin, body);
}

}  // namespace kairos
