// The text format: tables for a terminal with a block per sweep point and a row per policy. '*'
// marks the best value of a column.
#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "experiments/report/report_writer.hpp"
#include "experiments/report/table_columns.hpp"
#include "experiments/statistics/readable.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

constexpr std::size_t widest_table = 132;
constexpr std::size_t width_of_changes = 8;

/// The number of columns of a text on a terminal; bytes that continue a UTF-8 character take none.
std::size_t columns_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}
std::string right_aligned(const std::string& text, std::size_t width) {
  const std::size_t own = columns_of(text);
  return std::string(width - std::min(width, own), ' ') + text;
}
std::string left_aligned(const std::string& text, std::size_t width) {
  const std::size_t own = columns_of(text);
  return text + std::string(width - std::min(width, own), ' ');
}

/// A column with the widths of its parts.
class PrintedColumn {
 public:
  PrintedColumn(TableColumn column, bool has_changes)
      : column_(std::move(column)), changes_(has_changes ? 1 + width_of_changes : 1) {
    for (const TableColumn::Cell& cell : column_.cells) {
      values_ = std::max(values_, columns_of(cell.value));
      if (has_changes) changes_ = std::max(changes_, 1 + columns_of(cell.change));
    }
    const std::size_t heading = columns_of(column_.heading);
    values_ = std::max(values_, heading - std::min(heading, changes_));
    has_changes_ = has_changes;
  }

  [[nodiscard]] std::size_t width() const { return 2 + values_ + changes_; }
  [[nodiscard]] std::string title() const {
    return "  " + right_aligned(column_.heading, values_ + changes_);
  }
  [[nodiscard]] std::string cell(std::size_t policy) const {
    const TableColumn::Cell& cell = column_.cells[policy];
    std::string sign = cell.is_best ? "*" : " ";
    if (has_changes_) sign += right_aligned(cell.change, width_of_changes);
    return "  " + right_aligned(cell.value, values_) + left_aligned(sign, changes_);
  }

 private:
  TableColumn column_;
  std::size_t values_ = 0, changes_;
  bool has_changes_ = false;
};

/// Divides the columns into the smallest number of equal parts that fit on the screen beside the
/// row names.
std::vector<std::span<const PrintedColumn>> lots_of(std::span<const PrintedColumn> columns,
                                                    std::size_t beside) {
  for (std::size_t lots = 1;; ++lots) {
    const std::size_t most = (columns.size() + lots - 1) / lots;
    std::vector<std::span<const PrintedColumn>> result;
    bool fits = true;
    for (std::size_t from = 0; from < columns.size(); from += most) {
      result.push_back(columns.subspan(from, std::min(most, columns.size() - from)));
      std::size_t width = beside;
      for (const PrintedColumn& column : result.back()) width += column.width();
      fits = fits && width <= widest_table;
    }
    if (fits || most <= 1) return result;
  }
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string block(const Comparison& c, std::size_t point) {
  std::vector<PrintedColumn> columns;
  for (std::size_t m = 0; m < c.metrics.size(); ++m) {
    columns.emplace_back(column_of(c, point, m), !c.baseline.empty());
  }
  std::size_t beside = 0;
  for (std::size_t p = 0; p < c.policies.size(); ++p) {
    beside = std::max(beside, columns_of(row_name(c, point, p)));
  }
  std::string text;
  const std::string title = point_title(c.points[point]);
  if (!title.empty()) text += title + '\n';
  for (const std::span<const PrintedColumn> lot : lots_of(columns, beside)) {
    std::string line(beside, ' ');
    for (const PrintedColumn& column : lot) line += column.title();
    text += without_trailing_spaces(line);
    for (std::size_t p = 0; p < c.policies.size(); ++p) {
      if (!has_row(c, point, p)) continue;
      line = left_aligned(row_name(c, point, p), beside);
      for (const PrintedColumn& column : lot) line += column.cell(p);
      text += without_trailing_spaces(line);
    }
  }
  return text;
}

class TextWriter final : public ReportWriter {
 public:
  [[nodiscard]] std::string write(const Comparison& c) const override {
    if (c.points.empty()) return "no runs yet\n";
    std::string text;
    for (std::size_t point = 0; point < c.points.size(); ++point) {
      text += (point > 0 ? "\n" : "") + block(c, point);
    }
    for (const std::string& note : notes_of(c)) text += '\n' + note + '\n';
    return text;
  }
};

const Register<ReportWriter, TextWriter> registered{"text", "plain-text tables for a terminal"};

}  // namespace
}  // namespace kairos
