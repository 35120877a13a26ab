// Reads tables of comma-separated values. The first line names the columns. Blank lines and lines
// that begin with # are skipped, and blanks and double quotes around cells are removed. A cell in
// double quotes may contain commas, and a double quote if it is written twice.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/file.hpp"
#include "sim/base/time.hpp"

namespace kairos {

struct CsvTable {
  struct Row {
    std::vector<std::string> cells;  ///< As many as there are columns.
    SourceLocation place;
    std::vector<int> starts;  ///< The column of the line at which each cell begins.

    /// The place of a cell, by the position of its column in the table.
    [[nodiscard]] SourceLocation place_of(std::size_t column) const;
  };
  std::vector<std::string> columns;
  SourceLocation header;
  std::vector<Row> rows;

  /// The position of a column; empty if there is none of this name.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
  /// Throws InputError if there is no row.
  void refuse_empty() const;
};

/// Throws InputError, with the line, if a row has another number of cells than the header.
CsvTable read_csv(const FilePath& file);
/// Reads the text of a table; `path` stands for its file in messages.
CsvTable csv_table(const std::string& text, const std::string& path);

/// True for the column of a time: `time`, with a unit in each cell, or one such as `time_us`.
bool is_time_column(std::string_view column);
/// The time in a cell of such a column. Throws InputError, without a place, if it is not one, or if
/// it is negative.
Duration time_in(const std::string& cell, std::string_view column);

}  // namespace kairos
