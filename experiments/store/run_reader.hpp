// Reads runs out of the database of a result store.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "experiments/store/database.hpp"

namespace kairos {

/// Reads one run after the other, all its metrics or some of the run as a whole.
class RunReader {
 public:
  explicit RunReader(const ResultStore::Database& database);
  RunReader(const ResultStore::Database& database, std::span<const std::string> metrics);

  /// The key and outcome of a chosen run that finished, without its tasks and recordings.
  RunRecord read(std::size_t index);

 private:
  using Layout = std::vector<std::pair<std::int64_t, std::int64_t>>;

  void read_subjects(std::int64_t run, std::vector<Metric>& metrics);
  const Layout& layout(std::int64_t id);
  [[nodiscard]] const std::string& name(std::int64_t id) const;

  const ResultStore::Database& database_;
  std::unordered_map<std::int64_t, std::string> names_;
  std::unordered_map<std::int64_t, Layout> layouts_;
  SQLite::Statement run_, values_;
  std::optional<SQLite::Statement> subjects_;  ///< Absent when only metrics of the run are read.
};

std::vector<TaskFinished> read_tasks(const ResultStore::Database& database, std::size_t index);
std::vector<Recording> read_recordings(const ResultStore::Database& database, std::size_t index);
Provenance read_provenance(const ResultStore::Database& database, std::size_t index);

}  // namespace kairos
