#include "platforms/profiles/profile_table.hpp"

#include <cmath>

#include "sim/base/units.hpp"

namespace kairos {

Duration measured_time(Seconds time, const SourceLocation& place) {
  constexpr double longest = 9e6;  // in seconds; 64 bits hold 9.2e18 ps
  if (time >= Seconds{} && time < Seconds(longest)) {
    return Duration::picoseconds(std::llround(time.value() * picoseconds_per_second));
  }
  throw InputError(place, "a measured time of " + shortest(time.value()) +
                              " s is out of range; write zero or more, and less than 9e6 s");
}

ProfileTable::ProfileTable(const ProfileFormat::Source& source,
                           std::initializer_list<std::string_view> columns)
    : table_(csv_table(text_of(source.contents, source.path), source.path)) {
  for (const std::string_view column : columns) {
    if (has(column)) continue;
    std::string needed;
    for (const std::string_view other : columns) {
      needed.append(needed.empty() ? "" : ", ").append(other);
    }
    throw InputError(table_.header, "the first line does not name the column '" +
                                        std::string(column) + "'; a table of this format has " +
                                        needed);
  }
  table_.refuse_empty();
}

std::string ProfileTable::text(const Row& row, std::string_view column) const {
  const auto found = table_.find(column);
  return found ? row.cells[*found] : std::string();
}

std::string ProfileTable::name(const Row& row, std::string_view column) const {
  std::string cell = text(row, column);
  if (!cell.empty()) return cell;
  throw InputError(place(row, column), "'" + std::string(column) + "' is empty; write a name");
}

std::optional<double> ProfileTable::number(const Row& row, std::string_view column) const {
  const std::string cell = text(row, column);
  if (cell.empty()) return std::nullopt;
  try {
    const double value = parse_number(cell);
    if (value >= 0) return value;
  } catch (const InputError& error) {
    throw InputError(place(row, column), error.what());
  }
  throw InputError(place(row, column),
                   "'" + std::string(column) + "' is '" + cell + "'; it must be zero or more");
}

double ProfileTable::positive(const Row& row, std::string_view column) const {
  const std::optional<double> value = number(row, column);
  if (value && *value > 0) return *value;
  throw InputError(place(row, column), "'" + std::string(column) + "' is '" + text(row, column) +
                                           "'; it must be a number greater than zero");
}

std::optional<Duration> ProfileTable::time(const Row& row, std::string_view column,
                                           double seconds) const {
  const std::optional<double> value = number(row, column);
  if (!value) return std::nullopt;
  return measured_time(Seconds(*value * seconds), place(row, column));
}

SourceLocation ProfileTable::place(const Row& row, std::string_view column) const {
  const auto found = table_.find(column);
  return found ? row.place_of(*found) : row.place;
}

}  // namespace kairos
