// The Markdown format: tables with a heading per sweep point. The best value of a column is bold.
#include <fmt/format.h>

#include "experiments/report/report_writer.hpp"
#include "experiments/report/table_columns.hpp"
#include "experiments/statistics/readable.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// The text with a backslash before every character that has a meaning in Markdown.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|~!&").find(c) != std::string_view::npos) result += '\\';
    result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return result;
}

std::string shown_cell(const TableColumn::Cell& cell) {
  std::string text = escaped(cell.value);
  if (cell.is_best) text = "**" + text + "**";
  return cell.change.empty() ? text : text + " (" + escaped(cell.change) + ")";
}

std::string table(const Comparison& c, std::size_t point) {
  std::vector<TableColumn> columns;
  std::string text = "| policy |";
  std::string rule = "|---|";
  for (std::size_t m = 0; m < c.metrics.size(); ++m) {
    columns.push_back(column_of(c, point, m));
    text += " " + escaped(columns.back().heading) + " |";
    rule += "---:|";
  }
  text += '\n' + rule + '\n';
  for (std::size_t p = 0; p < c.policies.size(); ++p) {
    if (!has_row(c, point, p)) continue;
    text += "| " + escaped(row_name(c, point, p)) + " |";
    for (const TableColumn& column : columns) text += " " + shown_cell(column.cells[p]) + " |";
    text += '\n';
  }
  return text;
}

class MarkdownWriter final : public ReportWriter {
 public:
  [[nodiscard]] std::string write(const Comparison& c) const override {
    if (c.points.empty()) return "no runs yet\n";
    std::string text;
    for (std::size_t point = 0; point < c.points.size(); ++point) {
      const std::string title = point_title(c.points[point]);
      if (!text.empty()) text += '\n';
      if (!title.empty()) text += "### " + escaped(title) + "\n\n";
      text += table(c, point);
    }
    for (const std::string& note : notes_of(c)) text += '\n' + escaped(note) + '\n';
    return text;
  }
};

const Register<ReportWriter, MarkdownWriter> registered{
    "markdown", "Markdown tables for documents and issues, with the best value in bold"};

}  // namespace
}  // namespace kairos
