// Rows of SQLite tables as the types that the program uses.
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "sim/base/time.hpp"

namespace kairos {

inline std::uint64_t unsigned_from(const std::string& text, int base) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, base);
  return number;
}

/// Binds one value after the other, runs the statement and makes it ready for the next row.
class Insertion {
 public:
  Insertion(SQLite::Database& database, const char* sql) : statement_(database, sql) {}

  template <class... Values>
  void operator()(const Values&... values) {
    statement_.reset();
    int place = 0;
    (statement_.bind(++place, values), ...);
    statement_.exec();
  }

 private:
  SQLite::Statement statement_;
};

inline std::int64_t as_row(std::size_t index) {
  return static_cast<std::int64_t>(index);
}

template <class Id>
Id id_in(const SQLite::Column& column) {
  return static_cast<Id>(column.getUInt());
}

inline Time time_in(const SQLite::Column& column) {
  return Time(Duration::picoseconds(column.getInt64()));
}

/// SQLite keeps a NaN as NULL.
inline double number_in(const SQLite::Column& column) {
  return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

}  // namespace kairos
