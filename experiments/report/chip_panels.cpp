#include "experiments/report/chip_panels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
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
  std::string colour;
  std::vector<Sample> samples;
  /// Samples are points, or hold until the next: values, or means.
  enum class Kind { points, values, means } kind = Kind::points;
};

/// A thin dashed line across a panel, where its axis reaches.
struct Level {
  double value = 0;
  std::string text;
};

struct Panel {
  std::string title;
  std::vector<Line> lines;
  std::vector<Level> levels;
};

double x_of(const PanelFrame& frame, Time at) {
  const double share = (at - frame.begin).seconds() / (frame.end - frame.begin).seconds();
  return frame.left + (frame.right - frame.left) * std::clamp(share, 0.0, 1.0);
}

/// Over the time that samples `first` to `next` hold, as far as it is in the frame.
Sample mean_of(std::span<const Sample> samples, std::size_t first, std::size_t next,
               const PanelFrame& frame) {
  const Time from = std::max(samples[first].at, frame.begin);
  double sum = 0;
  Time until = from;
  for (std::size_t i = first; i < next && i + 1 < samples.size(); ++i) {
    sum += samples[i].value * (samples[i + 1].at - until).seconds();
    until = samples[i + 1].at;
  }
  return {from, until > from ? sum / (until - from).seconds() : samples[first].value};
}

/// The samples that matter in the frame: from the one in force at its begin to the first after it.
std::span<const Sample> inside(std::span<const Sample> samples, const PanelFrame& frame) {
  auto first = std::ranges::upper_bound(samples, frame.begin, {}, &Sample::at);
  const auto last = std::ranges::upper_bound(samples, frame.end, {}, &Sample::at);
  if (first != samples.begin()) --first;
  return {first, last == samples.end() ? last : last + 1};
}

/// What the frame shows: for every pixel the mean, or else the extremes.
std::vector<Sample> visible(const Line& line, const PanelFrame& frame) {
  const std::span<const Sample> samples = inside(line.samples, frame);
  std::vector<Sample> kept;
  for (std::size_t first = 0, next = 0; first < samples.size(); first = next) {
    const double pixel = std::floor(x_of(frame, samples[first].at));
    while (next < samples.size() && std::floor(x_of(frame, samples[next].at)) == pixel) ++next;
    if (line.kind == Line::Kind::means) {
      const bool holds_time = samples[first].at < frame.end;
      if (holds_time || kept.empty()) kept.push_back(mean_of(samples, first, next, frame));
      continue;
    }
    const auto begin = samples.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = samples.begin() + static_cast<std::ptrdiff_t>(next);
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
  std::string before;
  for (const Sample& sample : samples) {
    const double x = x_of(frame, sample.at);
    std::string y = fmt::format("{:.1f}", axis.at(sample.value));
    if (path.empty()) {
      path = fmt::format("M{:.1f} {}", x, y);
    } else if (line.kind == Line::Kind::points) {
      path += fmt::format("L{:.1f} {}", x, y);
    } else if (y != before) {
      path += fmt::format("H{:.1f}V{}", x, y);
    }
    before = std::move(y);
  }
  if (line.kind != Line::Kind::points) path += fmt::format("H{:.1f}", frame.right);
  return path;
}

/// Texts stand above their lines, at the right, and keep other lines at a distance.
void add_levels(std::string& body, const Panel& panel, const PanelFrame& frame, const Axis& axis) {
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
        path_of(panel.lines[i], shown[i], frame, axis), panel.lines[i].colour);
  }
  add_levels(body, panel, frame, axis);
}

/// Elements have those of their clusters.
std::string colour_of(ClusterId cluster) {
  return svg::colour(index(cluster));
}

/// Black and greys.
std::string colour_of_zone(std::size_t i) {
  constexpr std::array colours{"#000000", "#777777", "#AAAAAA"};
  return colours[i % colours.size()];
}

/// One for every temperature that is a trip.
std::vector<Level> trips_of(const std::vector<ThermalZone>& zones) {
  std::map<double, std::string> texts;
  for (const ThermalZone& zone : zones) {
    std::string& text = texts[zone.trip.celsius()];
    text += (text.empty() ? "trip of " : ", ") + zone.name;
  }
  std::vector<Level> trips;
  trips.reserve(texts.size());
  for (const auto& [celsius, text] : texts) trips.push_back({celsius, text});
  return trips;
}

Panel temperatures_of(const ChipLog& log, const Platform& platform) {
  Panel panel{"temperature (°C)", {}, {}};
  if (!platform.thermal) return panel;
  for (const ElementId e : ids<ElementId>(platform.elements.size())) {
    panel.lines.push_back({colour_of(platform.elements[e].cluster), log.temperatures(e)});
  }
  for (std::size_t i = 0; i < log.zones().size(); ++i) {
    panel.lines.push_back({colour_of_zone(i), log.zone_temperatures(i)});
  }
  panel.levels = trips_of(platform.thermal->zones);
  return panel;
}

/// Without lines where nothing draws any.
Panel powers_of(const ChipLog& log, const Platform& platform) {
  Panel panel{"power (W)", {}, {}};
  bool is_known = false;
  for (const ElementId e : ids<ElementId>(platform.elements.size())) {
    const Line& line = panel.lines.emplace_back(
        Line{colour_of(platform.elements[e].cluster), log.powers(e), Line::Kind::means});
    const auto draws = [](const Sample& sample) { return sample.value > 0; };
    is_known = is_known || std::ranges::any_of(line.samples, draws);
  }
  if (!is_known) panel.lines.clear();
  return panel;
}

/// Without lines where no clock ever changes.
Panel frequencies_of(const ChipLog& log, const Platform& platform) {
  Panel panel{"frequency (GHz)", {}, {}};
  bool is_changed = false;
  for (const ClusterId c : ids<ClusterId>(platform.clusters.size())) {
    if (platform.clusters[c].points.size() < 2) continue;
    Line line{colour_of(c), log.frequencies(c), Line::Kind::values};
    is_changed = is_changed || line.samples.size() > 1;
    for (Sample& sample : line.samples) sample.value /= 1e9;
    panel.lines.push_back(std::move(line));
  }
  if (!is_changed) panel.lines.clear();
  return panel;
}

/// Clusters, then zones. Returns where it ends.
double add_key(std::string& body, const PanelFrame& frame, const ChipLog& log,
               const Platform& platform, double y) {
  svg::Key key(frame.left, frame.right, y);
  for (const ClusterId c : ids<ClusterId>(platform.clusters.size())) {
    key.add(svg::Key::Mark::stroke, colour_of(c), platform.clusters[c].name);
  }
  for (std::size_t i = 0; i < log.zones().size(); ++i) {
    key.add(svg::Key::Mark::stroke, colour_of_zone(i),
            "zone " + platform.thermal->zones[log.zones()[i]].name);
  }
  body += key.text();
  return key.y();
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
  std::vector<Panel> panels{temperatures_of(log, platform), powers_of(log, platform),
                            frequencies_of(log, platform)};
  std::erase_if(panels, [](const Panel& panel) { return panel.lines.empty(); });
  if (panels.empty()) return frame.top;
  double y = add_key(body, frame, log, platform, frame.top + 14) + gap - 8;
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
