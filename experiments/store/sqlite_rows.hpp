// Rows of SQLite tables as the types that the program uses.
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "sim/base/time.hpp"

namespace kairos {

/// Throws std::out_of_range when the text is not a number of this base.
inline std::uint64_t unsigned_from(const std::string& text, int base) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, number, base);
  if (problem != std::errc{} || rest != end) throw std::out_of_range("a number is not readable");
  return number;
}

/// Bytes to be bound as a BLOB, not as text.
struct Blob {
  std::string_view bytes;
};

/// Binds one value after the other, runs the statement and makes it ready for the next row.
class Insertion {
 public:
  Insertion(SQLite::Database& database, const char* sql) : statement_(database, sql) {}

  template <class... Values>
  void operator()(const Values&... values) {
    statement_.reset();
    int place = 0;
    (bind(++place, values), ...);
    statement_.exec();
  }

 private:
  template <class T>
  void bind(int place, const T& value) {
    statement_.bind(place, value);
  }
  void bind(int place, const Blob& blob) {
    statement_.bind(place, blob.bytes.data(), static_cast<int>(blob.bytes.size()));
  }
  void bind(int place, std::nullptr_t /*no value*/) { statement_.bind(place); }

  SQLite::Statement statement_;
};

/// What is read while it lives is of one instant, and costs one lock of the file instead of many.
/// Inside another one it does nothing.
class Snapshot {
 public:
  explicit Snapshot(SQLite::Database& database) : database_(&database) {
    if (sqlite3_get_autocommit(database.getHandle()) == 0) {
      database_ = nullptr;
    } else {
      database.exec("BEGIN");
    }
  }
  ~Snapshot() {
    if (database_ != nullptr) database_->tryExec("ROLLBACK");
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  SQLite::Database* database_;
};

template <class Id>
Id id_in(const SQLite::Column& column) {
  const std::int64_t number = column.getInt64();
  if (number < 0 || number > std::numeric_limits<std::uint32_t>::max()) {
    throw std::out_of_range("a number is out of range");
  }
  return static_cast<Id>(number);
}

inline Time time_in(const SQLite::Column& column) {
  return Time(Duration::picoseconds(column.getInt64()));
}

/// SQLite keeps a NaN as NULL.
inline double number_in(const SQLite::Column& column) {
  return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

}  // namespace kairos
