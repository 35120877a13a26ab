// The open database of a result store, shared by the code that writes runs and that reads them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "experiments/recordings/run_record.hpp"
#include "experiments/store/result_store.hpp"
#include "sim/base/error.hpp"

namespace kairos {

using PointValues = std::vector<std::pair<std::string, std::string>>;

std::string point_to_text(const PointValues& point);
PointValues point_from_text(const std::string& text);

/// Turns an error of SQLite, or invalid contents, into an error that tells the user what to do.
InputError database_error(const std::string& file, const std::exception& error);

struct ResultStore::Database {
  struct Row {
    std::int64_t id = 0;  ///< Is 0 if the run is not stored.
    bool finished = false;
  };

  /// States which runs `keys` holds: not loaded yet, all stored runs, or the selected runs.
  enum class Choice { none, all, selected };

  std::string file;
  mutable SQLite::Database sqlite;
  std::vector<RunKey> keys;
  std::vector<Row> rows;  ///< Has the same order as `keys`.
  Choice choice = Choice::none;
  Provenance provenance;
  std::int64_t provenance_id = 0;  ///< Is 0 if the provenance is not stored yet.
  std::unordered_map<std::string, std::int64_t> names;  ///< Maps names to their ids.
  std::unordered_map<std::string, std::int64_t> layouts;

  explicit Database(const std::string& path)
      : file(path), sqlite(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 60'000) {}

  void prepare(const std::string& experiment);
  void load_keys();
  void find_rows();

  /// Makes all of the changes or none.
  template <class Changes>
  void transact(Changes changes) {
    guard([&] {
      SQLite::Transaction transaction(sqlite, SQLite::TransactionBehavior::IMMEDIATE);
      changes();
      transaction.commit();
    });
  }
  /// Turns errors of SQLite and errors in the contents into an InputError that names the file.
  template <class Work>
  auto guard(Work work) const {
    try {
      return work();
    } catch (const InputError&) {
      throw;
    } catch (const std::logic_error& error) {
      if (dynamic_cast<const std::out_of_range*>(&error) == nullptr) throw;
      throw database_error(file, error);
    } catch (const std::exception& error) {
      throw database_error(file, error);
    }
  }
};

}  // namespace kairos
