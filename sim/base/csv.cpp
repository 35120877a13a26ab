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

/// A cell, and the column of the line at which it begins, counted from 1.
struct Cell {
  std::string text;
  int column = 1;
};

/// Reads the cell in double quotes that begins at `at`, and moves `at` behind its closing quote.
std::string quoted_text(const std::string& line, std::size_t& at, const SourceLocation& place) {
  std::string text;
  for (++at; at < line.size(); ++at) {
    if (line[at] != '"') {
      text += line[at];
    } else if (at + 1 < line.size() && line[at + 1] == '"') {
      text += line[++at];
    } else {
      ++at;
      return text;
    }
  }
  throw InputError(place, "a quote is not closed; add a double quote at the end of the cell");
}

std::vector<Cell> cells_of(const std::string& line, SourceLocation place) {
  std::vector<Cell> cells;
  for (std::size_t at = 0;; ++at) {
    at = std::min(line.find_first_not_of(" \t", at), line.size());
    place.column = static_cast<int>(at) + 1;
    Cell cell{{}, place.column};
    if (at < line.size() && line[at] == '"') {
      cell.text = quoted_text(line, at, place);
      at = std::min(line.find_first_not_of(" \t", at), line.size());
      if (at < line.size() && line[at] != ',') {
        throw InputError(place, "text follows the closing quote of a cell; write a comma there");
      }
    } else {
      const std::size_t end = std::min(line.find(',', at), line.size());
      cell.text = trimmed(line.substr(at, end - at));
      at = end;
    }
    cells.push_back(std::move(cell));
    if (at == line.size()) return cells;
  }
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

SourceLocation CsvTable::Row::place_of(std::size_t column) const {
  SourceLocation cell = place;
  cell.column = starts[column];
  return cell;
}

CsvTable read_csv(const FilePath& file) {
  return csv_table(read_text_file(file.text, file.place), file.text);
}

CsvTable csv_table(const std::string& text, const std::string& path) {
  std::istringstream lines(text);
  const auto name = std::make_shared<const std::string>(path);
  CsvTable table;
  table.header = {name, 0, 0};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (trimmed(line).empty() || trimmed(line).front() == '#') continue;
    const SourceLocation place{name, number, 1};
    CsvTable::Row row{{}, place, {}};
    for (Cell& cell : cells_of(line, place)) {
      row.cells.push_back(std::move(cell.text));
      row.starts.push_back(cell.column);
    }
    if (table.columns.empty()) {
      for (const std::string& cell : row.cells) {
        if (std::ranges::count(row.cells, cell) == 1) continue;
        throw InputError(place, "the column '" + cell + "' appears twice; keep one of them");
      }
      table.columns = std::move(row.cells);
      table.header = place;
    } else if (row.cells.size() == table.columns.size()) {
      table.rows.push_back(std::move(row));
    } else {
      throw InputError(place, "the row has " + std::to_string(row.cells.size()) + " cells; write " +
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
