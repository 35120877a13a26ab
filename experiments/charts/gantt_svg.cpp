#include "experiments/charts/gantt_svg.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "experiments/charts/chip_panels.hpp"
#include "experiments/charts/lanes.hpp"
#include "experiments/charts/svg.hpp"
#include "sim/base/display_units.hpp"

namespace kairos {
namespace {

using Task = GanttRecord::Task;

constexpr double picture_width = 1000;
constexpr double margin = 16;

/// Positions in the picture, in pixels.
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

Lanes lanes_of(const GanttRecord& record) {
  std::vector<Occupation> occupations;
  occupations.reserve(record.tasks.size());
  for (const Task& t : record.tasks) {
    occupations.push_back({static_cast<ElementId>(t.element), t.start, t.finish});
  }
  std::vector<ClusterId> clusters;
  for (const auto& element : record.elements) clusters.push_back(element.cluster);
  return assign_lanes(occupations, clusters);
}

/// Chooses the time axis. It begins at the first start, or at 0 if that wastes little space.
void choose_times(Layout& layout, const std::vector<Task>& tasks) {
  for (const Task& t : tasks) layout.end = std::max(layout.end, t.finish);
  layout.begin = layout.end;
  for (const Task& t : tasks) layout.begin = std::min(layout.begin, t.start);
  const bool starts_early = layout.begin.picoseconds() <= layout.end.picoseconds() / 5;
  if (starts_early) layout.begin = Time{};
  if (layout.begin == layout.end) layout.end += Duration::picoseconds(1'000'000);
}

void choose_rows(Layout& layout, const GanttRecord& record, double top) {
  double widest = 0;
  for (const auto& element : record.elements) {
    widest = std::max(widest, svg::text_width(element.name, 12));
  }
  layout.left = margin + widest + 8;
  const double rows = static_cast<double>(layout.lanes.rows.size());
  layout.lane_height = std::clamp(640 / std::max(rows, 1.0), 5.0, 26.0);
  for (std::size_t row = 0; row < layout.lanes.rows.size(); ++row) {
    const std::size_t e = index(layout.lanes.rows[row].element);
    if (row > 0 && e != index(layout.lanes.rows[row - 1].element)) {
      const std::size_t above = index(layout.lanes.rows[row - 1].element);
      const bool same = record.elements[e].cluster == record.elements[above].cluster;
      top += same ? 2 : 9;
    }
    layout.lane_top.push_back(top);
    top += layout.lane_height;
  }
  layout.bottom = top + 5;
}

/// Adds the title, the names of the applications that have tasks, and the number of hidden
/// elements. Returns their lower end.
double add_legend(std::string& body, const GanttRecord& record, const std::string& title) {
  body += fmt::format(
      "<text x=\"{}\" y=\"26\" font-size=\"15\" "
      "font-weight=\"bold\">{}</text>\n",
      margin, svg::escaped(title));
  svg::Key key(margin, picture_width - margin, 48);
  for (std::size_t a = 0; a < record.applications.size(); ++a) {
    if (std::ranges::find(record.tasks, a, &Task::application) == record.tasks.end()) continue;
    key.add(svg::Key::Mark::square, svg::colour(a), record.applications[a]);
  }
  body += key.text();
  if (record.hidden_elements == 0) return key.y() + 14;
  body += fmt::format(
      "<text x=\"{}\" y=\"{:.1f}\" font-size=\"10\" fill=\"#666666\">"
      "{} elements that ran none of these tasks are not shown</text>\n",
      margin, key.y() + 18, record.hidden_elements);
  return key.y() + 32;
}

/// Adds a grey background for every element, with its name at the left.
void add_rows(std::string& body, const Layout& layout, const GanttRecord& record) {
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
                        svg::escaped(record.elements[index(rows[first].element)].name));
  }
}

void add_time_axis(std::string& body, const Layout& layout) {
  const auto [name, unit] = display_unit("s", (layout.end - layout.begin).seconds(), 2);
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
      (layout.left + layout.right) / 2, layout.bottom + 36, typeset(name));
}

std::string tooltip(const Task& task) {
  return fmt::format("{} of job {}: starts at {}, runs for {}, {:.4g} J", task.name, task.job,
                     format(task.start - Time{}), format(task.finish - task.start),
                     task.energy.value());
}

void add_bar(std::string& body, const Task& task, std::size_t row, const Layout& layout) {
  const double x = layout.x(task.start);
  const double width = std::max(layout.x(task.finish) - x, 0.5);
  const double edge = width > 3 ? 0.6 : 0;  // A white edge separates neighbouring bars.
  const double y = layout.lane_top[row];
  const double height = layout.lane_height;
  body += fmt::format(
      "<rect class=\"bar\" x=\"{:.2f}\" y=\"{:.2f}\" "
      "width=\"{:.2f}\" height=\"{:.2f}\" "
      "fill=\"{}\"><title>{}</title></rect>\n",
      x + edge / 2, y + 0.5, width - edge, height - 1, svg::colour(task.application),
      svg::escaped(tooltip(task)));
  const std::string numbered = fmt::format("{} #{}", task.name, task.job);
  const double size = std::min(11.0, height - 3);
  const auto fits = [&](const std::string& text) {
    return svg::text_width(text, size) + 4 <= width;
  };
  if (size < 8 || !fits(task.name)) return;
  const std::string& label = layout.has_one_job || !fits(numbered) ? task.name : numbered;
  body += fmt::format(
      "<text x=\"{:.2f}\" y=\"{:.2f}\" font-size=\"{:.1f}\" "
      "text-anchor=\"middle\" fill=\"{}\" "
      "pointer-events=\"none\">{}</text>\n",
      x + width / 2, y + height / 2 + size * 0.36, size, svg::ink(task.application),
      svg::escaped(label));
}

}  // namespace

std::string gantt_svg(const GanttRecord& record, const std::string& title) {
  Layout layout;
  layout.lanes = lanes_of(record);
  choose_times(layout, record.tasks);
  layout.has_one_job = std::ranges::all_of(
      record.tasks, [&](const GanttRecord::Task& t) { return t.job == record.tasks.front().job; });
  std::string body;
  choose_rows(layout, record, add_legend(body, record, title));
  add_rows(body, layout, record);
  add_time_axis(body, layout);
  for (std::size_t i = 0; i < record.tasks.size(); ++i) {
    add_bar(body, record.tasks[i], layout.lanes.of_task[i], layout);
  }
  const PanelFrame frame{layout.left, layout.right, layout.bottom + 36 + margin, layout.begin,
                         layout.end};
  const double bottom = add_chip_panels(body, frame, record.chip) + margin;
  return svg::document(picture_width, bottom, body);
}

}  // namespace kairos
