// Finds the row of a table that has a name, or says which names there are.
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

/// The position of the row; throws InputError with the nearest name when the table does not have
/// it.
template <class Table>
std::size_t position_of(std::string_view name, std::string_view kind, const Table& table,
                        const Place& place) {
  std::size_t position = 0;
  for (const auto& row : table) {
    if (row.name == name) return position;
    ++position;
  }
  throw InputError(place, unknown_name(kind, name, names_in(table)));
}

/// The same for a table whose rows have ids.
template <class Id, class Table>
Id find_by_name(std::string_view name, std::string_view kind, const Table& table,
                const Place& place) {
  return static_cast<Id>(position_of(name, kind, table, place));
}

}  // namespace kairos
