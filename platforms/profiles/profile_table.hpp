// A table of comma-separated values whose columns are found by name, for formats of profiles.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "platforms/profiles/profile.hpp"
#include "sim/base/csv.hpp"

namespace kairos {

class ProfileTable {
 public:
  using Row = CsvTable::Row;

  /// Throws InputError if the file is not a table with rows, or lacks one of the columns.
  ProfileTable(const ProfileFormat::Source& source,
               std::initializer_list<std::string_view> columns);

  [[nodiscard]] const std::vector<Row>& rows() const { return table_.rows; }
  [[nodiscard]] const std::vector<std::string>& columns() const { return table_.columns; }
  [[nodiscard]] const SourceLocation& header() const { return table_.header; }
  [[nodiscard]] bool has(std::string_view column) const { return table_.find(column).has_value(); }

  /// The text of a cell; empty if the table lacks the column.
  [[nodiscard]] std::string text(const Row& row, std::string_view column) const;
  /// The text of a cell. Throws InputError if it is empty.
  [[nodiscard]] std::string name(const Row& row, std::string_view column) const;
  /// The number in a cell, which is zero or more; nothing if the cell is empty or the table lacks
  /// the column. Throws InputError for other texts.
  [[nodiscard]] std::optional<double> number(const Row& row, std::string_view column) const;
  /// The number in a cell, which is more than zero. Throws InputError if it is not.
  [[nodiscard]] double positive(const Row& row, std::string_view column) const;
  /// The time in a cell of a column such as `time_us`, whose unit is `seconds` long; nothing if the
  /// cell is empty.
  [[nodiscard]] std::optional<Duration> time(const Row& row, std::string_view column,
                                             double seconds) const;

  /// The place of a cell of an existing column.
  [[nodiscard]] SourceLocation place(const Row& row, std::string_view column) const;

 private:
  CsvTable table_;
};

}  // namespace kairos
