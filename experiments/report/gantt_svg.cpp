#include "experiments/report/gantt_svg.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "experiments/report/chip_panels.hpp"
#include "experiments/report/svg.hpp"
#include "experiments/report/trace_json.hpp"
#include "sim/base/units.hpp"

namespace kairos {
namespace {

constexpr double picture_width = 1000;
constexpr double margin = 16;
constexpr std::size_t most_bars = 20'000;

/// Where things are in the picture, in pixels.
struct Layout {
  Lanes lanes;
  Time begin, end;
  double left = 0, right = picture_width - 2 * margin, lane_height = 0;
  std::vector<double> lane_top;
  double bottom = 0;
  bool has_one_job = false;

  [[nodiscard]] double x(Time t) const {
    return left + (right - left) * (t - begin).seconds() / (end - begin).seconds();
  }
};

/// One bar: a task, or several that are too narrow to tell apart.
struct Bar {
  const TaskFinished* longest = nullptr;
  Time start, finish;
  std::size_t tasks = 1, row = 0;
};

/// From the first start, or from 0 where that wastes little.
void choose_times(Layout& layout, std::span<const TaskFinished> tasks) {
  for (const TaskFinished& t : tasks) layout.end = std::max(layout.end, t.finish);
  layout.begin = layout.end;
  for (const TaskFinished& t : tasks) layout.begin = std::min(layout.begin, t.start);
  const bool starts_early = layout.begin.picoseconds() <= layout.end.picoseconds() / 5;
  if (starts_early) layout.begin = Time{};
  if (layout.begin == layout.end) layout.end += Duration::picoseconds(1'000'000);
}

void choose_rows(Layout& layout, const Platform& platform, double top) {
  double widest = 0;
  for (const auto& element : platform.elements) {
    widest = std::max(widest, svg::text_width(element.name, 12));
  }
  layout.left = margin + widest + 8;
  const double rows = static_cast<double>(layout.lanes.rows.size());
  layout.lane_height = std::clamp(640 / std::max(rows, 1.0), 5.0, 26.0);
  for (std::size_t row = 0; row < layout.lanes.rows.size(); ++row) {
    const ElementId e = layout.lanes.rows[row].element;
    if (row > 0 && e != layout.lanes.rows[row - 1].element) {
      const ElementId above = layout.lanes.rows[row - 1].element;
      const bool same = platform.elements[e].cluster == platform.elements[above].cluster;
      top += same ? 2 : 9;
    }
    layout.lane_top.push_back(top);
    top += layout.lane_height;
  }
  layout.bottom = top + 5;
}

/// Title, then the applications that tasks are of. Returns where it ends.
double add_legend(std::string& body, std::span<const TaskFinished> tasks, const Workload& workload,
                  const std::string& title) {
  body += fmt::format(
      "<text x=\"{}\" y=\"26\" font-size=\"15\" "
      "font-weight=\"bold\">{}</text>\n",
      margin, svg::escaped(title));
  svg::Key key(margin, picture_width - margin, 48);
  for (const ApplicationId a : ids<ApplicationId>(workload.applications.size())) {
    if (std::ranges::find(tasks, a, &TaskFinished::application) == tasks.end()) continue;
    key.add(svg::Key::Mark::square, svg::colour(index(a)), workload.applications[a].name);
  }
  body += key.text();
  return key.y() + 14;
}

/// A grey ground for every element, with its name at the left.
void add_rows(std::string& body, const Layout& layout, const Platform& platform) {
  const auto& rows = layout.lanes.rows;
  double labelled = 0;
  for (std::size_t first = 0, next = 0; first < rows.size(); first = next) {
    while (next < rows.size() && rows[next].element == rows[first].element) ++next;
    const double top = layout.lane_top[first];
    const double height = layout.lane_top[next - 1] + layout.lane_height - top;
    body += fmt::format(
        "<rect class=\"lane\" x=\"{:.1f}\" y=\"{:.2f}\" "
        "width=\"{:.1f}\" height=\"{:.2f}\" "
        "fill=\"#F1F1F1\"/>\n",
        layout.left, top, layout.right - layout.left, height);
    const double middle = top + height / 2 + 4;
    if (middle - labelled < 11) continue;
    labelled = middle;
    body += fmt::format("<text x=\"{:.1f}\" y=\"{:.2f}\" text-anchor=\"end\">{}</text>\n",
                        layout.left - 6, middle,
                        svg::escaped(platform.elements[rows[first].element].name));
  }
}

void add_time_axis(std::string& body, const Layout& layout) {
  const auto [unit, name] = svg::time_unit((layout.end - layout.begin).seconds());
  const double top = layout.lane_top.empty() ? layout.bottom : layout.lane_top.front();
  body += fmt::format("<path d=\"M{:.1f} {:.2f}H{:.1f}\" stroke=\"#222222\" fill=\"none\"/>\n",
                      layout.left, layout.bottom, layout.right);
  for (const double tick :
       svg::round_ticks(layout.begin.seconds() / unit, layout.end.seconds() / unit, 9)) {
    const double share =
        (tick * unit - layout.begin.seconds()) / (layout.end - layout.begin).seconds();
    const double x = layout.left + (layout.right - layout.left) * share;
    body += fmt::format(
        "<path d=\"M{0:.2f} {1:.2f}V{2:.2f}\" stroke=\"#CCCCCC\" "
        "fill=\"none\"/>"
        "<path d=\"M{0:.2f} {2:.2f}v5\" stroke=\"#222222\" fill=\"none\"/>"
        "<text x=\"{0:.2f}\" y=\"{3:.2f}\" text-anchor=\"middle\">{4}</text>\n",
        x, top, layout.bottom, layout.bottom + 18, svg::number(tick));
  }
  body += fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.2f}\" text-anchor=\"middle\">time "
      "({})</text>\n",
      (layout.left + layout.right) / 2, layout.bottom + 36, name);
}

/// In order of lane and start. A bar takes in what ends less than `narrow` pixels from its start.
std::vector<Bar> make_bars(std::span<const TaskFinished> tasks, const Layout& layout) {
  std::vector<std::size_t> order(tasks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) {
    return std::tuple(layout.lanes.of_task[i], tasks[i].start, tasks[i].finish, tasks[i].task);
  });
  const double area = (layout.right - layout.left) * static_cast<double>(layout.lane_top.size());
  const double narrow = tasks.size() <= most_bars ? 0 : std::max(0.3, area / most_bars);
  std::vector<Bar> bars;
  for (const std::size_t i : order) {
    const TaskFinished& t = tasks[i];
    const std::size_t row = layout.lanes.of_task[i];
    const bool joins = narrow > 0 && !bars.empty() && bars.back().row == row &&
                       layout.x(t.finish) - layout.x(bars.back().start) < narrow;
    if (!joins) {
      bars.push_back({&t, t.start, t.finish, 1, row});
      continue;
    }
    Bar& bar = bars.back();
    ++bar.tasks;
    bar.finish = t.finish;
    if (t.finish - t.start > bar.longest->finish - bar.longest->start) bar.longest = &t;
  }
  return bars;
}

std::string tooltip(const Bar& bar, const std::string& task_name) {
  if (bar.tasks > 1) {
    return fmt::format("{} tasks from {} to {}", bar.tasks, format(bar.start - Time{}),
                       format(bar.finish - Time{}));
  }
  return fmt::format("{} of job {}: starts at {}, runs for {}, {:.4g} J", task_name,
                     index(bar.longest->task.job), format(bar.start - Time{}),
                     format(bar.finish - bar.start), bar.longest->energy.value());
}

void add_bar(std::string& body, const Bar& bar, const Layout& layout, const Workload& workload) {
  const std::size_t application = index(bar.longest->application);
  const JobGraph& graph = *workload.applications[bar.longest->application].graph;
  const std::string& name = graph[bar.longest->task.task].name;
  const std::string numbered = fmt::format("{} #{}", name, index(bar.longest->task.job));
  const double x = layout.x(bar.start);
  const double width = std::max(layout.x(bar.finish) - x, 0.5);
  const double edge = width > 3 ? 0.6 : 0;  // white, so that neighbours stay apart
  const double y = layout.lane_top[bar.row];
  const double height = layout.lane_height;
  body += fmt::format(
      "<rect class=\"bar\" x=\"{:.2f}\" y=\"{:.2f}\" "
      "width=\"{:.2f}\" height=\"{:.2f}\" "
      "fill=\"{}\"><title>{}</title></rect>\n",
      x + edge / 2, y + 0.5, width - edge, height - 1, svg::colour(application),
      svg::escaped(tooltip(bar, name)));
  const double size = std::min(11.0, height - 3);
  const auto fits = [&](const std::string& text) {
    return svg::text_width(text, size) + 4 <= width;
  };
  if (bar.tasks > 1 || size < 8 || !fits(name)) return;
  const std::string& label = layout.has_one_job || !fits(numbered) ? name : numbered;
  body += fmt::format(
      "<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"{:.1f}\" "
      "text-anchor=\"middle\" fill=\"{}\" "
      "pointer-events=\"none\">{}</text>\n",
      x + width / 2, y + height / 2 + size * 0.36, size, svg::ink(application),
      svg::escaped(label));
}

}  // namespace

std::string gantt_svg(std::span<const TaskFinished> tasks, const Scenario& scenario,
                      const std::string& title, const ChipLog* log) {
  Layout layout;
  layout.lanes = assign_lanes(tasks, scenario.platform);
  choose_times(layout, tasks);
  layout.has_one_job = std::ranges::all_of(
      tasks, [&](const TaskFinished& t) { return t.task.job == tasks.front().task.job; });
  std::string body;
  choose_rows(layout, scenario.platform, add_legend(body, tasks, scenario.workload, title));
  add_rows(body, layout, scenario.platform);
  add_time_axis(body, layout);
  for (const Bar& bar : make_bars(tasks, layout)) add_bar(body, bar, layout, scenario.workload);
  double bottom = layout.bottom + 36 + margin;
  if (log != nullptr) {
    const PanelFrame frame{layout.left, layout.right, bottom, layout.begin, layout.end};
    bottom = add_chip_panels(body, frame, *log, scenario.platform) + margin;
  }
  return svg::document(picture_width, bottom, body);
}

}  // namespace kairos
