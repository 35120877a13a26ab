#include "sim/base/csv.hpp"

#include <algorithm>
#include <memory>
#include <sstream>

namespace kairos {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream rest(line + ",");
  for (std::string cell; std::getline(rest, cell, ',');) {
    cell = trimmed(cell);
    const bool is_quoted = cell.size() > 1 && cell.front() == '"' && cell.back() == '"';
    cells.push_back(is_quoted ? cell.substr(1, cell.size() - 2) : cell);
  }
  return cells;
}

/// The unit of a column such as `time_us`; empty if the column is not a time in a unit.
std::string_view unit_of(std::string_view column) {
  for (const Unit& unit : units_of<Duration>().units) {
    if (column == "time_" + std::string(unit.name)) return unit.name;
  }
  return {};
}

}  // namespace

std::optional<std::size_t> CsvTable::find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

void CsvTable::refuse_empty() const {
  if (!rows.empty()) return;
  throw InputError({header.file, 0, 0}, "the table has no rows; write some below its first line");
}

CsvTable read_csv(const FilePath& file) {
  std::istringstream lines(read_text_file(file.text, file.place));
  const auto name = std::make_shared<const std::string>(file.text);
  CsvTable table;
  table.header = {name, 0, 0};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (trimmed(line).empty() || trimmed(line).front() == '#') continue;
    const SourceLocation place{name, number, 1};
    std::vector<std::string> cells = cells_of(line);
    if (table.columns.empty()) {
      for (const std::string& cell : cells) {
        if (std::ranges::count(cells, cell) == 1) continue;
        throw InputError(place, "the column '" + cell + "' appears twice; keep one of them");
      }
      table.columns = std::move(cells);
      table.header = place;
    } else if (cells.size() == table.columns.size()) {
      table.rows.push_back({std::move(cells), place});
    } else {
      throw InputError(place, "the row has " + std::to_string(cells.size()) + " cells; write " +
                                  std::to_string(table.columns.size()) + ", separated by commas");
    }
  }
  return table;
}

bool is_time_column(std::string_view column) {
  return column == "time" || !unit_of(column).empty();
}

Duration time_in(const std::string& cell, std::string_view column) {
  const std::string_view unit = unit_of(column);
  const Duration time =
      parse<Duration>(unit.empty() ? cell : std::string(cell).append(" ").append(unit));
  if (time >= Duration{}) return time;
  throw InputError("the time '" + cell + "' is negative; write zero or more");
}

}  // namespace kairos
