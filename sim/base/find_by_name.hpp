// Finds a row of a table by its name and reports the known names if there is no such row.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"

namespace kairos {

template <class Table>
std::vector<std::string> names_in(const Table& table) {
  std::vector<std::string> names;
  names.reserve(table.size());
  for (const auto& row : table) names.push_back(row.name);
  return names;
}

/// The position of the row. Throws InputError with the nearest name if the table has no such row.
template <class Table>
std::size_t position_of(std::string_view name, std::string_view kind, const Table& table,
                        const SourceLocation& place) {
  std::size_t position = 0;
  for (const auto& row : table) {
    if (row.name == name) return position;
    ++position;
  }
  throw InputError(place, unknown_name(kind, name, names_in(table)));
}

/// Like find_by_name(), for a table whose rows have typed ids.
template <class Id, class Table>
Id find_by_name(std::string_view name, std::string_view kind, const Table& table,
                const SourceLocation& place) {
  return static_cast<Id>(position_of(name, kind, table, place));
}

}  // namespace kairos
