// Converts between rows of SQLite tables and the types of the program.
#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "sim/base/time.hpp"

namespace kairos {

/// Throws std::out_of_range if the text is not an unsigned number of this base.
inline std::uint64_t unsigned_from(std::string_view text, int base) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, number, base);
  if (problem != std::errc{} || rest != end) throw std::out_of_range("a number is not readable");
  return number;
}

/// Bytes that are bound as a BLOB, not as text.
struct Blob {
  std::string_view bytes;
};

/// A statement that is run once per call, with the arguments as its values.
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

/// A query for many short results. SQLite's own interface takes a fifth of the wrapper's time per
/// value.
class FastQuery {
 public:
  FastQuery(SQLite::Database& database, const char* sql) : connection_(database.getHandle()) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(connection_, sql, -1, &statement, nullptr);
    statement_.reset(statement);
    if (code != SQLITE_OK) throw SQLite::Exception(connection_, code);
  }

  template <class... Numbers>
  void start(Numbers... numbers) {
    sqlite3_reset(statement_.get());
    int place = 0;
    (sqlite3_bind_int64(statement_.get(), ++place, numbers), ...);
  }
  /// Goes to the next row; returns false if there is none.
  bool step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw SQLite::Exception(connection_, code);
    sqlite3_reset(statement_.get());
    return false;
  }
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
  }
  /// The number in a column. NaN is read from NULL because SQLite stores it so.
  [[nodiscard]] double number(int column) const {
    if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    return sqlite3_column_double(statement_.get(), column);
  }
  /// The bytes of a text or BLOB, valid until the next step.
  [[nodiscard]] std::string_view bytes(int column) const {
    const void* begin = sqlite3_column_blob(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return {static_cast<const char*>(begin), static_cast<std::size_t>(size)};
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  sqlite3* connection_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A read transaction: everything read during its lifetime belongs to one instant, and the file is
/// locked once instead of many times. Within another transaction it does nothing.
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

}  // namespace kairos
